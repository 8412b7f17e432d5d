-- The Facilitator's own notes of a session: one text, saved while it is written, read by nobody else.

create table public.private_notes (
  session_id uuid primary key references public.sessions (id) on delete cascade,
  text text not null check (length(text) <= 15000),
  version integer not null default 1,
  saved_at timestamptz not null default now()
);
comment on table public.private_notes is 'Neither the Partner nor the coach nor the summary reads them.';

alter table public.private_notes enable row level security;
revoke all on public.private_notes from anon, authenticated;
grant select, insert (session_id, text), update (text), delete on public.private_notes to authenticated;
grant select, insert, update, delete on public.private_notes to service_role;
create policy "of own sessions" on public.private_notes for all to authenticated
  using (private.owns(session_id)) with check (private.owns(session_id));

create function private.count_note_versions() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  new.version := old.version + 1;
  new.saved_at := clock_timestamp();
  return new;
end
$$;
create trigger private_notes_version before update of text on public.private_notes
  for each row execute function private.count_note_versions();

revoke all on all functions in schema private from public, anon;
