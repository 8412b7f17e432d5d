import { expect, it } from "vitest";
import { sayKeptDay } from "./time";

it("says a day in the zone kept for a person, as their mails do", () => {
  const at = "2026-12-07T19:32:00Z";
  const now = new Date("2026-12-01T00:00:00Z");
  expect(sayKeptDay(at, "Pacific/Auckland", now)).toBe("8 December");
  expect(sayKeptDay(at, "Europe/Berlin", now)).toBe("7 December");
  expect(sayKeptDay(at, null, now)).toBe("7 December (UTC)");
  expect(sayKeptDay(at, "Mars/Olympus_Mons", now)).toMatch(/^[78] December/);
});
