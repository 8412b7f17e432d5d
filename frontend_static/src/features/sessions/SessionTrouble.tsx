import { Link } from "wouter";
import { asProblem } from "@/api/problem";
import { usePage } from "@/app/usePage";
import { Button } from "@/ui/button";
import { sayError } from "@/words/errors";
import { shell } from "@/words/shell";

/** A session that could not be opened: what is so, and the next step. */
export function SessionTrouble({ error, retry }: { error: unknown; retry: () => void }) {
  const h1 = usePage("Session");
  const { status } = asProblem(error);
  const final = status === 404 || status === 403;
  return (
    <main className="mx-auto flex w-full max-w-[40rem] flex-1 flex-col items-start gap-4 p-4 py-16">
      <h1 ref={h1} tabIndex={-1} className="text-h2 font-[600]">
        {sayError(error)}
      </h1>
      {final ? (
        <Button asChild variant="primary" wide>
          <Link to="/sessions">{shell.sessions}</Link>
        </Button>
      ) : (
        <Button variant="primary" wide onClick={retry}>
          {shell.tryAgain}
        </Button>
      )}
    </main>
  );
}
