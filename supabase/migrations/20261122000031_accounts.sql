-- A Facilitator's choices, and an account's end: a token that outlives its account makes no profile again.

alter table public.profiles
  add column country text check (country ~ '^[A-Z]{2}$'),
  add column mail_link_only boolean not null default false;
comment on column public.profiles.country is 'Whose crisis lines they are shown; null is what the deployment says.';
comment on column public.profiles.mail_link_only is 'The notes mail carries a link to the notes instead of them.';
grant update (country, mail_link_only) on public.profiles to authenticated;

create table public.forgotten_accounts (
  user_id uuid primary key,
  at timestamptz not null default now()
);
comment on table public.forgotten_accounts is 'Ids of deleted accounts, kept longer than any token lives, and nothing else of them.';
alter table public.forgotten_accounts enable row level security;
revoke all on public.forgotten_accounts from anon, authenticated;
grant select, insert, update, delete on public.forgotten_accounts to service_role;

create or replace function private.forget_account() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.forgotten_accounts (user_id) values (old.id) on conflict do nothing;
  delete from public.profiles where user_id = old.id;
  return old;
end
$$;

revoke all on all functions in schema private from public, anon;
