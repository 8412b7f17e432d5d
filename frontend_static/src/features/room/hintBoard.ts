/** Which hint stands on the card and which lie in Earlier: a pure reducer over milliseconds. */
import type { HintSource } from "@/api/protocol";
import type { HintMark } from "@/api/types";
import { isEmpty, readHint } from "./hintText";

export const STAND_MS = 6_000;

export interface HintEntry {
  /** Which hint this is. Numbers may be given again by a coach that takes over. */
  id: string;
  /** (launch, seq): its place among the hints of the session. */
  launch: number;
  seq: number;
  /** Wire text so far (SUMMARY: …). */
  text: string;
  source: HintSource;
  /** Unix ms: end of the Partner's speech, or when it was stored. */
  atMs: number;
  state: "streaming" | "whole" | "broken";
  /** Arrived while this page was open (a refetched hint is shown unanimated). */
  live: boolean;
}

export type Mark = HintMark;

export interface HintBoard {
  /** By their place, oldest first. */
  hints: HintEntry[];
  cardId: string | null;
  cardSinceMs: number;
  /** Pointer, focus or selection is in the card: it must not change. */
  held: boolean;
  /** Hints that have had their turn on the card. */
  done: ReadonlySet<string>;
  /** Hints that were cleared from view. */
  cleared: ReadonlySet<string>;
  marks: Record<string, Mark | null>;
}

export const emptyBoard: HintBoard = {
  hints: [],
  cardId: null,
  cardSinceMs: 0,
  held: false,
  done: new Set(),
  cleared: new Set(),
  marks: {},
};

export interface StoredHint {
  id: string;
  launch: number;
  seq: number;
  text: string;
  source: string;
  /** ISO time. */
  at: string;
  mark?: Mark | null;
}

export type HintEvent =
  | { type: "began"; id: string; launch: number; seq: number; source: HintSource; atMs: number; nowMs: number }
  | { type: "piece"; id: string; text: string; nowMs: number }
  | { type: "ended"; id: string; whole: boolean; nowMs: number }
  /** `unsettled`: hints whose mark is newer here than there. */
  | { type: "fetched"; hints: StoredHint[]; unsettled?: (id: string) => boolean; nowMs: number }
  | { type: "held"; held: boolean; nowMs: number }
  | { type: "dismissed"; nowMs: number }
  | { type: "cleared" }
  | { type: "marked"; id: string; mark: Mark | null }
  | { type: "tick"; nowMs: number };

function newest(board: HintBoard): HintEntry | undefined {
  return board.hints.at(-1);
}

/** The newest hint takes the card once the old one has stood, unless the card is held. */
function promoted(board: HintBoard, nowMs: number): HintBoard {
  const next = newest(board);
  if (!next || board.done.has(next.id) || board.cleared.has(next.id) || next.id === board.cardId) return board;
  const free = board.cardId === null || (!board.held && nowMs - board.cardSinceMs >= STAND_MS);
  return free ? { ...board, cardId: next.id, cardSinceMs: nowMs, done: new Set(board.done).add(next.id) } : board;
}

function withHint(board: HintBoard, entry: HintEntry): HintBoard {
  const others = board.hints.filter((one) => one.id !== entry.id);
  return { ...board, hints: [...others, entry].sort((a, b) => a.launch - b.launch || a.seq - b.seq) };
}

function changed(board: HintBoard, id: string, change: (entry: HintEntry) => HintEntry): HintBoard {
  return { ...board, hints: board.hints.map((one) => (one.id === id ? change(one) : one)) };
}

/** A hint of which nothing may be shown leaves no trace. */
function withoutEmpty(board: HintBoard, id: string): HintBoard {
  const entry = board.hints.find((one) => one.id === id);
  if (!entry || entry.state === "streaming" || !isEmpty(readHint(entry.text, entry.state))) return board;
  const hints = board.hints.filter((one) => one.id !== id);
  return { ...board, hints, cardId: board.cardId === id ? null : board.cardId };
}

function merged(board: HintBoard, stored: StoredHint[], nowMs: number): HintBoard {
  let next = board;
  for (const one of stored) {
    const known = next.hints.find((hint) => hint.id === one.id);
    if (known && known.state !== "broken") continue;
    next = withHint(next, {
      id: one.id,
      launch: one.launch,
      seq: one.seq,
      text: one.text,
      source: one.source === "ai" ? "ai" : "built-in",
      atMs: Date.parse(one.at) || nowMs,
      state: "whole",
      live: false,
    });
  }
  return next;
}

function marksOf(board: HintBoard, stored: StoredHint[], unsettled: (id: string) => boolean): HintBoard["marks"] {
  const theirs = stored.filter((one) => one.mark !== undefined && !unsettled(one.id));
  return { ...board.marks, ...Object.fromEntries(theirs.map((one) => [one.id, one.mark ?? null])) };
}

/** Whether a number before the newest hint's is unknown here. A coach that takes over may give numbers again, but skips none. */
export function hasGap(board: HintBoard): boolean {
  return board.hints.some((one, index) => {
    const before = board.hints[index - 1];
    const skips = one.seq > (before?.seq ?? 0) + 1;
    return skips || (before?.launch === one.launch && one.seq !== before.seq + 1);
  });
}

export function reduceHints(board: HintBoard, event: HintEvent): HintBoard {
  switch (event.type) {
    case "began": {
      const { id, launch, seq, source, atMs } = event;
      if (board.hints.some((one) => one.id === id && one.state === "whole")) return board;
      return promoted(withHint(board, { id, launch, seq, source, atMs, text: "", state: "streaming", live: true }), event.nowMs);
    }
    case "piece":
      return promoted(
        changed(board, event.id, (one) => (one.state === "streaming" ? { ...one, text: one.text + event.text } : one)),
        event.nowMs,
      );
    case "ended": {
      const state = event.whole ? "whole" : "broken";
      const ended = changed(board, event.id, (one) => (one.state === "streaming" ? { ...one, state } : one));
      return promoted(withoutEmpty(ended, event.id), event.nowMs);
    }
    case "fetched": {
      const marks = marksOf(board, event.hints, event.unsettled ?? (() => false));
      const next = { ...merged(board, event.hints, event.nowMs), marks };
      // A refetched hint has stood long enough: the next live one may take the card at once.
      if (next.cardId !== null) return next;
      const placed = promoted(next, event.nowMs);
      return placed.cardId === null ? placed : { ...placed, cardSinceMs: event.nowMs - STAND_MS };
    }
    case "held":
      return promoted({ ...board, held: event.held }, event.nowMs);
    case "dismissed":
      return promoted({ ...board, cardId: null, held: false }, event.nowMs);
    case "cleared":
      return { ...board, cardId: null, held: false, cleared: new Set([...board.cleared, ...board.hints.map((one) => one.id)]) };
    case "marked": {
      return { ...board, marks: { ...board.marks, [event.id]: event.mark } };
    }
    case "tick":
      return promoted(board, event.nowMs);
  }
}

export function cardOf(board: HintBoard): HintEntry | null {
  return board.hints.find((one) => one.id === board.cardId) ?? null;
}

/** Hints that were not cleared from view, oldest first. */
export function inView(board: HintBoard): HintEntry[] {
  return board.hints.filter((one) => !board.cleared.has(one.id));
}

/** Newest first; the card's own hint is not among them. */
export function earlierOf(board: HintBoard): HintEntry[] {
  return inView(board)
    .filter((one) => one.id !== board.cardId)
    .reverse();
}

/** The newcomer that waits for the card, if any: it streams in the first row of Earlier. */
export function waitingOf(board: HintBoard): HintEntry | null {
  const last = newest(board);
  return last && board.cardId !== null && !board.done.has(last.id) && !board.cleared.has(last.id) ? last : null;
}
