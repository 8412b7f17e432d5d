-- Sessions and everything that belongs to one: tables, their row-level security, their grants, their functions.
--
-- Who reads what
--   authenticated, with a `sub`          a Facilitator: rows of own sessions only
--   authenticated, with `nbp_partner`    a Partner, a claim only the API sets: own row, own choices, nothing else
--   anon                                 nothing at all
--   service_role                         the API's own hand, past row-level security
--
-- A hosted project grants everything on new tables to everybody; that is taken back first, and given again line by line.

create schema if not exists private;
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
alter default privileges revoke execute on functions from public;
alter default privileges in schema private grant execute on functions to service_role;

-- ---------------------------------------------------------------------------------------------------------------- tables

create table public.profiles (
  user_id uuid primary key,
  email text not null check (length(email) between 3 and 320),
  display_name text check (length(display_name) between 1 and 80),
  created_at timestamptz not null default now()
);
comment on table public.profiles is 'A Facilitator, as the access token names them; goes with their account.';

create table public.sessions (
  id uuid primary key default gen_random_uuid(),
  facilitator_id uuid not null default auth.uid() references public.profiles (user_id) on delete cascade,
  partner_label text check (length(partner_label) between 1 and 80),
  scheduled_for timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz
);
comment on column public.sessions.started_at is 'when both people were in the room for the first time';
create index sessions_newest on public.sessions (facilitator_id, created_at desc, id desc);
create index sessions_open on public.sessions (id) where ended_at is null;

create table public.invites (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references public.sessions (id) on delete cascade,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  redeemed_at timestamptz
);
create unique index invites_one_standing on public.invites (session_id) where revoked_at is null;
create index invites_of_session on public.invites (session_id, created_at desc);

create table public.partners (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references public.sessions (id) on delete cascade,
  invite_id uuid not null references public.invites (id) on delete cascade,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  display_name text check (length(display_name) between 1 and 80),
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  unique (id, session_id)
);
comment on column public.partners.revoked_at is 'withdrawn by the Facilitator, or another took the place';
create unique index partners_one_at_a_time on public.partners (session_id) where revoked_at is null;
create index partners_of_invite on public.partners (invite_id);

create table public.consents (
  id bigint generated always as identity primary key,
  session_id uuid not null,
  partner_id uuid not null,
  kind text not null check (kind in ('listening', 'recording', 'copy')),
  granted boolean not null,
  version text not null,
  text_hash text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  filled jsonb not null default '{}',
  at timestamptz not null default clock_timestamp(),
  foreign key (partner_id, session_id) references public.partners (id, session_id) on delete cascade
);
comment on table public.consents is 'A ledger: rows are added, never changed; the newest of a kind is what stands.';
create index consents_newest on public.consents (partner_id, kind, id desc);
create index consents_of_session on public.consents (session_id);

create table public.presences (
  session_id uuid not null references public.sessions (id) on delete cascade,
  sid text not null,
  role text not null check (role in ('facilitator', 'partner', 'coach')),
  joined_at timestamptz not null default now(),
  left_at timestamptz,
  primary key (session_id, sid)
);
comment on table public.presences is 'Who is in the room, by LiveKit participant sid, so that webhooks may come twice or out of order.';
create index presences_here on public.presences (session_id, role) where left_at is null;

create table public.launch_gate (
  id boolean primary key default true check (id),
  open boolean not null default true,
  changed_at timestamptz not null default now()
);
comment on table public.launch_gate is 'The emergency stop: closed, no coach is launched anywhere.';
insert into public.launch_gate default values;

create table public.agent_leases (
  session_id uuid primary key references public.sessions (id) on delete cascade,
  lease_id uuid not null default gen_random_uuid(),
  lease_until timestamptz not null,
  launched_at timestamptz not null default now(),
  claimed_at timestamptz,
  state text not null default 'joining' check (length(state) <= 32),
  state_at timestamptz not null default now(),
  launches integer not null default 1
);
comment on table public.agent_leases is 'At most one coach per session: whoever holds the running lease.';

create table public.spent_jobs (
  jti text primary key check (length(jti) <= 128),
  session_id uuid not null references public.sessions (id) on delete cascade,
  spent_at timestamptz not null default now()
);
create index spent_jobs_of_session on public.spent_jobs (session_id);

create table public.hints (
  session_id uuid not null references public.sessions (id) on delete cascade,
  seq integer not null check (seq > 0),
  id uuid not null,
  text text not null check (length(text) <= 4000),
  source text not null check (source in ('ai', 'built-in')),
  step text,
  label text,
  at timestamptz not null,
  latency_ms integer,
  primary key (session_id, seq)
);

create table public.segments (
  session_id uuid not null references public.sessions (id) on delete cascade,
  seq integer not null check (seq > 0),
  text text not null check (length(text) <= 8000),
  start_s double precision not null,
  end_s double precision not null,
  stored_at timestamptz not null default now(),
  primary key (session_id, seq)
);
comment on table public.segments is 'What the Partner said while they let the coach listen; nobody reads it through the API.';

create table public.safety_events (
  session_id uuid not null references public.sessions (id) on delete cascade,
  seq integer not null check (seq > 0),
  kind text not null check (length(kind) <= 32),
  at timestamptz not null,
  acknowledged_at timestamptz,
  primary key (session_id, seq)
);

create table public.summaries (
  session_id uuid primary key references public.sessions (id) on delete cascade,
  status text not null default 'writing' check (status in ('none', 'writing', 'ready', 'mail_failed')),
  source text check (source in ('ai', 'extractive')),
  text text,
  html text,
  error text,
  created_at timestamptz not null default now(),
  written_at timestamptz,
  mailed_at timestamptz
);

create table public.webhook_events (
  id text primary key check (length(id) <= 128),
  event text not null,
  session_id uuid references public.sessions (id) on delete cascade,
  received_at timestamptz not null default now()
);
create index webhook_events_of_session on public.webhook_events (session_id);
create index webhook_events_oldest on public.webhook_events (received_at);

create table public.rate_windows (
  key text not null check (length(key) <= 128),
  started_at timestamptz not null,
  tries integer not null default 1,
  primary key (key, started_at)
);
comment on table public.rate_windows is 'Tries per window; keys are keyed hashes, never addresses.';

-- ------------------------------------------------------------------------------------------- row-level security, all closed

alter table public.profiles enable row level security;
alter table public.sessions enable row level security;
alter table public.invites enable row level security;
alter table public.partners enable row level security;
alter table public.consents enable row level security;
alter table public.presences enable row level security;
alter table public.launch_gate enable row level security;
alter table public.agent_leases enable row level security;
alter table public.spent_jobs enable row level security;
alter table public.hints enable row level security;
alter table public.segments enable row level security;
alter table public.safety_events enable row level security;
alter table public.summaries enable row level security;
alter table public.webhook_events enable row level security;
alter table public.rate_windows enable row level security;

revoke all on all tables in schema public from anon, authenticated;
revoke all on all sequences in schema public from anon, authenticated;
grant usage on schema public to service_role;
grant select, insert, update, delete on all tables in schema public to service_role;
grant usage on all sequences in schema public to service_role;

-- --------------------------------------------------------------------------------------------------------------- questions

create function private.partner_id() returns uuid
language sql stable security invoker set search_path = ''
as $$
  select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'nbp_partner', '')::uuid
$$;

create function private.owns(session uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select from public.sessions s where s.id = session and s.facilitator_id = (select auth.uid()))
$$;
comment on function private.owns is 'Definer, so that a policy on a child table does not walk through the policies of sessions again.';

create function private.listens(session uuid) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select coalesce((
    select c.granted
    from public.consents c join public.partners p on p.id = c.partner_id
    where c.session_id = session and c.kind = 'listening' and p.revoked_at is null
    order by c.id desc
    limit 1
  ), false)
$$;
comment on function private.listens is 'Does the standing Partner let the coach listen, by their newest word?';

create function private.is_here(session uuid, who text) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select exists (select from public.presences p where p.session_id = session and p.role = who and p.left_at is null)
$$;

create function private.session_status(ended_at timestamptz, facilitator_here boolean, partner_here boolean) returns text
language sql immutable security invoker set search_path = ''
as $$
  select case
    when ended_at is not null then 'ended'
    when facilitator_here and partner_here then 'live'
    when facilitator_here or partner_here then 'waiting'
    else 'invited'
  end
$$;

create function private.partner_view() returns table (
  session_id uuid, status text, facilitator_name text, display_name text, facilitator_here boolean
)
language sql stable security definer set search_path = ''
as $$
  select s.id,
         private.session_status(s.ended_at, private.is_here(s.id, 'facilitator'), private.is_here(s.id, 'partner')),
         coalesce(f.display_name, 'Your facilitator'),
         p.display_name,
         private.is_here(s.id, 'facilitator')
  from public.partners p
  join public.sessions s on s.id = p.session_id
  join public.profiles f on f.user_id = s.facilitator_id
  where p.id = (select private.partner_id())
$$;
comment on function private.partner_view is 'All a Partner may know of their session; the label the Facilitator gave them is not in it.';

create function private.take_a_try(taken_key text, allowed integer, window_s integer) returns integer
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  opened timestamptz := to_timestamp(floor(extract(epoch from now()) / window_s) * window_s);
  used integer;
begin
  insert into public.rate_windows as w (key, started_at) values (taken_key, opened)
  on conflict (key, started_at) do update set tries = w.tries + 1
  returning w.tries into used;
  if used = 1 then
    delete from public.rate_windows where started_at < now() - interval '1 day';
  end if;
  if used <= allowed then
    return 0;
  end if;
  return greatest(1, ceil(extract(epoch from opened + make_interval(secs => window_s) - now())))::integer;
end
$$;
comment on function private.take_a_try is '0 when the try is allowed, else the seconds until the next window.';

revoke all on all functions in schema private from public, anon, authenticated;
grant execute on all functions in schema private to service_role;
grant execute on function private.partner_id(), private.owns(uuid), private.partner_view(), private.is_here(uuid, text) to authenticated;

-- ---------------------------------------------------------------------------------------------- what a Facilitator may do

grant select, update (display_name) on public.profiles to authenticated;
create policy "own profile" on public.profiles for select to authenticated using (user_id = (select auth.uid()));
create policy "own name" on public.profiles for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

grant select, insert (partner_label, scheduled_for), update (partner_label, scheduled_for), delete on public.sessions to authenticated;
create policy "own sessions" on public.sessions for select to authenticated using (facilitator_id = (select auth.uid()));
create policy "new session" on public.sessions for insert to authenticated with check (facilitator_id = (select auth.uid()));
create policy "own label and date" on public.sessions for update to authenticated
  using (facilitator_id = (select auth.uid())) with check (facilitator_id = (select auth.uid()));
create policy "own to delete" on public.sessions for delete to authenticated using (facilitator_id = (select auth.uid()));

grant select (id, session_id, created_at, expires_at, revoked_at, redeemed_at) on public.invites to authenticated;
create policy "of own sessions" on public.invites for select to authenticated using (private.owns(session_id));

grant select (id, session_id, invite_id, display_name, created_at, revoked_at) on public.partners to authenticated;
create policy "of own sessions" on public.partners for select to authenticated using (private.owns(session_id));

grant select on public.consents to authenticated;
create policy "of own sessions" on public.consents for select to authenticated using (private.owns(session_id));

grant select on public.presences to authenticated;
create policy "of own sessions" on public.presences for select to authenticated using (private.owns(session_id));

grant select (session_id, state, state_at, lease_until) on public.agent_leases to authenticated;
create policy "of own sessions" on public.agent_leases for select to authenticated using (private.owns(session_id));

grant select on public.hints, public.safety_events, public.summaries to authenticated;
create policy "of own sessions" on public.hints for select to authenticated using (private.owns(session_id));
create policy "of own sessions" on public.safety_events for select to authenticated using (private.owns(session_id));
create policy "of own sessions" on public.summaries for select to authenticated using (private.owns(session_id));

-- -------------------------------------------------------------------------------------------------- what a Partner may do

create policy "own row" on public.partners for select to authenticated using (id = (select private.partner_id()));
create policy "own choices" on public.consents for select to authenticated using (partner_id = (select private.partner_id()));

-- ----------------------------------------------------------------------------------------------------------------- keepers

create function private.count_versions() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  new.version := old.version + 1;
  return new;
end
$$;
create trigger sessions_version before update of partner_label, scheduled_for on public.sessions
  for each row execute function private.count_versions();

create function private.keep_the_ledger() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and not exists (select from public.partners p where p.id = old.partner_id) then
    return old;
  end if;
  raise exception 'the consent ledger is only ever added to' using errcode = 'restrict_violation';
end
$$;
create trigger consents_append_only before update or delete on public.consents
  for each row execute function private.keep_the_ledger();

create function private.forget_account() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.profiles where user_id = old.id;
  return old;
end
$$;
comment on function private.forget_account is 'Deleting the account deletes every session of it.';
create trigger nbp_forget_account after delete on auth.users
  for each row execute function private.forget_account();

revoke all on all functions in schema private from public, anon;
