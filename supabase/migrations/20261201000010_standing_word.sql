-- The standing Partner's word on one kind of consent, in three values: a no after a yes is another thing than no answer.

create function private.standing_word(session uuid, what text) returns text
language sql stable security invoker set search_path = ''
as $$
  select case
    when newest.granted and newest.version = private.current_text(what) then 'granted'
    when not newest.granted and newest.reason = 'chosen' and exists (
      select from public.consents y where y.partner_id = p.id and y.kind = what and y.granted
    ) then 'withdrawn'
    else 'none' end
  from public.partners p
  left join lateral (
    select c.granted, c.version, c.reason from public.consents c where c.partner_id = p.id and c.kind = what order by c.id desc limit 1
  ) newest on true
  where p.session_id = session and p.revoked_at is null
$$;
comment on function private.standing_word is
  'granted on today''s text, withdrawn (a no after a yes), none (never asked, or another text); null without a standing Partner.';
revoke all on function private.standing_word(uuid, text) from public, anon;
grant execute on function private.standing_word(uuid, text) to authenticated, service_role;
