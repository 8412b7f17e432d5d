import { useMutation, useQuery } from "@tanstack/react-query";
import { PencilLine } from "lucide-react";
import { useState } from "react";
import { serverNow } from "@/api/serverTime";
import { useDates } from "@/app/useDates";
import { useFacilitator } from "@/features/auth/useAuth";
import { NotesEditor } from "@/features/notes/NotesEditor";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Loading, Skeleton } from "@/ui/skeleton";
import { sayError } from "@/words/errors";
import { sessionPage as words } from "./words";
import { shell } from "@/words/shell";
import { sayKeptDay } from "@/words/time";
import { readSummary } from "./summaryBlocks";
import { SummaryText } from "./SummaryText";
import { useSummary } from "./useSummary";

/** The summary in each of its states; asks again while it is being written. */
export function SummaryTab({ sessionId }: { sessionId: string }) {
  const { userId, email, api } = useFacilitator();
  const { data, error, refetch } = useSummary(sessionId);
  const me = useQuery({ queryKey: [userId, "me"], queryFn: ({ signal }) => api.me({ signal }) });
  const [now] = useState(serverNow);
  const dates = useDates();
  const mailing = useMutation({ mutationFn: () => api.mailSummary(sessionId) });

  if (error && !data) {
    return (
      <Notice tone="error" role="alert" action={<Button onClick={() => void refetch()}>{shell.tryAgain}</Button>}>
        {sayError(error)}
      </Notice>
    );
  }
  if (!data) {
    return (
      <Loading>
        <Skeleton className="h-64 w-full" />
      </Loading>
    );
  }
  if (data.status === "deleted") {
    return (
      <div className="flex flex-col gap-6">
        <p className="text-text-2">{words.deletedByPartner}</p>
        <NotesEditor sessionId={sessionId} className="max-w-[66ch]" />
      </div>
    );
  }
  if (data.status === "none") {
    return (
      <div className="flex flex-col gap-6">
        <p className="text-text-2">{words.none}</p>
        <NotesEditor sessionId={sessionId} className="max-w-[66ch]" />
      </div>
    );
  }
  if (data.status === "writing") {
    return (
      <Notice icon={PencilLine} role="status" className="bg-think-tint! text-think!">
        {words.writing}
      </Notice>
    );
  }
  const sendAgain = (
    <Button aria-disabled={mailing.isPending || mailing.isSuccess} onClick={() => mailing.isIdle && mailing.mutate()}>
      {mailing.isPending ? words.sending : words.sendAgain}
    </Button>
  );
  const source = data.source === "ai" ? words.byAi : words.extractive;
  const { head, blocks: written } = readSummary(data.text ?? "");
  // When it was written the deletion was ahead; what is true now is said below.
  const blocks = written.filter((block) => !("paragraph" in block && block.paragraph.startsWith("Transcript is deleted on ")));
  const until = data.transcript_until;
  // The head repeats the page's title, the source, and in UTC what the page says of consent; what else it says stays.
  const facts = [source, ...head.slice(1).filter((line) => line !== source && !line.startsWith("Listening ")), data.mailed_at ? words.mailed(dates.moment(data.mailed_at)) : ""];
  return (
    <div className="flex flex-col gap-4">
      {mailing.error ? (
        <Notice tone="error" role="alert" action={<Button onClick={() => mailing.mutate()}>{words.sendAgain}</Button>}>
          {sayError(mailing.error)}
        </Notice>
      ) : mailing.isSuccess ? (
        <Notice tone="good" role="status">
          {words.queued}
        </Notice>
      ) : data.status === "mail_failed" ? (
        <Notice tone="concern" action={sendAgain}>
          {words.mailFailed(me.data?.email ?? email, data.error?.replace(/\.$/, "") || words.noReason)}
        </Notice>
      ) : null}
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2">
        {facts.filter(Boolean).map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <SummaryText blocks={blocks} />
      {until ? <p className="text-meta text-text-2">{words.transcript(me.data ? sayKeptDay(until, me.data.time_zone) : dates.longDay(until), Date.parse(until) <= now)}</p> : null}
    </div>
  );
}
