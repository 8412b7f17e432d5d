import { expect, it } from "vitest";

import { whoIsHeard, whoMayHear } from "./whoMayHear";

const identities = { facilitator: "facilitator-1", partner: "partner-1", coach: "coach-1" };

it("lets the coach hear the Partner only while listening is on, and never the Facilitator", () => {
  expect(whoMayHear("partner", identities, false)).toEqual(["facilitator-1"]);
  expect(whoMayHear("partner", identities, true)).toEqual(["facilitator-1", "coach-1"]);
  expect(whoMayHear("facilitator", identities, true)).toEqual(["partner-1"]);
});

it("grants the Facilitator's tracks to nobody, and takes nobody's, while nobody has the Partner's place", () => {
  const alone = { ...identities, partner: null };
  expect(whoMayHear("facilitator", alone, false)).toEqual([]);
  expect(whoIsHeard("facilitator", alone)).toEqual([]);
  expect(whoIsHeard("facilitator", identities)).toEqual(["partner-1"]);
  expect(whoIsHeard("partner", identities)).toEqual(["facilitator-1"]);
});
