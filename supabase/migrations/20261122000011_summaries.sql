-- Sending the notes once: who is sending right now, how often it was tried, and which round of sending this is.

alter table public.summaries
  add column mail_round integer not null default 1,
  add column mail_tries integer not null default 0,
  add column mail_claimed_until timestamptz;
comment on column public.summaries.mail_round is 'Rises when the Facilitator asks for the mail again; part of the Message-ID.';

create index summaries_unsent on public.summaries (session_id) where status = 'ready' and mailed_at is null;
