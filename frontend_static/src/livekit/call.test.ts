import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Call as CallType } from "./call";

const log: string[] = [];
/** Nothing reaches the server, and nothing comes back. */
const line = { broken: false };
const rooms: { emit: (event: string, ...values: unknown[]) => void; state: string }[] = [];

vi.mock("livekit-client", () => {
  class Room {
    state = "disconnected";
    handlers = new Map<string, (...values: unknown[]) => void>();
    topics = new Map<string, (reader: unknown, from: { identity: string }) => void>();
    localParticipant = {
      isMicrophoneEnabled: false,
      isCameraEnabled: false,
      setTrackSubscriptionPermissions: (all: boolean, some: { participantIdentity: string }[]) =>
        log.push(`permit ${all} ${some.map((one) => one.participantIdentity).join(",")}`),
      setMicrophoneEnabled: async (on: boolean) => log.push(`mic ${on}`),
      setCameraEnabled: async (on: boolean) => log.push(`camera ${on}`),
      setAttributes: () => {
        log.push("probe");
        return line.broken ? new Promise(() => undefined) : Promise.resolve();
      },
      getTrackPublication: () => undefined,
    };
    constructor() {
      rooms.push({
        emit: (event, ...values) => {
          if (event === "Disconnected") this.state = "disconnected";
          this.handlers.get(event)?.(...values);
        },
        state: this.state,
      });
    }
    metadata: string | undefined;
    remoteParticipants = new Map<string, { identity: string; trackPublications: Map<string, unknown> }>();
    on(event: string, handler: () => void) {
      this.handlers.set(event, handler);
      return this;
    }
    async connect() {
      log.push("connect");
      if (line.broken) {
        this.handlers.get("Disconnected")?.(0);
        throw new Error("no line");
      }
      this.state = "connected";
    }
    async disconnect() {
      log.push("disconnect");
      if (this.state === "disconnected") return;
      this.state = "disconnected";
      this.handlers.get("Disconnected")?.(1);
    }
    registerTextStreamHandler(topic: string, handler: (reader: unknown, from: { identity: string }) => void) {
      this.topics.set(topic, handler);
    }
    unregisterTextStreamHandler(topic: string) {
      this.topics.delete(topic);
    }
  }
  const names = (...all: string[]) => Object.fromEntries(all.map((one) => [one, one]));
  class LivekitError extends Error {}
  class DeviceUnsupportedError extends LivekitError {}
  class PublishTrackError extends LivekitError {}
  return {
    Room,
    LivekitError,
    DeviceUnsupportedError,
    PublishTrackError,
    RoomEvent: names("Reconnecting", "SignalReconnecting", "Reconnected", "Disconnected", "RoomMetadataChanged", "TrackPublished", "TrackSubscribed"),
    ConnectionState: { Connected: "connected" },
    DisconnectReason: { CLIENT_INITIATED: 1, DUPLICATE_IDENTITY: 2, PARTICIPANT_REMOVED: 4, ROOM_DELETED: 5, ROOM_CLOSED: 10 },
    Track: { Source: { Microphone: "microphone", Camera: "camera" } },
  };
});

const { Call } = await import("./call");
const identities = { facilitator: "f", partner: "p", coach: "c" };
const gate = { coach: false };
function open(judge: (error: unknown) => "ended" | "final" | "retry" = () => "retry", ticket = async () => ({ url: "u", token: "t", identities, partner_version: 1 })) {
  return new Call({ ticket, mayHear: () => (gate.coach ? ["f", "c"] : ["f"]), isHeard: () => ["f"], judge }, { microphone: true, camera: true });
}

/** The Facilitator's side: everything goes to and comes from the Partner who has the place. */
function openAsFacilitator(partner: string | null, partner_version: number) {
  const only = ({ partner }: { partner: string | null }) => (partner ? [partner] : []);
  const ticket = async () => ({ url: "u", token: "t", identities: { ...identities, partner }, partner_version });
  return new Call({ ticket, mayHear: only, isHeard: only, judge: () => "retry" }, { microphone: false, camera: false });
}

beforeEach(() => {
  log.length = 0;
  line.broken = false;
  rooms.length = 0;
  gate.coach = false;
});

describe("Call", () => {
  it("tells who may subscribe before it connects and before it publishes anything", async () => {
    const call = open();
    await call.join();
    expect(call.state.at).toBe("open");
    expect(log).toEqual(["permit false f", "connect", "permit false f", "mic true", "camera true"]);
  });

  it("says it again after every reconnect", async () => {
    const call = open();
    await call.join();
    log.length = 0;
    gate.coach = true;
    rooms[0]?.emit("Reconnecting");
    expect(call.state.at).toBe("reconnecting");
    rooms[0]?.emit("Reconnected");
    expect(log[0]).toBe("permit false f,c");
    expect(call.state.at).toBe("open");
  });

  it("publishes nothing while it is not in the room", async () => {
    const call = open();
    await call.setMicrophone(true);
    expect(log).toEqual([]);
  });

  it("takes a refused camera for trouble, and a line that broke meanwhile for none", async () => {
    const call = open();
    await call.join();
    const me = call.room.localParticipant as unknown as { setCameraEnabled: () => Promise<void> };
    const { PublishTrackError } = (await import("livekit-client")) as unknown as { PublishTrackError: new () => Error };
    me.setCameraEnabled = () => Promise.reject(new PublishTrackError());
    await call.setCamera(true);
    expect(call.trouble.camera).toBeUndefined();
    me.setCameraEnabled = () => Promise.reject(new DOMException("", "NotAllowedError"));
    await call.setCamera(true);
    expect(call.trouble.camera).toBeInstanceOf(DOMException);
  });

  it("gives way to another tab and takes the call back when asked", async () => {
    const call = open();
    await call.join();
    rooms[0]?.emit("Disconnected", 2);
    expect(call.state.at).toBe("elsewhere");
    await call.join();
    expect(call.state.at).toBe("open");
  });

  it("asks for a fresh ticket when thrown out, and ends when the session has", async () => {
    let over = false;
    const call = open(
      () => "ended",
      async () => {
        if (over) throw new Error("ended");
        return { url: "u", token: "t", identities, partner_version: 1 };
      },
    );
    await call.join();
    over = true;
    rooms[0]?.emit("Disconnected", 5);
    expect(call.state).toMatchObject({ at: "reconnecting", putOut: true });
    await vi.waitFor(() => expect(call.state.at).toBe("ended"));
  });

  it("hears a topic from one identity only", async () => {
    const call = open();
    const heard: string[] = [];
    call.hear("coach.hint", () => "c", () => ({ piece: (text) => heard.push(text), ended: (whole) => heard.push(String(whole)) }));
    const send = (call.room as unknown as { topics: Map<string, (reader: unknown, from: { identity: string }) => void> }).topics.get("coach.hint");
    const reader = (attributes = {}) => ({
      info: { attributes },
      async *[Symbol.asyncIterator]() {
        yield "text";
      },
    });
    send?.(reader(), { identity: "p" });
    send?.(reader(), { identity: "" });
    send?.(reader(), { identity: "c" });
    await vi.waitFor(() => expect(heard).toEqual(["text", "true"]));
    send?.(reader({ aborted: "true" }), { identity: "c" });
    await vi.waitFor(() => expect(heard.slice(2)).toEqual(["text", "false"]));
  });

  describe("on a change of Partner", () => {
    const say = (call: InstanceType<typeof Call>, partner: string | null, version: number) => {
      (call.room as unknown as { metadata: string }).metadata = JSON.stringify({ partner, partner_version: version, recording: {} });
      rooms[0]?.emit("RoomMetadataChanged");
    };
    const publication = (isDesired = true) => ({
      isDesired,
      setSubscribed(on: boolean) {
        this.isDesired = on;
      },
    });

    it("lets the one before hear nothing more and takes nothing of theirs", async () => {
      const call = openAsFacilitator("p-old", 1);
      await call.join();
      const [old, fresh, stranger] = [publication(), publication(), publication()];
      const people = (call.room as unknown as { remoteParticipants: Map<string, unknown> }).remoteParticipants;
      people.set("p-old", { identity: "p-old", trackPublications: new Map([["TR_1", old]]) });
      rooms[0]?.emit("TrackPublished", old, { identity: "p-old" });
      rooms[0]?.emit("TrackPublished", stranger, { identity: "p-stranger" });
      expect([old.isDesired, stranger.isDesired]).toEqual([true, false]);
      log.length = 0;

      say(call, null, 2);
      expect(log).toEqual(["permit false "]);
      expect([old.isDesired, call.heard()]).toEqual([false, []]);

      say(call, "p-new", 3);
      expect(log).toEqual(["permit false ", "permit false p-new"]);
      rooms[0]?.emit("TrackPublished", fresh, { identity: "p-new" });
      expect([old.isDesired, fresh.isDesired, call.heard()]).toEqual([false, true, ["p-new"]]);
    });

    it("believes the newer word, whether the ticket's or the room's", async () => {
      const call = openAsFacilitator("p-new", 3);
      const room = call.room as unknown as { metadata: string };
      room.metadata = JSON.stringify({ partner: "p-old", partner_version: 1 });
      await call.join();
      expect(call.heard()).toEqual(["p-new"]);
      say(call, "p-newest", 5);
      say(call, "p-new", 4);
      expect(call.heard()).toEqual(["p-newest"]);
      for (const nonsense of ["", "{", "null", '{"partner":"p-old"}', '{"partner":7,"partner_version":9}']) {
        room.metadata = nonsense;
        rooms[0]?.emit("RoomMetadataChanged");
      }
      expect(call.heard()).toEqual(["p-newest"]);
    });

    it("takes a track that was published before it was told whose place it is", async () => {
      const call = openAsFacilitator(null, 0);
      await call.join();
      const early = publication();
      const people = (call.room as unknown as { remoteParticipants: Map<string, unknown> }).remoteParticipants;
      people.set("p-new", { identity: "p-new", trackPublications: new Map([["TR_1", early]]) });
      rooms[0]?.emit("TrackPublished", early, { identity: "p-new" });
      expect(early.isDesired).toBe(false);
      say(call, "p-new", 1);
      expect(early.isDesired).toBe(true);
    });
  });
});

describe("a disconnect that nobody asked for", () => {
  let call: CallType;
  const joins = () => log.filter((one) => one === "connect").length;
  beforeEach(() => {
    vi.useFakeTimers();
    call = open();
  });
  afterEach(async () => {
    await call.leave();
    vi.useRealTimers();
  });

  it("is a loss whatever reason the library gives: shown at once, then joined again", async () => {
    await call.join();
    rooms[0]?.emit("Disconnected", 1);
    expect(call.state.at).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(0);
    expect(call.state).toMatchObject({ at: "open", backMs: expect.any(Number) });
    expect(joins()).toBe(2);
  });

  it("is none when the person left", async () => {
    await call.join();
    await call.leave();
    expect(call.state.at).toBe("left");
    await vi.advanceTimersByTimeAsync(60_000);
    window.dispatchEvent(new Event("pageshow"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(call.state.at).toBe("left");
    expect(joins()).toBe(1);
  });

  it("waits longer after each try that fails, and not at all once the page wakes", async () => {
    await call.join();
    line.broken = true;
    rooms[0]?.emit("Disconnected", 0);
    await vi.advanceTimersByTimeAsync(0);
    const waits: number[] = [];
    for (let tries = joins(), waited = 0; waits.length < 5; ) {
      await vi.advanceTimersByTimeAsync(500);
      waited += 500;
      if (joins() === tries) continue;
      tries = joins();
      waits.push(waited);
      waited = 0;
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    line.broken = false;
    for (const [where, event] of [[window, "online"], [window, "pageshow"], [document, "resume"], [document, "visibilitychange"]] as const) {
      rooms[0]?.emit("Disconnected", 0);
      line.broken = true;
      await vi.advanceTimersByTimeAsync(0);
      line.broken = false;
      where.dispatchEvent(new Event(event));
      await vi.advanceTimersByTimeAsync(0);
      expect(call.state.at).toBe("open");
    }
  });

  it("is made when the page is put aside, and mended when it is shown", async () => {
    await call.join();
    window.dispatchEvent(new Event("pagehide"));
    expect(call.state.at).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(0);
    expect(log).toContain("disconnect");
    expect(joins()).toBe(1);
    window.dispatchEvent(new Event("pageshow"));
    await vi.advanceTimersByTimeAsync(0);
    expect(call.state.at).toBe("open");
  });

  it("is not made by beforeunload, nor by freeze, which the library does not get to see", async () => {
    const library = vi.fn();
    await call.join();
    window.addEventListener("freeze", library);
    window.dispatchEvent(new Event("beforeunload"));
    window.dispatchEvent(new Event("freeze"));
    window.removeEventListener("freeze", library);
    expect(library).not.toHaveBeenCalled();
    expect(call.state).toEqual({ at: "open" });
  });

  it("is found out when the page wakes though the library believes that it is connected", async () => {
    await call.join();
    document.dispatchEvent(new Event("resume"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(call.state).toEqual({ at: "open" });
    line.broken = true;
    document.dispatchEvent(new Event("resume"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(call.state.at).toBe("reconnecting");
    line.broken = false;
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(call.state.at).toBe("open");
  });

  it("leaves the call to another tab, and does not take it back by itself", async () => {
    await call.join();
    rooms[0]?.emit("Disconnected", 2);
    window.dispatchEvent(new Event("pageshow"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(call.state.at).toBe("elsewhere");
    expect(joins()).toBe(1);
  });
});
