import type { ConsentLedger } from "@/api/types";

type Choice = ConsentLedger["choices"][number];
export type Span = { from: string; to: string | null };

/** From each yes to the no after it, else to the session's end (null while it lasts). A second yes inside one changes nothing. */
export function agreedSpans(choices: Choice[], kind: Choice["kind"], endedAt: string | null): Span[] {
  const spans: Span[] = [];
  let since: string | null = null;
  for (const choice of choices) {
    if (choice.kind !== kind) continue;
    if (choice.granted) since ??= choice.at;
    else if (since !== null) {
      spans.push({ from: since, to: choice.at });
      since = null;
    }
  }
  if (since !== null) spans.push({ from: since, to: endedAt });
  return spans;
}
