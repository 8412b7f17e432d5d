import { beforeEach, describe, expect, it, vi, type Mock } from "vitest";

import { DeviceFlow, LOOK_MS, SYSTEM_MS, TOLD_MS, ZEROS_MS } from "./deviceFlow";

class Track {
  muted = false;
  enabled = true;
  readyState = "live";
  stopped = false;
  clones: Track[] = [];
  constructor(readonly id: string) {}
  clone() {
    const copy = new Track(`${this.id} copy`);
    copy.enabled = this.enabled;
    this.clones.push(copy);
    return copy;
  }
}

let nowMs: number;
let peak: number | null;
let measured: string[];
let holds: string[];
let microphone: { track: Track; on: boolean } | null;
let camera: { track: Track; on: boolean } | null;
let changed: Mock<() => void>;
let flow: DeviceFlow;

/** Looks for `ms`, at the pace of the page. */
function pass(ms: number): void {
  for (const end = nowMs + ms; nowMs < end; ) {
    nowMs += LOOK_MS;
    flow.look();
  }
}

beforeEach(() => {
  nowMs = 1_000_000;
  peak = 0.2;
  measured = [];
  holds = [];
  microphone = { track: new Track("mic"), on: true };
  camera = { track: new Track("camera"), on: true };
  changed = vi.fn<() => void>();
  flow = new DeviceFlow({
    published: (device) => (device === "microphone" ? microphone : camera) as unknown as { track: MediaStreamTrack; on: boolean } | null,
    meter: (track, own) => {
      measured.push(`open ${track.id} ${track.enabled}`);
      return { peak: () => peak, close: () => measured.push(`close ${track.id} ${own}`) };
    },
    hold: (device, held) => holds.push(`${device} ${held}`),
    changed,
    now: () => nowMs,
  });
});

describe("a device that is switched on", () => {
  it.each(["microphone", "camera"] as const)("and muted by the system is said within 5 s, and sends nothing meanwhile: %s", (device) => {
    const { track } = (device === "microphone" ? microphone : camera) ?? { track: new Track("none") };
    track.muted = true;
    pass(SYSTEM_MS - LOOK_MS);
    expect(flow.flow[device]).toBe("flows");
    pass(3_000);
    expect(flow.flow[device]).toBe("system");
    expect(holds).toEqual([`${device} true`]);
    expect(changed).toHaveBeenCalledOnce();
    track.muted = false;
    pass(LOOK_MS);
    expect(flow.flow[device]).toBe("flows");
    expect(holds).toEqual([`${device} true`, `${device} false`]);
  });

  it("and muted for a moment, as when devices change, is not remarked on", () => {
    if (microphone) microphone.track.muted = true;
    pass(1_000);
    if (microphone) microphone.track.muted = false;
    pass(1_000);
    expect(changed).not.toHaveBeenCalled();
  });

  it("gives digital zeros for half a minute: said; sound again: taken back at once", () => {
    peak = 0;
    pass(ZEROS_MS - LOOK_MS);
    expect(flow.flow.microphone).toBe("flows");
    pass(2 * LOOK_MS);
    expect(flow.flow.microphone).toBe("zeros");
    expect(holds).toEqual(["microphone true"]);
    peak = 0.0001;
    pass(LOOK_MS);
    expect(flow.flow.microphone).toBe("flows");
  });

  it("is not remarked on while somebody is quiet for minutes, nor while nothing can be measured", () => {
    peak = 0.0002;
    pass(10 * 60_000);
    peak = null;
    pass(10 * 60_000);
    expect(changed).not.toHaveBeenCalled();
  });

  it("is judged anew when it is another one", () => {
    if (microphone) microphone.track.muted = true;
    pass(3_000);
    microphone = { track: new Track("headset"), on: true };
    pass(LOOK_MS);
    expect(flow.flow.microphone).toBe("flows");
    expect(holds).toEqual(["microphone true", "microphone false"]);
  });
});

describe("a microphone that is switched off", () => {
  beforeEach(() => {
    if (microphone) {
      microphone.on = false;
      microphone.track.enabled = false;
    }
  });

  it("tells somebody who speaks, and stops telling", () => {
    pass(2_000);
    expect(flow.speaksMuted).toBe(true);
    peak = 0.01;
    pass(TOLD_MS + 2_000);
    expect(flow.speaksMuted).toBe(false);
  });

  it("says nothing of a cough", () => {
    pass(2 * LOOK_MS);
    peak = 0.01;
    pass(5_000);
    expect(changed).not.toHaveBeenCalled();
  });

  it("measures a clone of its own, and lets go of it", () => {
    const track = microphone?.track;
    pass(LOOK_MS);
    expect(measured).toEqual(["open mic copy true"]);
    expect(track?.enabled).toBe(false);
    flow.stop();
    expect(measured).toEqual(["open mic copy true", "close mic copy true"]);
  });

  it("opens nothing where no microphone was opened", () => {
    microphone = null;
    pass(5_000);
    expect(measured).toEqual([]);
    expect(flow.speaksMuted).toBe(false);
  });
});
