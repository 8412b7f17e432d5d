-- The role the functions log in as: it can become anon, authenticated and service_role, and by itself reads nothing, owns nothing and
-- makes nothing. `supabase start` and the local stack run this file; on a hosted project the owner runs it once, with a password
-- (docs/running.md). Every statement may run again.

do $$
begin
  if not exists (select from pg_roles where rolname = 'nbp_functions') then
    create role nbp_functions login noinherit nocreatedb nocreaterole;
  end if;
exception when duplicate_object or unique_violation then
  null; -- another database of this cluster is being shaped at the same moment
end $$;

grant anon, authenticated, service_role to nbp_functions;
