-- How a Partner reaches their data without their link: an address they confirmed, codes mailed to it, and tokens that open data only.
-- No address is stored: what stands here is a keyed hash of it.

create table public.partner_addresses (
  partner_id uuid primary key references public.partners (id) on delete cascade,
  address_hash text not null check (address_hash ~ '^[0-9a-f]{64}$'),
  confirmed_at timestamptz not null default clock_timestamp()
);
comment on table public.partner_addresses is 'The address a Partner confirmed, as a keyed hash: by a code mailed there they reach their data.';
create index partner_addresses_by_hash on public.partner_addresses (address_hash);

create table public.access_codes (
  id uuid primary key default gen_random_uuid(),
  address_hash text not null check (address_hash ~ '^[0-9a-f]{64}$'),
  partner_id uuid references public.partners (id) on delete cascade,
  code_hash text not null check (code_hash ~ '^[0-9a-f]{64}$'),
  tries integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
comment on table public.access_codes is
  'One request for a code, known by its id to the browser that asked alone. partner_id: who confirms an address; null: who looks for their data.';
create index access_codes_oldest on public.access_codes (expires_at);
create index access_codes_of_partner on public.access_codes (partner_id);

create table public.access_tokens (
  token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
  address_hash text not null check (address_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
comment on table public.access_tokens is 'Opens the data of every Partner who confirmed this address, and no room.';
create index access_tokens_oldest on public.access_tokens (expires_at);

alter table public.partner_addresses enable row level security;
alter table public.access_codes enable row level security;
alter table public.access_tokens enable row level security;
revoke all on public.partner_addresses, public.access_codes, public.access_tokens from anon, authenticated;
grant select, insert, update, delete on public.partner_addresses, public.access_codes, public.access_tokens to service_role;
grant select (partner_id, confirmed_at) on public.partner_addresses to authenticated;
create policy "own address" on public.partner_addresses for select to authenticated
  using (partner_id = (select private.partner_id()));

create function private.forget_address() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.partner_addresses where partner_id = new.id;
  delete from public.access_codes where partner_id = new.id;
  return null;
end
$$;
comment on function private.forget_address is 'Who has everything deleted has their confirmed address deleted too.';
create trigger address_goes_with_what_is_forgotten after update of forgotten_at on public.partners
  for each row when (new.forgotten_at is not null and new.forgotten_at is distinct from old.forgotten_at)
  execute function private.forget_address();
revoke all on function private.forget_address() from public, anon, authenticated;
