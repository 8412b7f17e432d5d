import { CircleDot, Ear, EarOff, Mail, MailX, CircleOff, type LucideIcon } from "lucide-react";
import type { ConsentKind } from "@/api/types";
import { useDates } from "@/app/useDates";
import { Button } from "@/ui/button";
import { Name } from "@/ui/name";
import { Notice } from "@/ui/notice";
import { Loading, Skeleton } from "@/ui/skeleton";
import { sayError } from "@/words/errors";
import { sessionPage as words } from "./words";
import { shell } from "@/words/shell";
import { useLedger } from "./useLedger";

const icons: Record<ConsentKind, [yes: LucideIcon, no: LucideIcon]> = {
  listening: [Ear, EarOff],
  recording: [CircleDot, CircleOff],
  copy: [Mail, MailX],
};

/** Each choice of the Partner with its time and the text that was on their screen. `people`: see peopleOf. */
export function ConsentTab({ sessionId, people }: { sessionId: string; people: ReadonlyMap<string, string> }) {
  const { data, error, refetch } = useLedger(sessionId);
  const { moment } = useDates();
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
        <Skeleton className="h-40 w-full" />
      </Loading>
    );
  }
  if (data.choices.length === 0) return <p className="py-4 text-text-2">{words.noChoices}</p>;
  return (
    <div className="flex max-w-[66ch] flex-col gap-4">
      <p className="text-text-2">{words.choicesLead}</p>
      <ol className="flex flex-col">
        {data.choices.map((choice, n) => {
          const name = people.get(choice.partner_id);
          const Icon = icons[choice.kind][choice.granted ? 0 : 1];
          return (
            <li key={n} className="relative flex gap-4 pb-6 last:pb-0 [&:not(:last-child)]:before:absolute [&:not(:last-child)]:before:top-11 [&:not(:last-child)]:before:bottom-0 [&:not(:last-child)]:before:left-[1.3rem] [&:not(:last-child)]:before:w-px [&:not(:last-child)]:before:bg-line">
              <span
                className={`flex size-11 shrink-0 items-center justify-center rounded-pill ${choice.granted ? "bg-soft text-primary" : "bg-quiet-tint text-quiet"}`}
              >
                <Icon aria-hidden className="size-5 stroke-[1.75]" />
              </span>
              <div className="min-w-0 pt-0.5">
                <p className="font-[600]">{words.choice(choice.kind, choice.granted)}</p>
                <p className="text-meta text-text-2 tabular-nums">
                  {name ? (
                    <>
                      <Name>{name}</Name>
                      {" · "}
                    </>
                  ) : null}
                  {moment(choice.at)} · {choice.reason === "place-ended" ? words.placeEnded : words.version(choice.version)}
                </p>
                {choice.text ? (
                  <details className="mt-1">
                    <summary className="inline-flex min-h-11 items-center text-primary underline underline-offset-4">
                      {words.whatTheyRead}
                    </summary>
                    <blockquote className="mt-1 border-l-4 border-line pl-4 whitespace-pre-line text-text-2">{choice.text}</blockquote>
                  </details>
                ) : null}
              </div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
