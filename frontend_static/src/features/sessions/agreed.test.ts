import { expect, it } from "vitest";
import { agreedSpans } from "./agreed";

const choice = (minute: number, granted: boolean, kind: "listening" | "recording" = "listening") => ({
  partner_id: "p-1",
  kind,
  granted,
  version: `${kind}.v1`,
  at: `2026-11-12T12:${String(minute).padStart(2, "0")}:00Z`,
  reason: "chosen" as const,
  text: null,
});

it("gives each time of agreement, the last one to the end", () => {
  const choices = [choice(1, true), choice(2, true, "recording"), choice(9, false), choice(10, false), choice(20, true), choice(21, true)];
  expect(agreedSpans(choices, "listening", "2026-11-12T12:48:00Z").map(({ from, to }) => [from.slice(14, 16), to?.slice(14, 16)])).toEqual([
    ["01", "09"],
    ["20", "48"],
  ]);
  expect(agreedSpans(choices, "recording", null)).toEqual([{ from: "2026-11-12T12:02:00Z", to: null }]);
  expect(agreedSpans([choice(3, false)], "listening", null)).toEqual([]);
});
