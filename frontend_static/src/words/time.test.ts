import { expect, it } from "vitest";
import { datesIn, sayKeptDay } from "./time";

const now = () => Date.parse("2026-12-01T00:00:00Z");

it("says a day in the zone kept for a person, as their mails do", () => {
  const at = "2026-12-07T19:32:00Z";
  expect(sayKeptDay(at, "Pacific/Auckland", now)).toBe("8 December");
  expect(sayKeptDay(at, "Europe/Berlin", now)).toBe("7 December");
  expect(sayKeptDay(at, null, now)).toBe("7 December (UTC)");
  expect(sayKeptDay(at, "Mars/Olympus_Mons", now)).toMatch(/^[78] December$/);
});

it("counts today, tomorrow and the year in that zone", () => {
  const auckland = datesIn("Pacific/Auckland", now); // 13:00 on 1 December there
  const honolulu = datesIn("Pacific/Honolulu", now); // 14:00 on 30 November there
  expect([auckland.day("2026-12-01T10:59:00Z"), auckland.day("2026-12-01T11:00:00Z"), auckland.day("2026-12-02T11:00:00Z")]).toEqual(["Today", "Tomorrow", "3 Dec"]);
  expect([honolulu.day("2026-12-01T09:59:00Z"), honolulu.day("2026-12-01T10:00:00Z")]).toEqual(["Today", "Tomorrow"]);
  expect([auckland.longDay("2026-12-31T10:59:00Z"), auckland.longDay("2026-12-31T11:00:00Z")]).toEqual(["31 December", "1 January 2027"]);
  expect(auckland.moment("2026-12-01T18:43:00Z")).toBe("2 December, 07:43");
  expect(auckland.isoDay("2026-12-01T18:43:00Z")).toBe("2026-12-02");
});
