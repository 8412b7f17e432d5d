-- What a coach reports is known by its id. Numbers only give the order: they start again when a coach dies before it has reported,
-- so (launch, seq) is a place and no identity. The times of what a Partner says are counted from a zero that is kept here.

alter table public.hints
  add column launch integer not null default 0 check (launch >= 0),
  drop constraint hints_pkey,
  add primary key (id);
alter table public.segments
  add column id uuid not null default gen_random_uuid(),
  add column launch integer not null default 0 check (launch >= 0),
  drop constraint segments_pkey,
  add primary key (id);
alter table public.safety_events
  add column id uuid not null default gen_random_uuid(),
  add column launch integer not null default 0 check (launch >= 0),
  drop constraint safety_events_pkey,
  add primary key (id);
alter table public.session_memories
  add column launch integer not null default 0 check (launch >= 0);

drop index public.segments_of_session;
create index hints_in_order on public.hints (session_id, launch, seq);
create index segments_in_order on public.segments (session_id, launch, seq);
create index safety_events_in_order on public.safety_events (session_id, launch, seq);
comment on column public.hints.launch is 'which launch of the session''s coach gave it; (launch, seq) is its place, not its identity';
comment on column public.segments.launch is 'as for hints';
comment on column public.safety_events.launch is 'as for hints';

create or replace function private.partner_words() returns table (text text, start_s double precision, end_s double precision)
language sql stable security definer set search_path = ''
as $$
  select g.text, g.start_s, g.end_s
  from public.segments g
  where g.partner_id = (select private.partner_id())
  order by g.launch, g.seq
$$;

alter table public.partners add column zero_at timestamptz;
comment on column public.partners.zero_at is 'start_s and end_s of this Partner''s segments are seconds after this, whichever coach or connection heard them';
update public.partners p set zero_at = s.started_at
from public.sessions s
where s.id = p.session_id and s.started_at >= p.created_at;

create function private.listening_zero(partner uuid) returns timestamptz
language sql volatile security invoker set search_path = ''
as $$
  -- only when there is none: a reporting coach holds the row, and waits for the lease that is being claimed here
  update public.partners p
  set zero_at = case when s.started_at >= p.created_at then s.started_at else clock_timestamp() end
  from public.sessions s
  where p.id = partner and p.zero_at is null and s.id = p.session_id;
  select p.zero_at from public.partners p where p.id = partner;
$$;
comment on function private.listening_zero is 'Set once, at the first launch for this Partner: the session''s start where they were there, else now.';
revoke all on function private.listening_zero(uuid) from public, anon, authenticated;
grant execute on function private.listening_zero(uuid) to service_role;

alter table public.spent_jobs add column claimed_by uuid;
comment on column public.spent_jobs.claimed_by is 'The claimant''s own random id: the same one may ask again when the answer was lost on its way.';
