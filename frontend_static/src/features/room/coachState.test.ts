import { describe, expect, it } from "vitest";

import { CONCERN_MS } from "@/api/protocol";
import { faceOf, readBeat, reduceSight, retryDelayMs, unseen, whyNoHint, type Beat, type CoachEvent } from "./coachState";

const play = (...events: CoachEvent[]) => events.reduce(reduceSight, unseen);
const room = (nowMs: number, more: Partial<Extract<CoachEvent, { type: "room" }>> = {}): CoachEvent => ({
  type: "room",
  connected: true,
  partnerHere: true,
  coachHere: true,
  listening: "granted",
  nowMs,
  ...more,
});
const beat = (nowMs: number, more: Partial<Beat> = {}): CoachEvent => ({
  type: "beat",
  beat: { state: "listening", source: "ai", concern: false, beat: 1, ...more },
  nowMs,
});

describe("faceOf", () => {
  it("waits for the partner", () => {
    expect(faceOf(unseen, 0).words).toBe("(waiting for partner…)");
  });

  it("is off without consent, and says who stopped it", () => {
    expect(faceOf(play(room(0, { listening: "none" })), 0).words).toBe(
      "The coach is off. Nobody but you is watching for signs of danger.",
    );
    expect(faceOf(play(room(0), beat(1), room(2, { listening: "withdrawn" })), 3).words).toBe(
      "Your partner turned the coach off. The coach is off. Nobody but you is watching for signs of danger.",
    );
  });

  it("says that the page itself is cut off, and nothing of the others meanwhile", () => {
    const cut = faceOf(play(room(0), beat(1), room(2, { connected: false })), 3);
    expect(cut).toMatchObject({ state: "cut", words: "(your connection is lost…)", concern: false });
    expect(whyNoHint(cut, false)).toBe("Your connection is lost.");
    expect(faceOf(play(room(0), room(2, { connected: false }), room(4), beat(5)), 6).state).toBe("listening");
  });

  it("says that the coach hears nothing of a microphone that sends nothing", () => {
    const muted = faceOf(play(room(0, { partnerMuted: true }), beat(1)), 2);
    expect(muted.words).toBe("(coach is on, but their microphone is off)");
    expect(whyNoHint(muted, false)).toBeNull();
  });

  it("says listening, thinking and paused from the beats", () => {
    expect(faceOf(play(room(0)), 1).state).toBe("joining");
    expect(faceOf(play(room(0), beat(10)), 20).words).toBe("(coach is listening…)");
    expect(faceOf(play(room(0), beat(10, { state: "thinking" })), 20).words).toBe("(coach is thinking…)");
    expect(faceOf(play(room(0), beat(10, { state: "paused" })), 20).words).toBe(
      "Hints are paused. The coach still listens for danger.",
    );
    expect(faceOf(play(room(0), beat(10), { type: "asking", asking: true }), 20).state).toBe("thinking");
  });

  it("is joining, not waiting for a partner who is there, until the coach has had time to hear", () => {
    const deaf = play(room(0), beat(1000, { state: "waiting" }), beat(3000, { state: "waiting" }));
    expect(faceOf(deaf, 3000).state).toBe("joining");
    expect(faceOf(reduceSight(deaf, beat(6000, { state: "waiting" })), 6000).words).toBe("(waiting for partner…)");
    const heard = reduceSight(deaf, beat(4000));
    expect(faceOf(reduceSight(heard, beat(9000, { state: "waiting" })), 9000).state).toBe("joining");
  });

  it("is offline until a coach that took the place of another hears", () => {
    const next = play(room(0), beat(1000, { beat: 7 }), beat(3000, { state: "waiting", beat: 1 }), beat(4000, { state: "waiting", beat: 2 }));
    expect(faceOf(next, 4000).words).toBe("AI offline – continue as normal.");
    expect(faceOf(reduceSight(next, beat(5000, { beat: 3 })), 5000).words).toBe("(coach is listening…)");
  });

  it("says offline long enough to be read when another coach takes over before the silence is noticed", () => {
    const next = play(room(0), beat(1000, { beat: 7 }), beat(2000, { beat: 1 }));
    expect(faceOf(next, 2000).words).toBe("AI offline – continue as normal.");
    const later = reduceSight(next, beat(3000, { beat: 2 }));
    expect(faceOf(later, 3499).state).toBe("offline");
    expect(faceOf(later, 3500).words).toBe("(coach is listening…)");
  });

  it("is offline after 2.5 s without a beat, at once when a coach that was there is gone, and back with the next beat", () => {
    const heard = play(room(0), beat(1000));
    expect(faceOf(heard, 3499).state).toBe("listening");
    expect(faceOf(heard, 3500).words).toBe("AI offline – continue as normal.");
    const gone = reduceSight(heard, room(2000, { coachHere: false }));
    expect(faceOf(gone, 2001).words).toBe("AI offline – continue as normal.");
    expect(faceOf([room(3000), beat(3000)].reduce(reduceSight, gone), 3001).words).toBe("(coach is listening…)");
  });

  it("is offline when a coach that is due never came, and says after 20 s that nobody watches", () => {
    const never = play(room(1000, { coachHere: false }));
    expect(faceOf(never, 5999).state).toBe("joining");
    expect(faceOf(never, 6000).words).toBe("AI offline – continue as normal.");
    expect(faceOf(never, 21_000).words).toBe("AI offline – continue as normal. Nobody but you is watching for danger now.");
  });

  it("is joining for as long as a launched coach may take, then offline", () => {
    const launched = play(room(1000, { coachHere: false }), { type: "woken", launched: true });
    expect(faceOf(launched, 15_999).state).toBe("joining");
    expect(faceOf(launched, 16_000).state).toBe("offline");
    const refused = reduceSight(launched, { type: "woken", launched: false });
    expect(faceOf(refused, 6000).state).toBe("offline");
  });

  it("is offline when a coach that was heard is gone, whatever the API has launched", () => {
    const gone = play(room(1000), beat(1100), room(2000, { coachHere: false }), { type: "woken", launched: true });
    expect(faceOf(gone, 2001).state).toBe("offline");
  });

  it("asks to slow down for 3 minutes after a concern", () => {
    const sight = play(room(0), beat(10, { concern: true }), beat(2000));
    expect(faceOf(sight, 2001).concern).toBe(true);
    expect(faceOf(reduceSight(sight, beat(CONCERN_MS + 10)), CONCERN_MS + 11).concern).toBe(false);
  });
});

describe("whyNoHint", () => {
  it("gives a reason unless a hint can be asked for", () => {
    expect(whyNoHint(faceOf(play(room(0), beat(1)), 2), false)).toBeNull();
    expect(whyNoHint(faceOf(play(room(0), beat(1)), 2), true)).toBe("A hint is on its way.");
    expect(whyNoHint(faceOf(play(room(0, { listening: "none" })), 2), false)).toBe("The coach is off.");
    expect(whyNoHint(faceOf(play(room(0), beat(1)), 2), false, true)).toBe("Read the safety card first.");
  });
});

it("asks the API at once, then ever more rarely", () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(retryDelayMs)).toEqual([0, 3000, 6000, 12000, 24000, 30000, 30000]);
});

it("reads a status body and refuses others", () => {
  expect(readBeat('{"state":"listening","source":"ai","concern":false,"beat":7}')).toEqual({
    state: "listening",
    source: "ai",
    concern: false,
    beat: 7,
  });
  expect(readBeat("{}")).toBeNull();
  expect(readBeat("nope")).toBeNull();
});
