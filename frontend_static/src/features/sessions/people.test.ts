import { expect, it } from "vitest";
import { peopleOf } from "./people";

const partner = (id: string, name: string | null) => ({ id, name, came_at: "2026-11-12T12:00:00Z", place_ended_at: null });

it("tells two people apart, by the name they gave or by who came first", () => {
  const people = peopleOf({ partners: [partner("a", null), partner("b", "Robin")] });
  expect([people.get("a"), people.get("b")]).toEqual(["First person", "Robin"]);
});

it("says nothing where one person was alone", () => {
  expect(peopleOf({ partners: [partner("a", "Robin")] }).size).toBe(0);
});
