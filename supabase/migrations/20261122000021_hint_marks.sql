-- What the Facilitator thought of a hint. Only they may say so, only of hints of their own sessions, and nothing else of a hint is theirs to change.

alter table public.hints
  add column mark text check (mark in ('helped', 'not-now'));
comment on column public.hints.mark is 'The Facilitator''s own word on it; null until they give one or when they take it back.';

grant update (mark) on public.hints to authenticated;
create policy "mark own" on public.hints for update to authenticated
  using (private.owns(session_id)) with check (private.owns(session_id));
