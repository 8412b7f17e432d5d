import { expect, it } from "vitest";

import { whoMayHear } from "./whoMayHear";

const identities = { facilitator: "facilitator-1", partner: "partner-1", coach: "coach-1" };

it("lets the coach hear the Partner only while listening is on, and never the Facilitator", () => {
  expect(whoMayHear("partner", identities, false)).toEqual(["facilitator-1"]);
  expect(whoMayHear("partner", identities, true)).toEqual(["facilitator-1", "coach-1"]);
  expect(whoMayHear("facilitator", identities, true)).toEqual(["partner-1"]);
});
