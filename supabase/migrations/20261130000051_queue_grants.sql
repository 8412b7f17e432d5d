-- The job queue is worked as service_role, like everything else the functions do without a person: said here, so that it does not
-- hang on a project's default privileges.

grant select, insert, update, delete on public.procrastinate_jobs, public.procrastinate_workers, public.procrastinate_events,
  public.procrastinate_periodic_defers to service_role;
grant usage on all sequences in schema public to service_role;
do $$
declare
  of_procrastinate regprocedure;
begin
  for of_procrastinate in
    select p.oid::regprocedure from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname like 'procrastinate\_%'
  loop
    execute format('grant execute on function %s to service_role', of_procrastinate);
  end loop;
end $$;
