import { beforeEach, describe, expect, it, vi } from "vitest";

const log: string[] = [];
const rooms: { emit: (event: string, value?: unknown) => void; state: string }[] = [];

vi.mock("livekit-client", () => {
  class Room {
    state = "disconnected";
    handlers = new Map<string, (value?: unknown) => void>();
    topics = new Map<string, (reader: unknown, from: { identity: string }) => void>();
    localParticipant = {
      isMicrophoneEnabled: false,
      isCameraEnabled: false,
      setTrackSubscriptionPermissions: (all: boolean, some: { participantIdentity: string }[]) =>
        log.push(`permit ${all} ${some.map((one) => one.participantIdentity).join(",")}`),
      setMicrophoneEnabled: async (on: boolean) => log.push(`mic ${on}`),
      setCameraEnabled: async (on: boolean) => log.push(`camera ${on}`),
      setAttributes: async () => log.push("probe"),
      getTrackPublication: () => undefined,
    };
    constructor() {
      rooms.push({ emit: (event, value) => this.handlers.get(event)?.(value), state: this.state });
    }
    on(event: string, handler: () => void) {
      this.handlers.set(event, handler);
      return this;
    }
    async connect() {
      log.push("connect");
      this.state = "connected";
    }
    async disconnect() {
      log.push("disconnect");
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
    RoomEvent: names("Reconnecting", "SignalReconnecting", "Reconnected", "Disconnected"),
    ConnectionState: { Connected: "connected" },
    DisconnectReason: { CLIENT_INITIATED: 1, DUPLICATE_IDENTITY: 2, ROOM_DELETED: 5 },
    Track: { Source: { Microphone: "microphone" } },
  };
});

const { Call } = await import("./call");
const identities = { facilitator: "f", partner: "p", coach: "c" };
const gate = { coach: false };
function open(judge: (error: unknown) => "ended" | "final" | "retry" = () => "retry", ticket = async () => ({ url: "u", token: "t", identities })) {
  return new Call({ ticket, mayHear: () => (gate.coach ? ["f", "c"] : ["f"]), judge }, { microphone: true, camera: true });
}

beforeEach(() => {
  log.length = 0;
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
        return { url: "u", token: "t", identities };
      },
    );
    await call.join();
    over = true;
    rooms[0]?.emit("Disconnected", 5);
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
});
