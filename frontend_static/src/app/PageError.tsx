import { Component, type ReactNode } from "react";
import { Link } from "wouter";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { Mark } from "@/ui/mark";
import { sayError } from "@/words/errors";
import { shell } from "@/words/shell";
import { usePage } from "./usePage";

/** A page that broke, or whose code did not arrive (a new version was put out, or the network went). */
function PageError({ error }: { error: unknown }) {
  const h1 = usePage(null);
  const chunk = error instanceof TypeError && /import|module|fetch/i.test(error.message);
  const sentence = chunk ? shell.newVersion : sayError(asProblem(error));
  return (
    <main className="mx-auto flex w-full max-w-[40rem] flex-col items-start gap-4 p-4 py-16">
      <Mark className="size-12" />
      <h1 ref={h1} tabIndex={-1} className="text-h2 font-[600]">
        {sentence}
      </h1>
      <Button variant="primary" wide onClick={() => window.location.reload()}>
        {chunk ? shell.reload : shell.tryAgain}
      </Button>
    </main>
  );
}

/** Shows what went wrong on the page at `path`; another address gets a new try. */
export class PageErrors extends Component<{ path: string; children: ReactNode }, { failed: { error: unknown } | null }> {
  override state = { failed: null as { error: unknown } | null };
  static getDerivedStateFromError(error: unknown) {
    return { failed: { error } };
  }
  override componentDidUpdate(before: { path: string }) {
    if (before.path !== this.props.path && this.state.failed) this.setState({ failed: null });
  }
  override render() {
    return this.state.failed ? <PageError error={this.state.failed.error} /> : this.props.children;
  }
}

export function NotFound() {
  const h1 = usePage(null);
  return (
    <main className="mx-auto flex w-full max-w-[40rem] flex-1 flex-col items-start gap-4 p-4 py-16">
      <Mark className="size-12" />
      <h1 ref={h1} tabIndex={-1} className="text-h2 font-[600]">
        {shell.notFound}
      </h1>
      <Button asChild variant="primary" wide>
        <Link to="/">{shell.home}</Link>
      </Button>
    </main>
  );
}
