import { NOTES_LENGTH } from "@/api/protocol";
import type { Problem } from "@/api/problem";

/** As the server keeps them; version 0 is "nothing yet". */
export type Saved = { text: string; version: number; saved_at: string | null };
/** What waits on this device, and the version it was written on. */
export type Kept = { text: string; version: number };

export interface Draft {
  text: string;
  /** What the server has, as far as this tab knows; null until it has said so. */
  saved: Saved | null;
  /** What another tab saved meanwhile. Nothing is sent until the person has chosen. */
  other: Saved | null;
  sending: boolean;
  /** Why the last save did not work. */
  problem: Problem | null;
  failures: number;
}

export type Happened =
  | { is: "typed"; text: string }
  | { is: "read"; saved: Saved }
  | { is: "sending" }
  | { is: "saved"; saved: Saved }
  | { is: "refused"; problem: Problem }
  | { is: "chosen"; which: "mine" | "other" | "both" };

export function begin(kept: Kept | null): Draft {
  return {
    text: kept?.text ?? "",
    saved: kept ? { text: "", version: kept.version, saved_at: null } : null,
    other: null,
    sending: false,
    problem: null,
    failures: 0,
  };
}

/** Is there something that the server does not have? */
export function isUnsaved(draft: Draft): boolean {
  return draft.saved ? draft.text !== draft.saved.text : draft.text !== "";
}

export function isDue(draft: Draft): boolean {
  return isUnsaved(draft) && draft.saved !== null && !draft.other && !draft.sending;
}

/** How long to wait before the next save: a breath after the last letter, longer after each failure. */
export function waitMs(draft: Draft): number {
  return draft.failures === 0 ? 800 : Math.min(30_000, 1_000 * 2 ** draft.failures);
}

/** One text above the other, for who wants neither lost. */
function together(other: string, mine: string): string {
  return [other.trimEnd(), mine.trimStart()].filter(Boolean).join("\n\n").slice(0, NOTES_LENGTH);
}

export function next(draft: Draft, event: Happened): Draft {
  switch (event.is) {
    case "typed":
      return { ...draft, text: event.text };
    case "read": {
      const { saved } = event;
      if (draft.sending || (draft.saved && draft.saved.version > saved.version)) return draft;
      const base = draft.saved?.version ?? 0;
      const moved = saved.version !== base && draft.text !== saved.text;
      if (isUnsaved(draft) && moved) return { ...draft, saved, other: saved };
      return { ...draft, saved, other: null, text: isUnsaved(draft) ? draft.text : saved.text };
    }
    case "sending":
      return { ...draft, sending: true };
    case "saved":
      return { ...draft, saved: event.saved, sending: false, problem: null, failures: 0 };
    case "refused":
      return { ...draft, sending: false, problem: event.problem, failures: draft.failures + 1 };
    case "chosen": {
      if (!draft.other) return draft;
      const text = { mine: draft.text, other: draft.other.text, both: together(draft.other.text, draft.text) }[event.which];
      return { ...draft, saved: draft.other, other: null, text, problem: null, failures: 0 };
    }
  }
}
