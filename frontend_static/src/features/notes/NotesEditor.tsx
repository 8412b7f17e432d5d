import { NOTES_LENGTH, PROBLEM } from "@/api/protocol";
import { CloudOff, Lock } from "lucide-react";
import { useEffect } from "react";
import { asProblem, OFFLINE } from "@/api/problem";
import { useDates } from "@/app/useDates";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { Loading, Skeleton } from "@/ui/skeleton";
import { sayError } from "@/words/errors";
import { notes as words } from "./words";
import { shell } from "@/words/shell";
import { isUnsaved, type Draft, type Happened } from "./draft";
import { useNotes } from "./useNotes";

function Conflict({ draft, tell }: { draft: Draft; tell: (event: Happened) => void }) {
  if (!draft.other) return null;
  return (
    <section aria-label={words.other} className="flex flex-col gap-3">
      <Notice tone="concern" role="alert">
        {words.conflict}
      </Notice>
      <div className="rounded-control bg-sunken p-4">
        <p className="text-meta text-text-2">{words.other}</p>
        <p className="max-h-48 overflow-y-auto break-words whitespace-pre-wrap">{draft.other.text || words.emptied}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {(["mine", "other", "both"] as const).map((which) => (
          <Button key={which} onClick={() => tell({ is: "chosen", which })}>
            {{ mine: words.keepMine, other: words.takeOther, both: words.both }[which]}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** Text area, its state in one line, and the choice when two tabs wrote. Fed by props, so that each state can be shown. */
export function NotesForm({
  draft,
  tell,
  saveNow,
  autoFocus,
  className,
}: {
  draft: Draft;
  tell: (event: Happened) => void;
  saveNow: () => void;
  autoFocus?: boolean;
  className?: string;
}) {
  const { time } = useDates();
  const slug = draft.problem?.slug;
  const silent = draft.problem !== null && slug !== PROBLEM.conflict;
  const noAnswer = slug === OFFLINE || slug === PROBLEM.unavailable || (draft.problem?.status ?? 0) >= 500;
  const left = NOTES_LENGTH - draft.text.length;
  useEffect(() => {
    if (silent && noAnswer) announce(words.kept);
  }, [silent, noAnswer]);
  const state = draft.sending
    ? words.saving
    : draft.saved?.saved_at && !isUnsaved(draft)
      ? words.saved(time(draft.saved.saved_at))
      : "";
  return (
    <div className={cn("flex flex-col gap-3", className)}>
      <Conflict draft={draft} tell={tell} />
      <Field
        label={words.label}
        hint={
          <span className="flex flex-wrap justify-between gap-x-4">
            <span className="flex items-center gap-1.5">
              <Lock aria-hidden className="size-4 shrink-0 stroke-[1.75]" />
              {left < 500 ? words.room(left) : words.hint}
            </span>
            <span className="tabular-nums">{state}</span>
          </span>
        }
        className="min-h-0 flex-1"
      >
        {(parts) => (
          <Textarea
            {...parts}
            autoFocus={autoFocus}
            value={draft.text}
            maxLength={NOTES_LENGTH}
            placeholder={words.placeholder}
            className="min-h-64! flex-1 resize-y leading-relaxed"
            onChange={(event) => tell({ is: "typed", text: event.target.value })}
          />
        )}
      </Field>
      {silent ? (
        <Notice tone="concern" icon={CloudOff} action={<Button onClick={saveNow}>{words.tryNow}</Button>}>
          {noAnswer ? words.kept : sayError(draft.problem)}
        </Notice>
      ) : null}
    </div>
  );
}

/** The Facilitator's own notes of a session: on its page and in the room. */
export function NotesEditor({ sessionId, autoFocus, className }: { sessionId: string; autoFocus?: boolean; className?: string }) {
  const { draft, tell, saveNow, loading, error, retry } = useNotes(sessionId);
  if (loading && !error) {
    return (
      <Loading>
        <Skeleton className="h-72 w-full" />
      </Loading>
    );
  }
  if (error && asProblem(error).status >= 400 && asProblem(error).status < 500) {
    return (
      <Notice tone="error" role="alert">
        {sayError(error)}
      </Notice>
    );
  }
  return (
    <>
      {error ? (
        <Notice tone="error" role="alert" action={<Button onClick={retry}>{shell.tryAgain}</Button>} className="mb-3">
          {words.kept}
        </Notice>
      ) : null}
      <NotesForm
        draft={draft}
        tell={tell}
        saveNow={saveNow}
        {...(autoFocus ? { autoFocus } : {})}
        {...(className ? { className } : {})}
      />
    </>
  );
}
