import { Button } from "@/ui/button";
import { call as words } from "@/words/call";
import { sayError } from "@/words/errors";
import type { Call, CallState } from "./call";

/** What stands in place of the room while it cannot be shown here. */
export function NotInRoom({ call, state, name }: { call: Call; state: CallState; name: string | null }) {
  return (
    <main className="stage grid min-h-dvh place-items-center bg-bg p-4 text-center text-text">
      <div className="flex max-w-120 flex-col items-center gap-6">
        {state.at === "elsewhere" ? (
          <>
            <h1 className="text-h2 font-[600]">{words.connection.elsewhere}</h1>
            <Button variant="primary" size="large" data-testid="use-here" onClick={() => void call.join()}>
              {words.connection.useHere}
            </Button>
          </>
        ) : state.at === "refused" ? (
          <>
            <h1 className="text-h2 font-[600]">{sayError(state.error, { name })}</h1>
            <Button variant="primary" size="large" onClick={() => void call.join()}>
              {words.connection.tryAgain}
            </Button>
          </>
        ) : (
          <p role="status" className="text-lead text-text-2">
            {words.connection.connecting}
          </p>
        )}
      </div>
    </main>
  );
}
