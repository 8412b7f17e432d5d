-- Rate limits as token buckets (GCRA), in place of fixed windows: a bucket of `allowed` tries that refills evenly over `window_s`, so
-- that nobody sends twice the allowance across the edge between two windows, and a refused try costs nothing.

drop function private.take_a_try(text, integer, integer);
drop table public.rate_windows;

create table public.rate_limits (
  key text primary key check (length(key) <= 128),
  full_at timestamptz not null
);
comment on table public.rate_limits is 'One token bucket per key: when it will be full again. Keys are keyed hashes, never addresses.';
create index rate_limits_full on public.rate_limits (full_at);
alter table public.rate_limits enable row level security;
revoke all on public.rate_limits from anon, authenticated;
grant select, insert, update, delete on public.rate_limits to service_role;

create function private.consume_rate_limits(keys text[], allowed integer[], windows_s integer[])
returns table (wait_s integer, refused_by integer)
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  bucket record;
  instant timestamptz;
  step interval;
  late interval;
  longest interval := interval '0';
begin
  -- made or locked in the order of their keys, so that two calls never wait for each other
  insert into public.rate_limits as l (key, full_at)
  select asked.key, clock_timestamp() from unnest(keys) asked (key) order by asked.key
  on conflict (key) do update set full_at = l.full_at;
  instant := clock_timestamp();
  wait_s := 0;
  for bucket in
    select l.full_at, asked.allowed, asked.window_s, asked.place
    from unnest(keys, allowed, windows_s) with ordinality asked (key, allowed, window_s, place)
    join public.rate_limits l on l.key = asked.key
  loop
    step := make_interval(secs => bucket.window_s::double precision / bucket.allowed);
    late := greatest(bucket.full_at, instant) + step - instant - make_interval(secs => bucket.window_s);
    if late > greatest(longest, interval '1 millisecond') then -- the steps are rounded to microseconds
      longest := late;
      wait_s := greatest(1, ceil(extract(epoch from late)));
      refused_by := bucket.place;
    end if;
  end loop;
  if wait_s = 0 then
    update public.rate_limits l
    set full_at = greatest(l.full_at, instant) + make_interval(secs => asked.window_s::double precision / asked.allowed)
    from unnest(keys, allowed, windows_s) asked (key, allowed, window_s)
    where l.key = asked.key;
  end if;
  return next;
end
$$;
comment on function private.consume_rate_limits is
  'Takes one token from every bucket, or none: wait_s 0, else the seconds until the slowest of them has one and its place in the list.';
revoke all on function private.consume_rate_limits(text[], integer[], integer[]) from public, anon, authenticated;
grant execute on function private.consume_rate_limits(text[], integer[], integer[]) to service_role;
