import { expect, it } from "vitest";

import { openSeat } from "./seat";

it("keeps the bearer under a hash of the invitation, never the invitation", async () => {
  const seat = await openSeat("secret-invite");
  expect(seat.token).toBeNull();
  seat.keep("nbp_p_1");
  seat.setInCall(true);
  const again = await openSeat("secret-invite");
  expect(again.token).toBe("nbp_p_1");
  expect(again.inCall).toBe(true);
  expect((await openSeat("another")).token).toBeNull();
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain("secret-invite");
});

it("can be left", async () => {
  const seat = await openSeat("i");
  seat.keep("t");
  seat.setUntold(true);
  seat.forget();
  expect((await openSeat("i")).token).toBeNull();
  expect((await openSeat("i")).untold).toBe(true);
});
