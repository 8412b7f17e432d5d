import { DisconnectReason } from "livekit-client";
import { describe, expect, it } from "vitest";

import { reduceOther, unseen, type OtherEvent } from "./otherPerson";

const seen = (here: boolean, connected = true): OtherEvent => ({ type: "seen", here, connected });
const went = (reason?: DisconnectReason): OtherEvent => ({ type: "went", reason });
const after = (...events: OtherEvent[]) => events.reduce(reduceOther, unseen).at;

describe("the other person", () => {
  it.each([
    [DisconnectReason.CLIENT_INITIATED, "left"],
    [DisconnectReason.PARTICIPANT_REMOVED, "removed"],
    [DisconnectReason.ROOM_DELETED, "ended"],
    [DisconnectReason.CONNECTION_TIMEOUT, "lost"],
    [DisconnectReason.SIGNAL_CLOSE, "lost"],
    [DisconnectReason.DUPLICATE_IDENTITY, "lost"],
    [DisconnectReason.SERVER_SHUTDOWN, "lost"],
  ] as const)("with reason %s has %s", (reason, at) => {
    expect(after(seen(true), went(reason), seen(false))).toBe(at);
  });

  it("was never here before they came", () => {
    expect(after(seen(false))).toBe("never");
    expect(after(seen(false), seen(true))).toBe("here");
  });

  it("stays as last known while our own connection is lost", () => {
    expect(after(seen(true), seen(false, false))).toBe("here");
    expect(after(seen(true), went(), seen(false, false), seen(true))).toBe("here");
    expect(after(seen(true), went(), seen(false, false), seen(false))).toBe("gone");
    expect(after(seen(false), seen(false, false))).toBe("never");
  });

  it("was removed, though they were missed before the reason was told", () => {
    expect(after(seen(true), seen(false), went(DisconnectReason.PARTICIPANT_REMOVED))).toBe("removed");
  });

  it("is not here yet once the place is somebody else's", () => {
    expect(after(seen(true), went(DisconnectReason.PARTICIPANT_REMOVED), seen(false), { type: "another" })).toBe("never");
  });

  it("comes back and may go another way", () => {
    const back = [seen(true), went(DisconnectReason.CLIENT_INITIATED), seen(false), seen(true)];
    expect(after(...back)).toBe("here");
    expect(after(...back, went(DisconnectReason.CONNECTION_TIMEOUT), seen(false))).toBe("lost");
  });
});
