import { PROBLEM } from "@/api/protocol";
import { useEffect, useState } from "react";
import { asProblem, type Slug } from "@/api/problem";
import { usePage } from "@/app/usePage";
import { Button } from "@/ui/button";
import { withNames } from "@/ui/name";
import { call } from "./words";
import { sayError } from "@/words/errors";
import type { CallState } from "./callState";

const words = call.connection;
const SLOW_MS = 8_000;
/** Refusals that another try does not change. */
const FINAL = new Set<Slug>([
  PROBLEM.inviteRevoked,
  PROBLEM.inviteUsed,
  PROBLEM.inviteExpired,
  PROBLEM.inviteUnknown,
  PROBLEM.unauthorized,
  PROBLEM.notFound,
]);

function Connecting({ onLeave }: { onLeave: () => void }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <p role="status" className="text-lead text-text-2">
        {words.connecting}
        {slow ? ` ${words.slow}` : null}
      </p>
      {slow ? (
        <Button size="large" onClick={onLeave}>
          {words.leave}
        </Button>
      ) : null}
    </>
  );
}

function Said({ sentence, action, onAct, onLeave }: { sentence: string; action: string | null; onAct: () => void; onLeave: () => void }) {
  const heading = usePage<HTMLHeadingElement>("Call");
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="text-h2 font-[600]">
        {withNames(sentence)}
      </h1>
      <div className="flex flex-wrap justify-center gap-3">
        {action ? (
          <Button variant="primary" size="large" data-testid="use-here" onClick={onAct}>
            {action}
          </Button>
        ) : null}
        <Button size="large" onClick={onLeave}>
          {words.leave}
        </Button>
      </div>
    </>
  );
}

/** What stands in place of the room while it cannot be shown here: a sentence, a next step, a way out. */
export function NotInRoom({
  state,
  name,
  onJoin,
  onLeave,
}: {
  state: CallState;
  /** The other one's, where it helps to say what is wrong. */
  name: string | null;
  onJoin: () => void;
  onLeave: () => void;
}) {
  return (
    <main className="stage grid min-h-dvh place-items-center bg-bg p-4 text-center text-text" data-testid="not-in-room" data-state={state.at}>
      <div className="flex max-w-120 flex-col items-center gap-6">
        {state.at === "elsewhere" ? (
          <Said sentence={words.elsewhere} action={words.useHere} onAct={onJoin} onLeave={onLeave} />
        ) : state.at === "refused" ? (
          <Said
            sentence={sayError(state.error, { name })}
            action={FINAL.has(asProblem(state.error).slug) ? null : words.tryAgain}
            onAct={onJoin}
            onLeave={onLeave}
          />
        ) : (
          <Connecting onLeave={onLeave} />
        )}
      </div>
    </main>
  );
}
