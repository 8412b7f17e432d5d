-- A time zone for each person, and notes that are dated for whoever reads them.

create function private.is_time_zone_name(name text) returns boolean
language sql immutable strict security invoker set search_path = ''
as $$ select name ~ '^[A-Za-z0-9_+/-]{1,64}$' $$;
comment on function private.is_time_zone_name is
  'Has the form of an IANA name. Which of them exist is decided where they are read: a name that is unknown there means UTC.';
revoke all on function private.is_time_zone_name(text) from public, anon;
grant execute on function private.is_time_zone_name(text) to authenticated, service_role;

alter table public.profiles add column time_zone text check (private.is_time_zone_name(time_zone));
comment on column public.profiles.time_zone is 'In which the Facilitator reads dates; null: not known, dates are in UTC and say so.';
grant update (time_zone) on public.profiles to authenticated;

-- no column grant: the Facilitator of a session reads neither this nor anything made from it
alter table public.partners add column time_zone text check (private.is_time_zone_name(time_zone));
comment on column public.partners.time_zone is 'In which the Partner reads dates, for themselves alone; null as in profiles.';

alter table public.summary_shares
  add column since timestamptz,
  add column until timestamptz,
  add column agreed jsonb,
  add constraint summary_shares_dated check ((since is null) = (until is null) and (since is null) = (agreed is null));
comment on column public.summary_shares.since is 'With until: the Partner''s time in the call. Null: text and html carry their dates, in UTC.';
comment on column public.summary_shares.agreed is 'When listening was agreed to, as pairs of moments.';
comment on column public.summary_shares.text is 'Without dates, where agreed is not null: they are said in the zone of whoever reads.';
comment on column public.summary_shares.written_at is 'What the Partner said is deleted the agreed days after this moment, and every promise of a day is made from it.';

drop function private.partner_data();
create function private.partner_data() returns table (
  display_name text, time_zone text, came_at timestamptz, place_ended_at timestamptz, forgotten_at timestamptz, facilitator_name text,
  ended_at timestamptz, sentences integer, kept_from timestamptz, copy_email text, copy_mailed_at timestamptz, copy_error text
)
language sql stable security definer set search_path = ''
as $$
  select p.display_name, p.time_zone, p.created_at, p.revoked_at, p.forgotten_at, coalesce(f.display_name, 'Your facilitator'),
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
revoke all on function private.partner_data() from public, anon, authenticated;
grant execute on function private.partner_data() to authenticated, service_role;

create or replace function private.forget_partner() returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  mine uuid := private.partner_id();
  session uuid;
begin
  update public.partners p
  set display_name = null, time_zone = null, copy_email = null, copy_error = null, forgotten_at = clock_timestamp()
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
