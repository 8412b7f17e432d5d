-- Names are read by strangers, in mails too. functions/names.py holds the whole rule; the database holds what it can say of it.

create function private.is_name(name text) returns boolean
language sql immutable strict security invoker set search_path = ''
as $$
  select length(name) between 1 and 240
    and name = btrim(name)
    and name is nfc normalized
    and name !~ '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\uffff]'
    and name !~ '@|://'
$$;
comment on function private.is_name is 'One line of at most 240 code points in NFC, without control, bidi or other hidden characters, @ and ://.';

create function private.as_name(name text) returns text
language sql immutable strict security invoker set search_path = ''
as $$
  select nullif(btrim(left(normalize(regexp_replace(regexp_replace(name,
    '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\uffff]',
    '', 'g'), '@|://', ' ', 'g'), nfc), 240)), '')
$$;

update public.profiles set display_name = private.as_name(display_name) where not private.is_name(display_name);
update public.partners set display_name = private.as_name(display_name) where not private.is_name(display_name);
update public.sessions set partner_label = private.as_name(partner_label) where not private.is_name(partner_label);

drop function private.as_name(text);

alter table public.profiles drop constraint profiles_display_name_check;
alter table public.partners drop constraint partners_display_name_check;
alter table public.sessions drop constraint sessions_partner_label_check;
alter table public.profiles add constraint profiles_display_name_check check (private.is_name(display_name));
alter table public.partners add constraint partners_display_name_check check (private.is_name(display_name));
alter table public.sessions add constraint sessions_partner_label_check check (private.is_name(partner_label));

revoke all on function private.is_name(text) from public, anon;
grant execute on function private.is_name(text) to authenticated, service_role;
