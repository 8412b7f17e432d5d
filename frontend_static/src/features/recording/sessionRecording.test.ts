import { describe, expect, it } from "vitest";
import { Problem } from "@/api/problem";
import type { RecordingState, RecordingView } from "@/api/types";
import { markOf, readStanding, SessionRecording, type Hold } from "./sessionRecording";

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

function world(side: "facilitator" | "partner", { untold = null as Hold | null, offline = false } = {}) {
  const server = { state: "off" as RecordingState, agreed: true, by: new Set<"facilitator" | "partner">() };
  const log: string[] = [];
  const net = { offline };
  let recording = false;
  let kept: Hold | null = untold;
  const view = (): RecordingView => ({
    state: server.state,
    agreed: server.agreed,
    consent: server.agreed ? ("granted" as const) : ("withdrawn" as const),
    paused_by: [...server.by],
    now: new Date(5_000).toISOString(),
    recordings: [],
  });
  const reach = () => {
    if (net.offline) throw new Problem("offline", 0);
  };
  const made = new SessionRecording(
    {
      side,
      view: async () => {
        reach();
        return view();
      },
      change: async (state) => {
        log.push(state);
        reach();
        if (state === "paused") server.by.add(side);
        else server.by.delete(side);
        server.state = server.by.size ? "paused" : state;
        return view();
      },
      tellStop: async () => {
        log.push("stop");
        reach();
        server.state = "stopped";
        server.agreed = side !== "partner";
      },
      record: (on) => {
        recording = on;
      },
      setClock: () => undefined,
      wait: () => settled(),
      now: () => 0,
      keepUntold: (hold) => {
        kept = hold;
      },
    },
    true,
    untold,
  );
  return { made, server, log, net, records: () => recording, kept: () => kept };
}

const metadata = (state: string, agreed = true, paused_by: string[] = []) => JSON.stringify({ recording: { state, agreed, paused_by } });

describe("SessionRecording", () => {
  it("records only while the server says so and this person is in the call", async () => {
    const { made, records } = world("partner");
    made.hear(metadata("running"));
    expect(records()).toBe(false);
    made.setInCall(true);
    made.hear(metadata("running"));
    expect(records()).toBe(true);
    made.hear(metadata("paused", true, ["facilitator"]));
    expect(records()).toBe(false);
    made.hear(metadata("running"));
    made.setInCall(false);
    expect(records()).toBe(false);
  });

  it("asks what stands when somebody comes in", async () => {
    const { made, server, records } = world("facilitator");
    server.state = "running";
    made.setInCall(true);
    await settled();
    expect(records()).toBe(true);
  });

  it("pauses here before any server knows, and no stale word of the room turns it on again", async () => {
    const { made, log, net, records, kept } = world("partner");
    made.setInCall(true);
    await settled();
    made.hear(metadata("running"));
    net.offline = true;
    made.hold("paused");
    expect(records()).toBe(false);
    expect(kept()).toBe("paused");
    await settled();
    await settled();
    expect(markOf(made.sight)).toBe("telling");
    made.hear(metadata("running"));
    expect(records()).toBe(false);
    net.offline = false;
    for (let n = 0; n < 6; n += 1) await settled();
    expect(kept()).toBeNull();
    expect(log.at(-1)).toBe("paused");
    made.hear(metadata("running"));
    expect(records()).toBe(false);
    expect(markOf(made.sight)).toBe("paused");
    expect(markOf({ ...made.sight, hold: null, state: "running" })).toBe("running");
    expect(markOf({ ...made.sight, hold: null, state: "running" }, false)).toBe("waiting");
    await made.start();
    expect(records()).toBe(true);
  });

  it("stops for good: only a yes and a new start bring it back", async () => {
    const { made, server, records } = world("partner");
    made.setInCall(true);
    await settled();
    made.hear(metadata("running"));
    made.hold("stopped");
    expect(records()).toBe(false);
    expect(markOf(made.sight)).toBeNull();
    for (let n = 0; n < 4; n += 1) await settled();
    expect(server.agreed).toBe(false);
    made.hear(metadata("running"));
    expect(records()).toBe(false);
    server.agreed = true;
    server.state = "running";
    made.agreedAgain();
    await settled();
    expect(records()).toBe(true);
  });

  it("tells after a reload what it could not tell before", async () => {
    const { made, log, kept } = world("partner", { untold: "stopped" });
    made.setInCall(true);
    for (let n = 0; n < 4; n += 1) await settled();
    expect(log).toEqual(["stop"]);
    expect(kept()).toBeNull();
  });

  it("says when the sound itself is refused, and not when the recording was only paused", async () => {
    const { made } = world("facilitator");
    made.refused(new Problem("not-recording", 409));
    await settled();
    expect(made.sight.trouble).toBeNull();
    made.refused(new Problem("too-much-sound", 413));
    expect(made.sight.trouble).toMatchObject({ slug: "too-much-sound" });
  });

  it("says why a start did not happen", async () => {
    const { made, net, records } = world("facilitator");
    made.setInCall(true);
    net.offline = true;
    await made.start();
    expect(made.sight.trouble).toBeInstanceOf(Problem);
    expect(records()).toBe(false);
  });
});

describe("readStanding", () => {
  it.each([undefined, "", "{", "null", "{}", '{"recording":{"state":"on"}}'])("reads nothing from %j", (text) => {
    expect(readStanding(text)).toBeNull();
  });
  it("reads what the API writes", () => {
    expect(readStanding(metadata("paused", true, ["partner", "stranger"]))).toEqual({ state: "paused", agreed: true, consent: "granted", pausedBy: ["partner"] });
  });
});
