import { PROBLEM } from "@/api/protocol";
import { Link } from "wouter";
import { asProblem, OFFLINE } from "@/api/problem";
import { usePage } from "@/app/usePage";
import { Button } from "@/ui/button";
import { withNames } from "@/ui/name";
import { sayError } from "@/words/errors";
import { partner } from "./words";
import { shell } from "@/words/shell";
import { Frame } from "./Frame";

/** A link that does not open, or a server that does not answer: what is so, and what to do next. */
export function DoorProblem({
  error,
  name,
  hasData = false,
  onAgain,
}: {
  error: unknown;
  name: string | null;
  /** This browser may see and delete what was said here. */
  hasData?: boolean;
  onAgain?: () => void;
}) {
  const heading = usePage<HTMLHeadingElement>("Invitation");
  const { slug, status } = asProblem(error);
  const worthAnotherTry = slug === OFFLINE || slug === PROBLEM.other || slug === PROBLEM.rateLimited || status >= 500;
  return (
    <Frame>
      <h1 ref={heading} tabIndex={-1} className="pt-8 text-h2 font-[600]" data-testid="door-problem" data-problem={slug}>
        {withNames(sayError(error, { name }))}
      </h1>
      <div className="flex flex-wrap gap-3 max-sm:flex-col">
        {worthAnotherTry && onAgain ? (
          <Button variant="primary" size="large" wide onClick={onAgain}>
            {shell.tryAgain}
          </Button>
        ) : null}
        <Button asChild size="large" wide>
          <a href="/">{shell.home}</a>
        </Button>
      </div>
      {hasData ? (
        <Link to="#data" data-testid="my-data" className="flex min-h-11 items-center self-start text-primary underline underline-offset-4">
          {partner.left.data}
        </Link>
      ) : null}
    </Frame>
  );
}
