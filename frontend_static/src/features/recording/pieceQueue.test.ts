import { describe, expect, it } from "vitest";
import { Problem } from "@/api/problem";
import type { Piece } from "./api";
import { BYTES_MAX, PieceQueue, PUT_OFF_MAX } from "./pieceQueue";

const piece = (part: string, n: number, size = 10): Piece => ({
  part,
  n,
  startedAtMs: 0,
  mediaType: "audio/webm",
  sound: { size } as Blob,
  last: false,
});

function queue(answer: (piece: Piece, call: number) => "taken" | Problem) {
  const sent: string[] = [];
  const waited: number[] = [];
  let refusals = 0;
  let calls = 0;
  const made = new PieceQueue({
    send: async (one) => {
      calls += 1;
      const said = answer(one, calls);
      if (said !== "taken") throw said;
      sent.push(`${one.part}${one.n}`);
      return { state: "running" };
    },
    wait: async (ms) => {
      waited.push(ms);
    },
    answered: () => undefined,
    refused: () => {
      refusals += 1;
    },
  });
  return { made, sent, waited, refusals: () => refusals };
}

describe("PieceQueue", () => {
  it("keeps a piece that did not get through and sends all of them in order", async () => {
    const { made, sent, waited } = queue((_, call) => (call <= 3 ? new Problem("offline", 0) : "taken"));
    for (const n of [0, 1, 2]) made.push(piece("a", n));
    await made.empty();
    expect(sent).toEqual(["a0", "a1", "a2"]);
    expect(waited).toEqual([1_000, 2_000, 4_000]);
  });

  it("gives up a part that is refused, and only that part", async () => {
    const { made, sent, refusals } = queue((one) => (one.part === "a" && one.n === 1 ? new Problem("not-recording", 409) : "taken"));
    for (const n of [0, 1, 2]) made.push(piece("a", n));
    made.push(piece("b", 0));
    await made.empty();
    made.push(piece("a", 3));
    await made.empty();
    expect(sent).toEqual(["a0", "b0"]);
    expect(refusals()).toBe(1);
  });

  it("waits out a busy server and a bearer that has to be renewed", async () => {
    const { made, sent } = queue((_, call) => (call === 1 ? new Problem("rate-limited", 429) : call === 2 ? new Problem("unauthorized", 401) : "taken"));
    made.push(piece("a", 0));
    await made.empty();
    expect(sent).toEqual(["a0"]);
  });

  it("waits as long as it is told, and not for ever", async () => {
    const { made, sent, waited, refusals } = queue((one) => (one.part === "a" ? new Problem("rate-limited", 429, null, 42) : "taken"));
    made.push(piece("a", 0));
    made.push(piece("b", 0));
    await made.empty();
    expect(sent).toEqual(["b0"]);
    expect(waited).toEqual(Array<number>(PUT_OFF_MAX).fill(42_000));
    expect(refusals()).toBe(1);
  });

  it.each([
    ["too-much-sound", 413],
    ["unsupported-sound", 415],
  ] as const)("does not send again what is refused as %s", async (slug, status) => {
    let calls = 0;
    const { made, waited, refusals } = queue(() => {
      calls += 1;
      return new Problem(slug, status);
    });
    for (const n of [0, 1, 2]) made.push(piece("a", n));
    await made.empty();
    expect([calls, waited, refusals()]).toEqual([1, [], 1]);
  });

  it("holds no more than it may: the oldest part goes first", async () => {
    let open: () => void = () => undefined;
    const away = new Promise<void>((resolve) => {
      open = resolve;
    });
    const sent: string[] = [];
    const made = new PieceQueue({
      send: async (one) => {
        await away;
        sent.push(`${one.part}${one.n}`);
        return { state: "running" };
      },
      wait: async () => undefined,
      answered: () => undefined,
      refused: () => undefined,
    });
    made.push(piece("a", 0, BYTES_MAX / 2));
    made.push(piece("a", 1, BYTES_MAX / 2));
    made.push(piece("b", 0, BYTES_MAX / 2));
    open();
    await made.empty();
    expect(sent).toEqual(["a0", "b0"]); // a0 was on its way already
  });
});
