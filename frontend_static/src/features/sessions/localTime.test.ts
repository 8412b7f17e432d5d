import { expect, it } from "vitest";
import { fromLocal, toLocal } from "./localTime";

it.each([
  ["Pacific/Auckland", "2026-12-01T18:43:00.000Z", "2026-12-02T07:43"],
  ["Europe/Berlin", "2026-06-01T18:43:00.000Z", "2026-06-01T20:43"],
  ["America/St_Johns", "2026-12-01T02:00:00.000Z", "2026-11-30T22:30"],
  ["Europe/Berlin", "2026-10-24T23:30:00.000Z", "2026-10-25T01:30"],
  ["Europe/Berlin", "2026-10-25T02:30:00.000Z", "2026-10-25T03:30"],
  ["UTC", "2026-12-31T23:59:00.000Z", "2026-12-31T23:59"],
])("shows a moment in %s and reads it back", (zone, iso, local) => {
  expect(toLocal(iso, zone)).toBe(local);
  expect(fromLocal(local, zone)).toBe(iso);
});

it("takes the browser's own zone where none is kept, and nothing for nothing", () => {
  expect(fromLocal("2026-12-01T07:43", undefined)).toBe(new Date(2026, 11, 1, 7, 43).toISOString());
  expect([toLocal(null, "UTC"), fromLocal("", "UTC")]).toEqual(["", null]);
});
