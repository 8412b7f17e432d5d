-- What a session has named so far, so that a coach that has to be replaced does not begin anew. Goes with the transcript, whoever deletes it.

create table public.session_memories (
  session_id uuid primary key references public.sessions (id) on delete cascade,
  seq integer not null check (seq > 0),
  named jsonb not null check (jsonb_typeof(named) = 'object' and length(named::text) <= 2000),
  at timestamptz not null default now()
);
comment on table public.session_memories is 'Parts in the Partner''s words and the steps offered; the coach alone reads it, through the API''s own hand.';
alter table public.session_memories enable row level security;
grant select, insert, update, delete on public.session_memories to service_role;

create function private.forget_memory() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.session_memories m using gone g where m.session_id = g.session_id;
  return null;
end
$$;
comment on function private.forget_memory is 'What was made of a transcript does not outlive it.';
revoke all on function private.forget_memory() from public, anon, authenticated;
create trigger segments_take_memory_along after delete on public.segments
  referencing old table as gone for each statement execute function private.forget_memory();
