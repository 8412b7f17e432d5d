import { useQuery } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import { useDates } from "@/app/useDates";
import { useFacilitator } from "@/features/auth/useAuth";
import { readHint } from "@/features/room/hintText";
import { Button } from "@/ui/button";
import { Name } from "@/ui/name";
import { Notice } from "@/ui/notice";
import { Loading, Skeleton } from "@/ui/skeleton";
import { sayError } from "@/words/errors";
import { sessionPage as words } from "./words";
import { shell } from "@/words/shell";

function Whom({ name }: { name: string | undefined }) {
  return name ? (
    <>
      {" · "}
      <Name>{name}</Name>
    </>
  ) : null;
}

/** Every hint and safety card of the session, in order of time. `people`: see peopleOf. */
export function HintsTab({ sessionId, people }: { sessionId: string; people: ReadonlyMap<string, string> }) {
  const { userId, api } = useFacilitator();
  const { time } = useDates();
  const { data, error, refetch } = useQuery({
    queryKey: [userId, "hints", sessionId],
    queryFn: ({ signal }) => api.hints(sessionId, { signal }),
  });
  if (error) {
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
  const moments = [
    ...data.hints.map((hint) => ({ at: hint.at, key: hint.id, hint, safety: null })),
    ...data.safety.map((safety) => ({ at: safety.at, key: safety.id, hint: null, safety })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  if (moments.length === 0) return <p className="py-4 text-text-2">{words.noHints}</p>;
  return (
    <ol className="flex flex-col gap-6">
      {moments.map(({ key, at, hint, safety }) => {
        if (safety) {
          return (
            <li key={key} className="flex flex-wrap items-center gap-x-2 rounded-control border-2 border-l-8 border-crisis bg-crisis-tint px-4 py-2 text-crisis">
              <LifeBuoy aria-hidden className="size-5 stroke-[1.75]" />
              <span className="font-[600]">{words.safety}</span>
              <span className="tabular-nums">{time(at)}</span>
              <Whom name={people.get(safety.partner_id)} />
              {safety.acknowledged_at ? <span className="text-meta">{words.safetyRead(time(safety.acknowledged_at))}</span> : null}
            </li>
          );
        }
        const lines = readHint(hint.text, "whole");
        return (
          <li key={key}>
            <article className="flex max-w-[66ch] flex-col gap-1">
              <h3 className="text-meta text-text-2 tabular-nums">
                {words.hint(time(at))} · {hint.source === "ai" ? words.ai : words.builtIn}
                {hint.mark ? ` · ${hint.mark === "helped" ? words.helped : words.notNow}` : null}
                <Whom name={people.get(hint.partner_id)} />
              </h3>
              {lines.summary ? <p className="text-text-2">{lines.summary}</p> : null}
              {lines.suggestion ? <p className="text-lead font-[600]">{lines.suggestion}</p> : null}
              {lines.followUps.length > 0 ? (
                <ul className="flex flex-col gap-1">
                  {lines.followUps.map((line) => (
                    <li key={line} className="before:mr-2 before:text-text-2 before:content-['›']">
                      {line}
                    </li>
                  ))}
                </ul>
              ) : null}
            </article>
          </li>
        );
      })}
    </ol>
  );
}
