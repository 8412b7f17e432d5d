import { describe, expect, it } from "vitest";

import { pillOf, type PillSight } from "./pill";

const on = { on: true, telling: false, justStopped: false, turningOn: false };
const sight = (more: Partial<PillSight> = {}): PillSight => ({
  listening: on,
  connected: true,
  coachHere: true,
  coachWasHere: true,
  coachSays: "listening",
  micOn: true,
  dueForMs: 0,
  ...more,
});

describe("pillOf", () => {
  it.each([
    ["Coach is joining", "stop", sight({ coachHere: false, coachWasHere: false })],
    ["Coach is joining", "stop", sight({ coachSays: "joining" })],
    ["Coach is away", "stop", sight({ coachHere: false })],
    ["Coach is away", "stop", sight({ coachHere: false, coachWasHere: false, dueForMs: 20_000 })],
    ["Coach is on. Your connection is lost.", "stop", sight({ connected: false })],
    ["Coach is listening", "stop", sight()],
    ["Coach is on, but your mic is off", "stop", sight({ micOn: false })],
    ["Coach stopped. It cannot hear you.", "turn-on", sight({ listening: { ...on, on: false, justStopped: true } })],
    ["Coach is off", "turn-on", sight({ listening: { ...on, on: false } })],
    ["Stopped on this device. Still telling the server…", "turn-on", sight({ listening: { ...on, on: false, telling: true } })],
  ])("says %s", (words, button, seen) => {
    expect(pillOf(seen)).toMatchObject({ words, button });
  });

  it("never says listening while the agent does not hold the track", () => {
    expect(pillOf(sight({ coachSays: "idle" })).state).not.toBe("listening");
  });
});
