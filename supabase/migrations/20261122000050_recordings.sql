-- Sound recordings: whether one runs, what of it arrived, and what is to be removed from the file store.
--
-- A recording belongs to the Partner who agreed to it; another Partner in the same session has another one. Whatever ends the
-- agreement (a no in the ledger, the place taken back, the session's end) stops it in the same transaction, whoever wrote it.

create table public.recordings (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null,
  partner_id uuid not null,
  days integer not null check (days >= 0),
  created_at timestamptz not null default clock_timestamp(),
  paused_by_facilitator boolean not null default false,
  paused_by_partner boolean not null default false,
  stopped_at timestamptz,
  running boolean not null generated always as (stopped_at is null and not paused_by_facilitator and not paused_by_partner) stored,
  joined_at timestamptz,
  tidied_at timestamptz,
  files jsonb not null default '[]',
  foreign key (partner_id, session_id) references public.partners (id, session_id) on delete cascade,
  unique (session_id, partner_id)
);
comment on column public.recordings.days is 'how long it is kept after the session, as the text said that the Partner agreed to';
comment on column public.recordings.files is 'one per voice once joined: {who, id, bytes, duration_s}';
create index recordings_unjoined on public.recordings (session_id) where joined_at is null;

create table public.recording_spans (
  recording_id uuid not null references public.recordings (id) on delete cascade,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (recording_id, started_at)
);
comment on table public.recording_spans is 'When it ran: sound from outside these times is not kept.';

create table public.recording_parts (
  id uuid primary key,
  recording_id uuid not null references public.recordings (id) on delete cascade,
  who text not null check (who in ('facilitator', 'partner')),
  media_type text not null check (media_type in ('audio/webm', 'audio/mp4')),
  started_at timestamptz not null,
  pieces integer not null default 0,
  bytes bigint not null default 0,
  whole boolean not null default false
);
comment on table public.recording_parts is 'One run of a browser''s recorder; its pieces only make sense one after the other.';
create index recording_parts_in_order on public.recording_parts (recording_id, who, started_at);

create table public.file_trash (
  recording_id uuid primary key,
  at timestamptz not null default clock_timestamp()
);
comment on table public.file_trash is 'Recordings whose files are still to be removed from the file store.';

alter table public.recordings enable row level security;
alter table public.recording_spans enable row level security;
alter table public.recording_parts enable row level security;
alter table public.file_trash enable row level security;
revoke all on public.recordings, public.recording_spans, public.recording_parts, public.file_trash from anon, authenticated;
grant select, insert, update, delete on public.recordings, public.recording_spans, public.recording_parts, public.file_trash to service_role;

grant select on public.recordings to authenticated;
create policy "of own sessions" on public.recordings for select to authenticated using (private.owns(session_id));
create policy "own voice" on public.recordings for select to authenticated using (partner_id = (select private.partner_id()));

create function private.keep_spans() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  if new.running and (tg_op = 'INSERT' or not old.running) then
    insert into public.recording_spans (recording_id, started_at) values (new.id, clock_timestamp());
  elsif tg_op = 'UPDATE' and old.running and not new.running then
    update public.recording_spans set ended_at = clock_timestamp() where recording_id = new.id and ended_at is null;
  end if;
  return null;
end
$$;
create trigger recordings_spans after insert or update on public.recordings
  for each row execute function private.keep_spans();

create function private.stop_recording() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  -- the row's own words for its session: sessions have `id`, everything else `session_id`
  update public.recordings set stopped_at = clock_timestamp()
  where session_id = coalesce(to_jsonb(new) ->> 'session_id', to_jsonb(new) ->> 'id')::uuid and stopped_at is null;
  return null;
end
$$;
create trigger recording_stops_on_no after insert on public.consents
  for each row when (new.kind = 'recording' and not new.granted) execute function private.stop_recording();
create trigger recording_stops_with_the_place after update of revoked_at on public.partners
  for each row when (new.revoked_at is not null) execute function private.stop_recording();
create trigger recording_stops_with_the_session after update of ended_at on public.sessions
  for each row when (new.ended_at is not null) execute function private.stop_recording();

create function private.trash_files() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.file_trash (recording_id) values (old.id) on conflict do nothing;
  return null;
end
$$;
comment on function private.trash_files is 'However a recording''s row goes, with its session or its account too, its files go after it.';
create trigger recordings_files after delete on public.recordings
  for each row execute function private.trash_files();

revoke all on function private.keep_spans(), private.stop_recording(), private.trash_files() from public, anon, authenticated;
grant execute on function private.keep_spans(), private.stop_recording(), private.trash_files() to service_role;
