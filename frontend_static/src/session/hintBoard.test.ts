import { describe, expect, it } from "vitest";

import { cardOf, earlierOf, emptyBoard, hasGap, reduceHints, waitingOf, type HintBoard, type HintEvent } from "./hintBoard";

const text = (n: number) => `SUMMARY: Summary ${n}.\nSUGGESTION: Suggestion ${n}?`;
const play = (events: HintEvent[], board: HintBoard = emptyBoard) => events.reduce(reduceHints, board);
const arrives = (seq: number, nowMs: number): HintEvent[] => [
  { type: "began", seq, id: `h${seq}`, source: "ai", atMs: nowMs - 500, nowMs },
  { type: "piece", seq, id: `h${seq}`, text: text(seq), nowMs },
  { type: "ended", seq, id: `h${seq}`, whole: true, nowMs },
];
const stored = (seq: number) => ({ seq, id: `h${seq}`, text: text(seq), source: "ai", at: "2026-11-12T12:38:00Z" });

describe("the card", () => {
  it("shows the newest hint at once when empty, and the old one goes to Earlier after 6 s", () => {
    const board = play([...arrives(1, 1000), ...arrives(2, 8000)]);
    expect(cardOf(board)?.seq).toBe(2);
    expect(earlierOf(board).map((one) => one.seq)).toEqual([1]);
  });

  it("lets a hint stand 6 s; the newcomer waits in Earlier and then moves up", () => {
    let board = play([...arrives(1, 1000), ...arrives(2, 3000)]);
    expect(cardOf(board)?.seq).toBe(1);
    expect(waitingOf(board)?.seq).toBe(2);
    board = play([{ type: "tick", nowMs: 6999 }], board);
    expect(cardOf(board)?.seq).toBe(1);
    board = play([{ type: "tick", nowMs: 7000 }], board);
    expect(cardOf(board)?.seq).toBe(2);
    expect(waitingOf(board)).toBeNull();
  });

  it("does not change while held, and changes on release", () => {
    let board = play([...arrives(1, 0), { type: "held", held: true, nowMs: 100 }, ...arrives(2, 9000), ...arrives(3, 9500)]);
    expect(cardOf(board)?.seq).toBe(1);
    expect(earlierOf(board).map((one) => one.seq)).toEqual([3, 2]);
    board = play([{ type: "held", held: false, nowMs: 9600 }], board);
    expect(cardOf(board)?.seq).toBe(3);
  });

  it("dismissed, is empty until the next hint", () => {
    let board = play([...arrives(1, 0), { type: "dismissed", nowMs: 500 }]);
    expect(cardOf(board)).toBeNull();
    expect(earlierOf(board).map((one) => one.seq)).toEqual([1]);
    board = play(arrives(2, 900), board);
    expect(cardOf(board)?.seq).toBe(2);
  });

  it("cleared, is gone from view and new hints still come", () => {
    let board = play([...arrives(1, 0), ...arrives(2, 7000), { type: "cleared" }]);
    expect(cardOf(board)).toBeNull();
    expect(earlierOf(board)).toEqual([]);
    board = play(arrives(3, 7100), board);
    expect(cardOf(board)?.seq).toBe(3);
    expect(earlierOf(board)).toEqual([]);
  });
});

describe("a reload", () => {
  it("brings marks back, but not over a newer word that is still on its way", () => {
    const marked = (seq: number, mark: "helped" | null) => ({ ...stored(seq), mark });
    const hints = [marked(1, "helped"), marked(2, null)];
    const board = play([{ type: "marked", seq: 2, mark: "not-now" }, { type: "fetched", hints, unsettled: (seq) => seq === 2, nowMs: 5 }]);
    expect(board.marks).toEqual({ 1: "helped", 2: "not-now" });
  });

  it("is due when a number between the hints is missing", () => {
    expect(hasGap(play([...arrives(1, 0), ...arrives(2, 1)]))).toBe(false);
    expect(hasGap(play([...arrives(1, 0), ...arrives(3, 1)]))).toBe(true);
  });

  it("brings every stored hint back, newest on the card, unanimated", () => {
    const board = play([{ type: "fetched", hints: [stored(1), stored(2), stored(3)], nowMs: 5000 }]);
    expect(cardOf(board)?.seq).toBe(3);
    expect(cardOf(board)?.live).toBe(false);
    expect(earlierOf(board).map((one) => one.seq)).toEqual([2, 1]);
  });

  it("merges by seq with what streamed meanwhile", () => {
    const board = play([
      { type: "began", seq: 3, id: "h3", source: "ai", atMs: 1, nowMs: 1 },
      { type: "piece", seq: 3, id: "h3", text: "SUMMARY: Live", nowMs: 2 },
      { type: "fetched", hints: [stored(1), stored(2), stored(3)], nowMs: 3 },
      { type: "piece", seq: 3, id: "h3", text: " on.", nowMs: 4 },
      { type: "ended", seq: 3, id: "h3", whole: true, nowMs: 5 },
    ]);
    expect(board.hints.map((one) => one.seq)).toEqual([1, 2, 3]);
    expect(cardOf(board)?.text).toBe("SUMMARY: Live on.");
  });

  it("lets the next live hint take the card from a refetched one at once", () => {
    const board = play([{ type: "fetched", hints: [stored(1)], nowMs: 5000 }, ...arrives(2, 5100)]);
    expect(cardOf(board)?.seq).toBe(2);
  });
});

describe("a broken stream", () => {
  const broken: HintEvent[] = [
    { type: "began", seq: 1, id: "h1", source: "ai", atMs: 0, nowMs: 0 },
    { type: "piece", seq: 1, id: "h1", text: "SUMMARY: Whole one. Then hal", nowMs: 1 },
    { type: "ended", seq: 1, id: "h1", whole: false, nowMs: 2 },
  ];
  it("stays as broken, and is made whole by a refetch", () => {
    expect(cardOf(play(broken))?.state).toBe("broken");
    expect(cardOf(play([...broken, { type: "fetched", hints: [stored(1)], nowMs: 3 }]))?.text).toBe(text(1));
  });

  it("of which nothing is whole leaves no trace", () => {
    const board = play([
      { type: "began", seq: 1, id: "h1", source: "ai", atMs: 0, nowMs: 0 },
      { type: "piece", seq: 1, id: "h1", text: "SUMMARY: Hal", nowMs: 1 },
      { type: "ended", seq: 1, id: "h1", whole: false, nowMs: 2 },
    ]);
    expect(board.hints).toEqual([]);
    expect(cardOf(board)).toBeNull();
  });

  it("is replaced when a new coach sends the same seq again", () => {
    const board = play([
      { type: "began", seq: 1, id: "old", source: "ai", atMs: 0, nowMs: 0 },
      { type: "piece", seq: 1, id: "old", text: "SUMMARY: Old", nowMs: 1 },
      ...arrives(1, 2),
    ]);
    expect(board.hints).toHaveLength(1);
    expect(cardOf(board)?.text).toBe(text(1));
  });
});
