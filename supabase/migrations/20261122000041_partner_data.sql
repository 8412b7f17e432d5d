-- What is held about a Partner: theirs to see, to take along and to delete. And the copy of the summary they may ask for.

alter table public.partners
  add column forgotten_at timestamptz,
  add column copy_email text check (length(copy_email) between 3 and 320),
  add column copy_claimed_until timestamptz,
  add column copy_tries integer not null default 0,
  add column copy_mailed_at timestamptz,
  add column copy_error text;
comment on column public.partners.forgotten_at is 'when they had everything deleted';
comment on column public.partners.copy_email is 'Where a copy of the summary is to go; only the Partner and the mail job read it, and it goes once the mail is out.';

alter table public.summaries drop constraint summaries_status_check;
alter table public.summaries add constraint summaries_status_check
  check (status in ('none', 'writing', 'ready', 'mail_failed', 'deleted'));

create function private.partner_data() returns table (
  display_name text, came_at timestamptz, forgotten_at timestamptz, facilitator_name text, ended_at timestamptz,
  sentences integer, kept_from timestamptz, copy_email text, copy_mailed_at timestamptz, copy_error text
)
language sql stable security definer set search_path = ''
as $$
  select p.display_name, p.created_at, p.forgotten_at, coalesce(f.display_name, 'Your facilitator'), s.ended_at,
         (select count(*) from public.segments g where g.session_id = s.id)::integer,
         case when s.ended_at is not null then coalesce(u.mailed_at, u.written_at, s.ended_at) end,
         p.copy_email, p.copy_mailed_at, p.copy_error
  from public.partners p
  join public.sessions s on s.id = p.session_id
  join public.profiles f on f.user_id = s.facilitator_id
  left join public.summaries u on u.session_id = s.id
  where p.id = (select private.partner_id()) and p.revoked_at is null
$$;
comment on function private.partner_data is
  'What is held about a Partner, for themselves. Nothing of what was detected: their page must be the same for everybody.';

create function private.partner_words() returns table (text text, start_s double precision, end_s double precision)
language sql stable security definer set search_path = ''
as $$
  select g.text, g.start_s, g.end_s
  from public.partners p join public.segments g on g.session_id = p.session_id
  where p.id = (select private.partner_id()) and p.revoked_at is null
  order by g.seq
$$;
comment on function private.partner_words is 'Their own sentences, for the Partner to take along; nobody else reads them.';
comment on table public.segments is 'What the Partner said while they let the coach listen; through the API only they themselves read it.';

create function private.forget_partner() returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  mine uuid := private.partner_id();
  session uuid;
begin
  update public.partners p
  set display_name = null, copy_email = null, copy_error = null, forgotten_at = clock_timestamp()
  where p.id = mine and p.revoked_at is null
  returning p.session_id into session;
  if session is null then
    return false;
  end if;
  delete from public.segments g where g.session_id = session;
  delete from public.hints h where h.session_id = session;
  delete from public.safety_events e where e.session_id = session;
  update public.summaries u
  set status = 'deleted', source = null, text = null, html = null, error = null, mail_claimed_until = null
  where u.session_id = session;
  return true;
end
$$;
comment on function private.forget_partner is
  'Deletes what the Partner said and all that was made of it. Stays: that there was a call, and the ledger of their choices.';

create function private.is_forgotten(session uuid) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select exists (
    select from public.partners p
    where p.session_id = session and p.revoked_at is null and p.forgotten_at is not null
      and not exists (
        select from public.consents c
        where c.partner_id = p.id and c.kind = 'listening' and c.granted and c.at > p.forgotten_at
      )
  )
$$;
comment on function private.is_forgotten is 'The Partner had everything deleted and has not let the coach listen since: what still comes in is not kept.';

create function private.copy_is_due(session uuid) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select private.allows(session, 'copy') and exists (
    select from public.summaries u
    where u.session_id = session and u.status in ('ready', 'mail_failed') and u.text is not null
  )
$$;
comment on function private.copy_is_due is 'There is a summary, and the Partner asked for a copy of it.';

revoke all on function private.partner_data(), private.partner_words(), private.forget_partner(), private.is_forgotten(uuid),
  private.copy_is_due(uuid)
  from public, anon, authenticated;
grant execute on function private.partner_data(), private.partner_words(), private.forget_partner() to authenticated, service_role;
grant execute on function private.is_forgotten(uuid), private.copy_is_due(uuid) to service_role;

create index partners_copy_to_send on public.partners (session_id) where copy_email is not null;
