-- Launching: when a coach is due, who holds the lease, who is in the room. The API's own hand (service_role) alone calls these.

create function private.coach_is_due(session uuid) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select exists (
    select from public.sessions s, public.launch_gate g
    where s.id = session and s.ended_at is null and g.open
      and private.is_here(s.id, 'partner') and private.listens(s.id)
  )
$$;
comment on function private.coach_is_due is 'The session runs, the gate is open, the Partner is in the room and lets the coach listen.';

create function private.claim_agent_lease(session uuid, for_s double precision) returns table (lease_id uuid, launches integer)
language sql volatile security invoker set search_path = ''
as $$
  insert into public.agent_leases as l (session_id, lease_until)
  select session, clock_timestamp() + make_interval(secs => for_s)
  where private.coach_is_due(session)
  on conflict (session_id) do update
    set lease_id = gen_random_uuid(), lease_until = excluded.lease_until, launched_at = clock_timestamp(), claimed_at = null,
        state = 'joining', state_at = clock_timestamp(), launches = l.launches + 1
    where l.lease_until <= clock_timestamp()
  returning l.lease_id, l.launches
$$;
comment on function private.claim_agent_lease is
  'One row to exactly one of any number of callers, and only when a coach is due and no lease runs; else none.';

create function private.enter_room(session uuid, who text, participant text, at timestamptz) returns void
language plpgsql volatile security invoker set search_path = ''
as $$
begin
  insert into public.presences (session_id, sid, role, joined_at) values (session, participant, who, at)
  on conflict (session_id, sid) do nothing;
  -- one identity has one connection: the newest stands, whatever order the news came in
  update public.presences p set left_at = clock_timestamp()
  where p.session_id = session and p.role = who and p.left_at is null
    and exists (
      select from public.presences newer
      where newer.session_id = session and newer.role = who and (newer.joined_at, newer.sid) > (p.joined_at, p.sid)
    );
  update public.sessions s set started_at = clock_timestamp()
  where s.id = session and s.started_at is null and s.ended_at is null
    and private.is_here(session, 'facilitator') and private.is_here(session, 'partner');
end
$$;

create function private.leave_room(session uuid, who text, participant text, joined timestamptz, at timestamptz) returns void
language sql volatile security invoker set search_path = ''
as $$
  insert into public.presences as p (session_id, sid, role, joined_at, left_at) values (session, participant, who, joined, at)
  on conflict (session_id, sid) do update set left_at = coalesce(p.left_at, excluded.left_at)
$$;
comment on function private.leave_room is 'Also when the news of their coming is still on its way: that one then changes nothing.';

revoke all on all functions in schema private from public, anon;
revoke execute on function private.coach_is_due(uuid), private.claim_agent_lease(uuid, double precision),
  private.enter_room(uuid, text, text, timestamptz), private.leave_room(uuid, text, text, timestamptz, timestamptz) from authenticated;
grant execute on function private.coach_is_due(uuid), private.claim_agent_lease(uuid, double precision),
  private.enter_room(uuid, text, text, timestamptz), private.leave_room(uuid, text, text, timestamptz, timestamptz) to service_role;
