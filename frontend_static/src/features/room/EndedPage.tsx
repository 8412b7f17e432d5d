import type { ComponentProps } from "react";
import { Link } from "wouter";
import type { Summary } from "@/api/types";
import { Header } from "@/app/Shell";
import { usePage } from "@/app/usePage";
import { useSummary } from "@/features/sessions/useSummary";
import { Button } from "@/ui/button";
import { session as words } from "./words";

function sayNotes(notes: Summary["status"], email: string): string {
  if (notes === "none") return words.ended.noNotes;
  if (notes === "mail_failed") return words.ended.notesFailed;
  return email ? words.ended.notes(email) : words.ended.notesNobody;
}

/** 3.9 for the Facilitator, once the session has ended: promises no mail that will not come. */
export function SessionEndedPage(props: Omit<ComponentProps<typeof EndedPage>, "ended" | "notes">) {
  const summary = useSummary(props.sessionId);
  return <EndedPage {...props} ended notes={summary.data?.status ?? "writing"} />;
}

/** 3.9 for the Facilitator: after the end, or after leaving a call that goes on. */
export function EndedPage({
  sessionId,
  ended,
  minutes,
  email,
  notes,
  onBack,
}: {
  sessionId: string;
  ended: boolean;
  minutes: number | null;
  email: string;
  /** What became of the summary, as far as it is known. */
  notes: Summary["status"];
  onBack: () => void;
}) {
  const heading = usePage<HTMLHeadingElement>(words.title);
  return (
    <>
      <Header />
      <main className="mx-auto flex w-full max-w-120 flex-1 flex-col items-center justify-center gap-6 px-4 py-12 text-center" data-testid="ended-page">
        <h1 ref={heading} tabIndex={-1} className="text-h1 font-[650]">
          {ended ? words.ended.title(minutes) : words.ended.left}
        </h1>
        <p className="text-lead text-text-2">
          {ended ? sayNotes(notes, email) : words.ended.leftLead}
        </p>
        {ended ? (
          <Button asChild variant="primary" size="large" wide>
            <Link to={`/sessions/${sessionId}`}>{words.ended.open}</Link>
          </Button>
        ) : (
          <Button variant="primary" size="large" wide data-testid="come-back" onClick={onBack}>
            {words.ended.comeBack}
          </Button>
        )}
        <Button asChild variant="link">
          <Link to="/sessions">{words.ended.sessions}</Link>
        </Button>
      </main>
    </>
  );
}
