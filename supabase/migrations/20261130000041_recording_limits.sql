-- What bounds a recording: bytes that are on their way count too, a join that fails again and again ends, and files of a deleted
-- recording are removed a second time, for those that were just being written.

alter table public.recording_parts add column pending_bytes integer not null default 0;
comment on column public.recording_parts.pending_bytes is 'of the piece that is being stored now; added to bytes once it is';

alter table public.recordings add column join_tries integer not null default 0;
comment on column public.recordings.join_tries is 'how often the process that joins it was killed at its limits';

alter table public.file_trash add column emptied_at timestamptz;
comment on column public.file_trash.emptied_at is 'when its files were first removed; the row goes with the second removal';
