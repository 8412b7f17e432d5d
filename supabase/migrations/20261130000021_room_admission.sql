-- Who was refused in a room, and rooms with our name that no session of ours belongs to. The API's own hand alone reads and writes.

create table public.refused_joins (
  session_id uuid not null references public.sessions (id) on delete cascade,
  identity text not null check (length(identity) <= 256),
  joins integer not null default 1,
  first_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  primary key (session_id, identity)
);
comment on table public.refused_joins is 'Identities that came into a session''s room without a place in it, so that the next time costs one look here.';

create table public.unknown_rooms (
  room text primary key check (length(room) <= 256),
  first_seen_at timestamptz not null
);
comment on table public.unknown_rooms is 'LiveKit rooms of this deployment without a session, and since when: they are closed a minute later.';
create index unknown_rooms_oldest on public.unknown_rooms (first_seen_at);

alter table public.refused_joins enable row level security;
alter table public.unknown_rooms enable row level security;
revoke all on public.refused_joins, public.unknown_rooms from anon, authenticated;
grant select, insert, update, delete on public.refused_joins, public.unknown_rooms to service_role;

create function private.refuse_again(session uuid, who text) returns boolean
language sql volatile security invoker set search_path = ''
as $$
  update public.refused_joins r set joins = r.joins + 1, last_at = clock_timestamp()
  where r.session_id = session and r.identity = who
    and not exists (
      select from public.partners p
      where p.session_id = session and p.revoked_at is null and 'partner-' || replace(p.id::text, '-', '') = who
    )
  returning true
$$;
comment on function private.refuse_again is 'True for an identity that was refused before and has no place now either; null for everybody else.';
revoke all on function private.refuse_again(uuid, text) from public, anon, authenticated;
grant execute on function private.refuse_again(uuid, text) to service_role;

create function private.leave_with_the_place() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.presences set left_at = clock_timestamp()
  where session_id = new.session_id and role = 'partner' and left_at is null;
  return null;
end
$$;
comment on function private.leave_with_the_place is 'Whoever lost the place is not the Partner who is here, removed from the room or not yet.';
create trigger partners_leave_with_the_place after update of revoked_at on public.partners
  for each row when (old.revoked_at is null and new.revoked_at is not null) execute function private.leave_with_the_place();
revoke all on function private.leave_with_the_place() from public, anon, authenticated;
grant execute on function private.leave_with_the_place() to service_role;
