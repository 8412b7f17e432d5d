import { describe, expect, it } from "vitest";
import { Problem } from "@/api/problem";
import { begin, isDue, isUnsaved, next, waitMs, type Draft, type Happened } from "./draft";

const at = "2026-11-22T18:00:00Z";
const saved = (text: string, version: number) => ({ text, version, saved_at: at });
const after = (draft: Draft, ...events: Happened[]) => events.reduce(next, draft);
const opened = after(begin(null), { is: "read", saved: saved("one", 1) });

describe("notes while they are written", () => {
  it("shows what is saved, and is due once something was typed", () => {
    expect(opened.text).toBe("one");
    expect(isDue(opened)).toBe(false);
    expect(isDue(next(opened, { is: "typed", text: "one two" }))).toBe(true);
  });

  it("sends nothing before it knows what is saved, and then what was typed meanwhile", () => {
    const early = next(begin(null), { is: "typed", text: "mine" });
    expect([isUnsaved(early), isDue(early)]).toEqual([true, false]);
    expect(isDue(next(early, { is: "read", saved: { text: "", version: 0, saved_at: null } }))).toBe(true);
  });

  it("is still due for letters typed while a save was under way", () => {
    const draft = after(opened, { is: "typed", text: "a" }, { is: "sending" }, { is: "typed", text: "ab" });
    expect(isDue(draft)).toBe(false);
    const done = next(draft, { is: "saved", saved: saved("a", 2) });
    expect([done.text, isDue(done)]).toEqual(["ab", true]);
  });

  it("takes in what another tab wrote while nothing of its own is unsaved", () => {
    expect(next(opened, { is: "read", saved: saved("from there", 2) }).text).toBe("from there");
  });

  it.each([
    ["mine", "mine", true],
    ["other", "theirs", false],
    ["both", "theirs\n\nmine", true],
  ] as const)("keeps both texts of a conflict until one chooses: %s", (which, text, due) => {
    const torn = after(opened, { is: "typed", text: "mine" }, { is: "read", saved: saved("theirs", 2) });
    expect([torn.text, torn.other?.text, isDue(torn)]).toEqual(["mine", "theirs", false]);
    const chosen = next(torn, { is: "chosen", which });
    expect([chosen.text, chosen.saved?.version, isDue(chosen)]).toEqual([text, 2, due]);
  });

  it("goes on with what waited on the device, and sees that it was overtaken", () => {
    const waited = begin({ text: "kept", version: 1 });
    expect(isDue(next(waited, { is: "read", saved: saved("one", 1) }))).toBe(true);
    expect(next(waited, { is: "read", saved: saved("two", 2) }).other?.text).toBe("two");
  });

  it("waits longer after each failure, and not for ever", () => {
    const failed = (n: number) =>
      after(opened, ...Array.from({ length: n }, (): Happened => ({ is: "refused", problem: new Problem("offline", 0) })));
    expect([0, 1, 2, 9].map((n) => waitMs(failed(n)))).toEqual([800, 2000, 4000, 30000]);
  });

  it("ignores an older reading than what it saved itself", () => {
    const draft = next(after(opened, { is: "typed", text: "x" }, { is: "sending" }), { is: "saved", saved: saved("x", 2) });
    expect(next(draft, { is: "read", saved: saved("one", 1) })).toBe(draft);
  });
});
