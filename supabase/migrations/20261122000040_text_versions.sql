-- A yes given to an older text says nothing about the new one: which text of each choice is today's, where the database can ask.
-- A new text comes with a migration that replaces private.current_text; a test holds it against functions/consent/texts.py.

create function private.current_text(kind text) returns text
language sql immutable security invoker set search_path = ''
as $$
  select case kind when 'listening' then 'listening.v1' when 'recording' then 'recording.v1' when 'copy' then 'copy.v1' end
$$;

create function private.allows(session uuid, what text) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select coalesce((
    select c.granted and c.version = private.current_text(what)
    from public.consents c join public.partners p on p.id = c.partner_id
    where c.session_id = session and c.kind = what and p.revoked_at is null
    order by c.id desc
    limit 1
  ), false)
$$;
comment on function private.allows is 'Does the standing Partner allow this, by their newest word on today''s text?';

create or replace function private.listens(session uuid) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select private.allows(session, 'listening')
$$;
comment on function private.listens is 'Does the standing Partner let the coach listen, by their newest word on today''s text?';

revoke all on function private.current_text(text), private.allows(uuid, text) from public, anon, authenticated;
grant execute on function private.current_text(text), private.allows(uuid, text) to service_role;
grant execute on function private.current_text(text) to authenticated;
