-- Who has the Partner's place is told to the room and to the Facilitator's page; of two such words the newer must be known.

alter table public.sessions add column partner_version integer not null default 0;
comment on column public.sessions.partner_version is 'Counts the changes of who has the Partner''s place.';

create function private.count_partner_changes() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.sessions set partner_version = partner_version + 1 where id = new.session_id;
  return null;
end
$$;
create trigger partners_counted after insert on public.partners
  for each row execute function private.count_partner_changes();
create trigger partners_counted_when_revoked after update of revoked_at on public.partners
  for each row when (old.revoked_at is distinct from new.revoked_at) execute function private.count_partner_changes();

revoke all on function private.count_partner_changes() from public, anon, authenticated;
grant execute on function private.count_partner_changes() to service_role;
