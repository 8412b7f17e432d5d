/** Which hint stands on the card and which lie in Earlier: a pure reducer over milliseconds. */
import { isEmpty, readHint } from "./hintText";

export const STAND_MS = 6_000;

export type HintSource = "ai" | "built-in";

export interface HintEntry {
  seq: number;
  id: string;
  /** Wire text so far (SUMMARY: …). */
  text: string;
  source: HintSource;
  /** Unix ms: end of the Partner's speech, or when it was stored. */
  atMs: number;
  state: "streaming" | "whole" | "broken";
  /** Arrived while this page was open (a refetched hint is shown unanimated). */
  live: boolean;
}

export type Mark = "helped" | "not-now";

export interface HintBoard {
  /** By seq, oldest first. */
  hints: HintEntry[];
  cardSeq: number | null;
  cardSinceMs: number;
  /** Pointer, focus or selection is in the card: it must not change. */
  held: boolean;
  /** Hints up to here have had their turn on the card. */
  doneUpTo: number;
  clearedUpTo: number;
  marks: Record<number, Mark | null>;
}

export const emptyBoard: HintBoard = {
  hints: [],
  cardSeq: null,
  cardSinceMs: 0,
  held: false,
  doneUpTo: 0,
  clearedUpTo: 0,
  marks: {},
};

export interface StoredHint {
  seq: number;
  id: string;
  text: string;
  source: string;
  /** ISO time. */
  at: string;
  mark?: Mark | null;
}

export type HintEvent =
  | { type: "began"; seq: number; id: string; source: HintSource; atMs: number; nowMs: number }
  | { type: "piece"; seq: number; id: string; text: string; nowMs: number }
  | { type: "ended"; seq: number; id: string; whole: boolean; nowMs: number }
  /** `unsettled`: hints whose mark is newer here than there. */
  | { type: "fetched"; hints: StoredHint[]; unsettled?: (seq: number) => boolean; nowMs: number }
  | { type: "held"; held: boolean; nowMs: number }
  | { type: "dismissed"; nowMs: number }
  | { type: "cleared" }
  | { type: "marked"; seq: number; mark: Mark | null }
  | { type: "tick"; nowMs: number };

function newest(board: HintBoard): HintEntry | undefined {
  return board.hints.at(-1);
}

/** The newest hint takes the card once the old one has stood, unless the card is held. */
function promoted(board: HintBoard, nowMs: number): HintBoard {
  const next = newest(board);
  if (!next || next.seq <= Math.max(board.doneUpTo, board.clearedUpTo) || next.seq === board.cardSeq) return board;
  const free = board.cardSeq === null || (!board.held && nowMs - board.cardSinceMs >= STAND_MS);
  return free ? { ...board, cardSeq: next.seq, cardSinceMs: nowMs, doneUpTo: next.seq } : board;
}

function withHint(board: HintBoard, entry: HintEntry): HintBoard {
  const others = board.hints.filter((one) => one.seq !== entry.seq);
  return { ...board, hints: [...others, entry].sort((a, b) => a.seq - b.seq) };
}

function changed(board: HintBoard, seq: number, id: string, change: (entry: HintEntry) => HintEntry): HintBoard {
  return { ...board, hints: board.hints.map((one) => (one.seq === seq && one.id === id ? change(one) : one)) };
}

/** A hint of which nothing may be shown leaves no trace. */
function withoutEmpty(board: HintBoard, seq: number): HintBoard {
  const entry = board.hints.find((one) => one.seq === seq);
  if (!entry || entry.state === "streaming" || !isEmpty(readHint(entry.text, entry.state))) return board;
  const hints = board.hints.filter((one) => one.seq !== seq);
  return { ...board, hints, cardSeq: board.cardSeq === seq ? null : board.cardSeq };
}

function merged(board: HintBoard, stored: StoredHint[], nowMs: number): HintBoard {
  let next = board;
  for (const one of stored) {
    const known = next.hints.find((hint) => hint.seq === one.seq);
    if (known && known.state !== "broken") continue;
    next = withHint(next, {
      seq: one.seq,
      id: one.id,
      text: one.text,
      source: one.source === "ai" ? "ai" : "built-in",
      atMs: Date.parse(one.at) || nowMs,
      state: "whole",
      live: false,
    });
  }
  return next;
}

function marksOf(board: HintBoard, stored: StoredHint[], unsettled: (seq: number) => boolean): HintBoard["marks"] {
  const theirs = stored.filter((one) => one.mark !== undefined && !unsettled(one.seq));
  return { ...board.marks, ...Object.fromEntries(theirs.map((one) => [one.seq, one.mark ?? null])) };
}

/** Whether a number between the first hint and the newest is unknown here. */
export function hasGap(board: HintBoard): boolean {
  return board.hints.some((one, index) => one.seq !== index + 1);
}

export function reduceHints(board: HintBoard, event: HintEvent): HintBoard {
  switch (event.type) {
    case "began": {
      const known = board.hints.find((one) => one.seq === event.seq);
      if (known?.id === event.id && known.state === "whole") return board;
      const { seq, id, source, atMs } = event;
      return promoted(withHint(board, { seq, id, source, atMs, text: "", state: "streaming", live: true }), event.nowMs);
    }
    case "piece":
      return promoted(
        changed(board, event.seq, event.id, (one) => (one.state === "streaming" ? { ...one, text: one.text + event.text } : one)),
        event.nowMs,
      );
    case "ended": {
      const state = event.whole ? "whole" : "broken";
      const ended = changed(board, event.seq, event.id, (one) => (one.state === "streaming" ? { ...one, state } : one));
      return promoted(withoutEmpty(ended, event.seq), event.nowMs);
    }
    case "fetched": {
      const marks = marksOf(board, event.hints, event.unsettled ?? (() => false));
      const next = { ...merged(board, event.hints, event.nowMs), marks };
      // A refetched hint has stood long enough: the next live one may take the card at once.
      if (next.cardSeq !== null) return next;
      const placed = promoted(next, event.nowMs);
      return placed.cardSeq === null ? placed : { ...placed, cardSinceMs: event.nowMs - STAND_MS };
    }
    case "held":
      return promoted({ ...board, held: event.held }, event.nowMs);
    case "dismissed":
      return promoted({ ...board, cardSeq: null, held: false }, event.nowMs);
    case "cleared":
      return { ...board, cardSeq: null, held: false, clearedUpTo: newest(board)?.seq ?? board.clearedUpTo };
    case "marked": {
      return { ...board, marks: { ...board.marks, [event.seq]: event.mark } };
    }
    case "tick":
      return promoted(board, event.nowMs);
  }
}

export function cardOf(board: HintBoard): HintEntry | null {
  return board.hints.find((one) => one.seq === board.cardSeq) ?? null;
}

/** Newest first; the card's own hint is not among them. */
export function earlierOf(board: HintBoard): HintEntry[] {
  return board.hints.filter((one) => one.seq !== board.cardSeq && one.seq > board.clearedUpTo).reverse();
}

/** The newcomer that waits for the card, if any: it streams in the first row of Earlier. */
export function waitingOf(board: HintBoard): HintEntry | null {
  const last = newest(board);
  return last && board.cardSeq !== null && last.seq > board.doneUpTo && last.seq > board.clearedUpTo ? last : null;
}
