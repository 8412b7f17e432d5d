-- A Partner who has everything deleted has their recording deleted too, in the same transaction; its files follow.

create function private.forget_recording() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.recordings where partner_id = new.id;
  return null;
end
$$;
create trigger recording_goes_with_what_is_forgotten after update of forgotten_at on public.partners
  for each row when (new.forgotten_at is not null) execute function private.forget_recording();
revoke all on function private.forget_recording() from public, anon, authenticated;
grant execute on function private.forget_recording() to service_role;
