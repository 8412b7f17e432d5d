-- What was said in a session, and all that was made of it, belongs to one Partner of that session.
--
-- Before, these rows named the session alone, so that whoever had the place read, copied and deleted what another had said.
-- Rows from before are given to the Partner they must be of: the only one the session had, else the only one who had agreed to
-- listening by then and whose place had not ended (a minute is allowed for late reports). What cannot be attributed like this
-- is deleted rather than given to a stranger: segments, hints, safety events and memories one by one, and the notes of a session
-- in which more than one Partner had agreed to listening, since one text held the words of both.

create function private.partner_at(session uuid, moment timestamptz) returns uuid
language sql stable security invoker set search_path = ''
as $$
  select case
    when (select count(*) from public.partners p where p.session_id = session) = 1
      then (select p.id from public.partners p where p.session_id = session)
    else (
      select case when count(*) = 1 then (array_agg(p.id))[1] end
      from public.partners p
      where p.session_id = session and p.created_at <= moment
        and (p.revoked_at is null or moment <= p.revoked_at + interval '60 seconds')
        and exists (
          select from public.consents c
          where c.partner_id = p.id and c.kind = 'listening' and c.granted and c.at <= moment
        )
    )
  end
$$;

create function private.only_listened_partner(session uuid) returns uuid
language sql stable security invoker set search_path = ''
as $$
  select case
    when (select count(*) from public.partners p where p.session_id = session) = 1
      then (select p.id from public.partners p where p.session_id = session)
    else (
      select case when count(distinct c.partner_id) = 1 then (array_agg(c.partner_id))[1] end
      from public.consents c
      where c.session_id = session and c.kind = 'listening' and c.granted
    )
  end
$$;

drop trigger segments_take_memory_along on public.segments;
drop function private.forget_memory();

alter table public.agent_leases add column partner_id uuid;
alter table public.hints add column partner_id uuid;
alter table public.segments add column partner_id uuid;
alter table public.safety_events add column partner_id uuid;
alter table public.session_memories add column partner_id uuid;

update public.agent_leases set partner_id = private.partner_at(session_id, launched_at);
update public.hints set partner_id = private.partner_at(session_id, at);
update public.segments set partner_id = private.partner_at(session_id, stored_at);
update public.safety_events set partner_id = private.partner_at(session_id, at);
update public.session_memories set partner_id = private.partner_at(session_id, at);

delete from public.agent_leases where partner_id is null;
delete from public.hints where partner_id is null;
delete from public.segments where partner_id is null;
delete from public.safety_events where partner_id is null;
delete from public.session_memories where partner_id is null;

-- the way to the session leads through the Partner: one foreign key, so that no row can name a Partner of another session
alter table public.agent_leases
  alter column partner_id set not null,
  drop constraint agent_leases_session_id_fkey,
  add foreign key (partner_id, session_id) references public.partners (id, session_id) on delete cascade;
alter table public.hints
  alter column partner_id set not null,
  drop constraint hints_session_id_fkey,
  add foreign key (partner_id, session_id) references public.partners (id, session_id) on delete cascade;
alter table public.segments
  alter column partner_id set not null,
  drop constraint segments_session_id_fkey,
  add foreign key (partner_id, session_id) references public.partners (id, session_id) on delete cascade,
  drop constraint segments_pkey,
  add primary key (partner_id, seq);
alter table public.safety_events
  alter column partner_id set not null,
  drop constraint safety_events_session_id_fkey,
  add foreign key (partner_id, session_id) references public.partners (id, session_id) on delete cascade;
alter table public.session_memories
  alter column partner_id set not null,
  drop constraint session_memories_session_id_fkey,
  add foreign key (partner_id, session_id) references public.partners (id, session_id) on delete cascade,
  drop constraint session_memories_pkey,
  add primary key (partner_id);
create index agent_leases_of_partner on public.agent_leases (partner_id);
create index hints_of_partner on public.hints (partner_id);
create index segments_of_session on public.segments (session_id, seq);
create index safety_events_of_partner on public.safety_events (partner_id);
create index session_memories_of_session on public.session_memories (session_id);
comment on table public.agent_leases is 'At most one coach per session, and the Partner it listens to: whoever holds the running lease.';
grant select (partner_id) on public.agent_leases to authenticated;

create function private.forget_memory() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.session_memories m using gone g where m.partner_id = g.partner_id;
  return null;
end
$$;
comment on function private.forget_memory is 'What was made of a transcript does not outlive it.';
create trigger segments_take_memory_along after delete on public.segments
  referencing old table as gone for each statement execute function private.forget_memory();

-- -------------------------------------------------------------------------------------------------------- summary shares

create table public.summary_shares (
  partner_id uuid primary key,
  session_id uuid not null,
  source text not null check (source in ('ai', 'extractive')),
  text text not null,
  html text not null,
  written_at timestamptz not null default clock_timestamp(),
  foreign key (partner_id, session_id) references public.partners (id, session_id) on delete cascade
);
comment on table public.summary_shares is
  'The notes of what one Partner said; the mail to the Facilitator and the page are composed of the shares of a session.';
create index summary_shares_of_session on public.summary_shares (session_id);
alter table public.summary_shares enable row level security;
revoke all on public.summary_shares from anon, authenticated;
grant select, insert, update, delete on public.summary_shares to service_role;
grant select on public.summary_shares to authenticated;
create policy "of own sessions" on public.summary_shares for select to authenticated using (private.owns(session_id));

insert into public.summary_shares (partner_id, session_id, source, text, html, written_at)
select private.only_listened_partner(u.session_id), u.session_id, coalesce(u.source, 'extractive'), u.text, coalesce(u.html, ''),
       coalesce(u.written_at, u.created_at)
from public.summaries u
where u.status in ('ready', 'mail_failed') and u.text is not null and private.only_listened_partner(u.session_id) is not null;
update public.summaries u set status = 'deleted', error = null, mail_claimed_until = null
where u.status in ('ready', 'mail_failed') and not exists (select from public.summary_shares h where h.session_id = u.session_id);
alter table public.summaries drop column source, drop column text, drop column html;
comment on table public.summaries is 'Whether the notes of a session are written and mailed; what they say is in summary_shares.';

drop function private.partner_at(uuid, timestamptz);
drop function private.only_listened_partner(uuid);

-- ------------------------------------------------------------------------------------- what a Partner allows, each alone

create function private.partner_allows(partner uuid, what text) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select coalesce((
    select c.granted and c.version = private.current_text(what)
    from public.consents c
    where c.partner_id = partner and c.kind = what
    order by c.id desc
    limit 1
  ), false)
$$;
comment on function private.partner_allows is 'Does this Partner allow this, by their newest word on today''s text?';

create or replace function private.allows(session uuid, what text) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select coalesce((
    select private.partner_allows(p.id, what) from public.partners p where p.session_id = session and p.revoked_at is null
  ), false)
$$;

drop function private.is_forgotten(uuid);
create function private.is_partner_forgotten(partner uuid) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select exists (
    select from public.partners p
    where p.id = partner and p.forgotten_at is not null
      and not exists (
        select from public.consents c
        where c.partner_id = p.id and c.kind = 'listening' and c.granted and c.at > p.forgotten_at
      )
  )
$$;
comment on function private.is_partner_forgotten is
  'This Partner had everything deleted and has not let the coach listen since: what still comes in of them is not kept.';

drop function private.copy_is_due(uuid);
create function private.is_copy_due(partner uuid) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select private.partner_allows(partner, 'copy') and exists (
    select from public.summary_shares h join public.summaries u on u.session_id = h.session_id
    where h.partner_id = partner and u.status in ('ready', 'mail_failed')
  )
$$;
comment on function private.is_copy_due is 'There are notes of what this Partner said, and they asked for a copy. Also after their place ended.';

-- ------------------------------------------------------------------------------------------------- the place, and its end

alter table public.consents
  add column reason text not null default 'chosen' check (reason in ('chosen', 'place-ended'));
comment on column public.consents.reason is 'place-ended: not the Partner''s own word; their yes ended with their place';

create or replace function private.stop_recording() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  -- a Partner's no or end of place stops their own recording; a session's end stops all of it
  update public.recordings r set stopped_at = clock_timestamp()
  where r.stopped_at is null and case tg_table_name
    when 'consents' then r.partner_id = (to_jsonb(new) ->> 'partner_id')::uuid
    when 'partners' then r.partner_id = (to_jsonb(new) ->> 'id')::uuid
    else r.session_id = (to_jsonb(new) ->> 'id')::uuid
  end;
  return null;
end
$$;

create function private.end_place() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.agent_leases set lease_until = clock_timestamp() where partner_id = new.id and lease_until > clock_timestamp();
  insert into public.consents (session_id, partner_id, kind, granted, version, text_hash, filled, reason)
  select c.session_id, c.partner_id, c.kind, false, c.version, c.text_hash, c.filled, 'place-ended'
  from (
    select distinct on (kind) * from public.consents
    where partner_id = new.id and kind in ('listening', 'recording')
    order by kind, id desc
  ) c
  where c.granted;
  return null;
end
$$;
comment on function private.end_place is
  'The coach of this Partner goes, and their yes to listening and recording ends: coming back, they are asked again.';
create trigger place_ends after update of revoked_at on public.partners
  for each row when (old.revoked_at is null and new.revoked_at is not null) execute function private.end_place();

insert into public.consents (session_id, partner_id, kind, granted, version, text_hash, filled, reason, at)
select c.session_id, c.partner_id, c.kind, false, c.version, c.text_hash, c.filled, 'place-ended', greatest(p.revoked_at, c.at)
from (
  select distinct on (partner_id, kind) * from public.consents
  where kind in ('listening', 'recording')
  order by partner_id, kind, id desc
) c join public.partners p on p.id = c.partner_id
where c.granted and p.revoked_at is not null;

drop function private.claim_agent_lease(uuid, double precision);
create function private.claim_agent_lease(session uuid, for_s double precision)
  returns table (lease_id uuid, launches integer, partner_id uuid)
language sql volatile security invoker set search_path = ''
as $$
  insert into public.agent_leases as l (session_id, partner_id, lease_until)
  select session, p.id, clock_timestamp() + make_interval(secs => for_s)
  from public.partners p
  where p.session_id = session and p.revoked_at is null and private.coach_is_due(session)
  on conflict (session_id) do update
    set lease_id = gen_random_uuid(), partner_id = excluded.partner_id, lease_until = excluded.lease_until,
        launched_at = clock_timestamp(), claimed_at = null, state = 'joining', state_at = clock_timestamp(),
        launches = l.launches + 1
    where l.lease_until <= clock_timestamp() or l.partner_id <> excluded.partner_id
  returning l.lease_id, l.launches, l.partner_id
$$;
comment on function private.claim_agent_lease is
  'For the standing Partner: one row to exactly one of any number of callers, and only when a coach is due and none of theirs runs.';

create or replace function private.partner_view() returns table (
  session_id uuid, status text, facilitator_name text, display_name text, facilitator_here boolean
)
language sql stable security definer set search_path = ''
as $$
  select s.id,
         private.session_status(
           coalesce(p.revoked_at, s.ended_at), private.is_here(s.id, 'facilitator'), private.is_here(s.id, 'partner')
         ),
         coalesce(f.display_name, 'Your facilitator'),
         p.display_name,
         p.revoked_at is null and private.is_here(s.id, 'facilitator')
  from public.partners p
  join public.sessions s on s.id = p.session_id
  join public.profiles f on f.user_id = s.facilitator_id
  where p.id = (select private.partner_id())
$$;
comment on function private.partner_view is
  'All a Partner may know of their session; the label the Facilitator gave them is not in it, nor what goes on after their place ended.';

-- ---------------------------------------------------------------------- what is held about a Partner, also after their place

drop function private.partner_data();
create function private.partner_data() returns table (
  display_name text, came_at timestamptz, place_ended_at timestamptz, forgotten_at timestamptz, facilitator_name text,
  ended_at timestamptz, sentences integer, kept_from timestamptz, copy_email text, copy_mailed_at timestamptz, copy_error text
)
language sql stable security definer set search_path = ''
as $$
  select p.display_name, p.created_at, p.revoked_at, p.forgotten_at, coalesce(f.display_name, 'Your facilitator'),
         least(p.revoked_at, s.ended_at),
         (select count(*) from public.segments g where g.partner_id = p.id)::integer,
         case when s.ended_at is not null then coalesce(h.written_at, s.ended_at) end,
         p.copy_email, p.copy_mailed_at, p.copy_error
  from public.partners p
  join public.sessions s on s.id = p.session_id
  join public.profiles f on f.user_id = s.facilitator_id
  left join public.summary_shares h on h.partner_id = p.id
  where p.id = (select private.partner_id())
$$;
comment on function private.partner_data is
  'What is held about a Partner, for themselves. Nothing of what was detected: their page must be the same for everybody.';

create or replace function private.partner_words() returns table (text text, start_s double precision, end_s double precision)
language sql stable security definer set search_path = ''
as $$
  select g.text, g.start_s, g.end_s
  from public.segments g
  where g.partner_id = (select private.partner_id())
  order by g.seq
$$;

create or replace function private.forget_partner() returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  mine uuid := private.partner_id();
  session uuid;
begin
  update public.partners p
  set display_name = null, copy_email = null, copy_error = null, forgotten_at = clock_timestamp()
  where p.id = mine
  returning p.session_id into session;
  if session is null then
    return false;
  end if;
  delete from public.segments where partner_id = mine;
  delete from public.hints where partner_id = mine;
  delete from public.safety_events where partner_id = mine;
  delete from public.session_memories where partner_id = mine;
  delete from public.summary_shares where partner_id = mine;
  -- while notes are being written their writer looks at forgotten_at again before it keeps a share
  update public.summaries u
  set status = 'deleted', error = null, mail_claimed_until = null
  where u.session_id = session and u.status in ('ready', 'mail_failed')
    and not exists (select from public.summary_shares h where h.session_id = session);
  return true;
end
$$;
comment on function private.forget_partner is
  'Deletes what this Partner said and all that was made of it. Stays: that there was a call, and the ledger of their choices.';

revoke all on function private.forget_memory(), private.partner_allows(uuid, text), private.is_partner_forgotten(uuid),
  private.is_copy_due(uuid), private.end_place(), private.claim_agent_lease(uuid, double precision), private.partner_data()
  from public, anon, authenticated;
grant execute on function private.partner_allows(uuid, text), private.is_partner_forgotten(uuid), private.is_copy_due(uuid),
  private.claim_agent_lease(uuid, double precision) to service_role;
grant execute on function private.partner_data() to authenticated, service_role;
