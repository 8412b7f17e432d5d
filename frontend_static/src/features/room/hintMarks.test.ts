import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { HintMarks } from "./hintMarks";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("keeps trying, tells only after several refusals, and is silent once kept", async () => {
  let up = false;
  const save = vi.fn(async () => {
    if (!up) throw new Error("no");
  });
  const marks = new HintMarks(save, () => undefined);
  marks.set("h3", "helped");
  await vi.advanceTimersByTimeAsync(0);
  expect(marks.pending("h3")).toBe(true);
  expect(marks.unsaved()).toEqual([]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(marks.unsaved()).toEqual(["h3"]);
  up = true;
  await vi.advanceTimersByTimeAsync(12_000);
  expect(marks.unsaved()).toEqual([]);
  expect(marks.pending("h3")).toBe(false);
  const tries = save.mock.calls.length;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(save).toHaveBeenCalledTimes(tries);
});

it("saves the newest word last, also when it was changed while the first was under way", async () => {
  const saved: (string | null)[] = [];
  let free = () => {};
  const marks = new HintMarks(async (_id, mark) => {
    if (saved.length === 0) await new Promise<void>((resolve) => (free = resolve));
    saved.push(mark);
  }, () => undefined);
  marks.set("h1", "helped");
  await vi.advanceTimersByTimeAsync(0);
  marks.set("h1", "not-now");
  marks.set("h1", null);
  free();
  await vi.advanceTimersByTimeAsync(10);
  expect(saved).toEqual(["helped", null]);
  expect(marks.pending("h1")).toBe(false);
});
