-- When each recurring job last ran to its end, so that health checks see a worker that is dead.

create table public.job_heartbeats (
  job text primary key check (length(job) <= 64),
  at timestamptz not null default clock_timestamp()
);
comment on table public.job_heartbeats is 'When each recurring job last ran to its end.';
alter table public.job_heartbeats enable row level security;
revoke all on public.job_heartbeats from anon, authenticated;
grant select, insert, update, delete on public.job_heartbeats to service_role;
