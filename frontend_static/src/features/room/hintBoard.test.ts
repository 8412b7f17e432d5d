import { describe, expect, it } from "vitest";

import { cardOf, earlierOf, emptyBoard, hasGap, reduceHints, waitingOf, type HintBoard, type HintEvent } from "./hintBoard";

const text = (n: number) => `SUMMARY: Summary ${n}.\nSUGGESTION: Suggestion ${n}?`;
const play = (events: HintEvent[], board: HintBoard = emptyBoard) => events.reduce(reduceHints, board);
const arrives = (seq: number, nowMs: number, launch = 1, id = `h${seq}`): HintEvent[] => [
  { type: "began", id, launch, seq, source: "ai", atMs: nowMs - 500, nowMs },
  { type: "piece", id, text: text(seq), nowMs },
  { type: "ended", id, whole: true, nowMs },
];
const stored = (seq: number) => ({ id: `h${seq}`, launch: 1, seq, text: text(seq), source: "ai", at: "2026-11-12T12:38:00Z" });

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
    const board = play([{ type: "marked", id: "h2", mark: "not-now" }, { type: "fetched", hints, unsettled: (id) => id === "h2", nowMs: 5 }]);
    expect(board.marks).toEqual({ h1: "helped", h2: "not-now" });
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

  it("merges by id with what streamed meanwhile", () => {
    const board = play([
      { type: "began", id: "h3", launch: 1, seq: 3, source: "ai", atMs: 1, nowMs: 1 },
      { type: "piece", id: "h3", text: "SUMMARY: Live", nowMs: 2 },
      { type: "fetched", hints: [stored(1), stored(2), stored(3)], nowMs: 3 },
      { type: "piece", id: "h3", text: " on.", nowMs: 4 },
      { type: "ended", id: "h3", whole: true, nowMs: 5 },
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
    { type: "began", id: "h1", launch: 1, seq: 1, source: "ai", atMs: 0, nowMs: 0 },
    { type: "piece", id: "h1", text: "SUMMARY: Whole one. Then hal", nowMs: 1 },
    { type: "ended", id: "h1", whole: false, nowMs: 2 },
  ];
  it("stays as broken, and is made whole by a refetch", () => {
    expect(cardOf(play(broken))?.state).toBe("broken");
    expect(cardOf(play([...broken, { type: "fetched", hints: [stored(1)], nowMs: 3 }]))?.text).toBe(text(1));
  });

  it("of which nothing is whole leaves no trace", () => {
    const board = play([
      { type: "began", id: "h1", launch: 1, seq: 1, source: "ai", atMs: 0, nowMs: 0 },
      { type: "piece", id: "h1", text: "SUMMARY: Hal", nowMs: 1 },
      { type: "ended", id: "h1", whole: false, nowMs: 2 },
    ]);
    expect(board.hints).toEqual([]);
    expect(cardOf(board)).toBeNull();
  });

});

describe("a coach that takes over and counts from the same number", () => {
  const died: HintEvent[] = [
    { type: "began", id: "old", launch: 1, seq: 4, source: "ai", atMs: 0, nowMs: 0 },
    { type: "piece", id: "old", text: "SUMMARY: Old one. Half of", nowMs: 1 },
    { type: "ended", id: "old", whole: false, nowMs: 2 },
  ];
  const next = (nowMs: number) => arrives(4, nowMs, 2, "new");

  it("gives another hint: the old one keeps its words, its mark and its place before it", () => {
    const board = play([...died, { type: "marked", id: "old", mark: "helped" }, ...next(8_000)]);
    expect(board.hints.map((one) => [one.id, one.text])).toEqual([
      ["old", "SUMMARY: Old one. Half of"],
      ["new", text(4)],
    ]);
    expect(cardOf(board)?.id).toBe("new");
    expect(earlierOf(board).map((one) => one.id)).toEqual(["old"]);
    expect(board.marks).toEqual({ old: "helped" });
  });

  it("is shown after the old one was dismissed, and after it was cleared", () => {
    expect(cardOf(play([...died, { type: "dismissed", nowMs: 3 }, ...next(4)]))?.id).toBe("new");
    const cleared = play([...died, { type: "cleared" }, ...next(4)]);
    expect(cardOf(cleared)?.id).toBe("new");
    expect(earlierOf(cleared)).toEqual([]);
  });

  it("is told from what is stored by id, in either order", () => {
    const kept = { type: "fetched" as const, hints: [{ ...stored(4), id: "new", launch: 2 }], nowMs: 9_000 };
    expect(play([...died, kept]).hints.map((one) => one.id)).toEqual(["old", "new"]);
    expect(play([kept, ...died]).hints.map((one) => one.id)).toEqual(["old", "new"]);
  });

  it("leaves no gap", () => {
    const first = [1, 2, 3].flatMap((seq) => arrives(seq, seq));
    expect(hasGap(play([...first, ...died, ...next(9)]))).toBe(false);
    expect(hasGap(play([...first, ...died, ...arrives(5, 9, 2, "later")]))).toBe(false);
    expect(hasGap(play([...first, ...next(9), ...arrives(6, 10, 2, "later")]))).toBe(true);
  });
});
