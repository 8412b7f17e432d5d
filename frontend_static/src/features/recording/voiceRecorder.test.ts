import { beforeEach, describe, expect, it } from "vitest";
import type { Piece } from "./api";
import { PART_MS } from "@/api/protocol";
import { VoiceRecorder, type Recorder } from "./voiceRecorder";

class FakeRecorder implements Recorder {
  mimeType = "audio/webm;codecs=opus";
  onstart: Recorder["onstart"] = null;
  ondataavailable: Recorder["ondataavailable"] = null;
  onstop: Recorder["onstop"] = null;
  onerror: Recorder["onerror"] = null;
  running = false;
  constructor(
    readonly track: { id: string; readyState: MediaStreamTrackState },
    private readonly log: string[],
  ) {}
  start() {
    this.running = true;
    this.log.push(`start ${this.track.id}`);
    this.onstart?.(new Event("start"));
  }
  data(size = 5) {
    this.ondataavailable?.({ data: new Blob(["x".repeat(size)]) } as BlobEvent);
  }
  stop() {
    if (!this.running) throw new DOMException("inactive", "InvalidStateError");
    this.running = false;
    this.log.push(`stop ${this.track.id}`);
    this.data(2);
    this.onstop?.(new Event("stop"));
  }
}

const track = (id: string) => ({ id, readyState: "live" }) as { id: string; readyState: MediaStreamTrackState };
let microphone: ReturnType<typeof track> | null;
let now: number;
let log: string[];
let opened: FakeRecorder[];
let pieces: Piece[];
let voice: VoiceRecorder;

function at(n: number): FakeRecorder {
  const recorder = opened[n];
  if (!recorder) throw new Error(`no recorder ${n} was opened`);
  return recorder;
}

beforeEach(() => {
  microphone = track("m1");
  now = 1_000;
  log = [];
  opened = [];
  pieces = [];
  voice = new VoiceRecorder({
    microphone: () => microphone as MediaStreamTrack | null,
    open: (on) => {
      const recorder = new FakeRecorder(on as { id: string; readyState: MediaStreamTrackState }, log);
      opened.push(recorder);
      return recorder;
    },
    now: () => now,
    push: (piece) => pieces.push(piece),
  });
});

describe("VoiceRecorder", () => {
  it("numbers the pieces of a part and says which is the last", () => {
    voice.want(true);
    at(0).data();
    now = 4_000;
    at(0).data();
    voice.want(false);
    expect(pieces.map(({ n, last, startedAtMs, sound }) => [n, last, startedAtMs, sound.size])).toEqual([
      [0, false, 1_000, 5],
      [1, false, 1_000, 5],
      [2, false, 1_000, 2],
      [3, true, 1_000, 0],
    ]);
    expect(new Set(pieces.map((one) => one.part)).size).toBe(1);
  });

  it("goes on with a new part when the microphone is another, beginning before it ends the old one", () => {
    voice.want(true);
    at(0).data();
    microphone = track("m2");
    voice.look();
    expect(log).toEqual(["start m1", "start m2", "stop m1"]);
    at(1).data();
    expect(new Set(pieces.map((one) => one.part)).size).toBe(2);
    voice.look();
    expect(opened).toHaveLength(2);
  });

  it("ends with a microphone that goes, and begins again when one comes", () => {
    voice.want(true);
    at(0).track.readyState = "ended";
    at(0).stop();
    voice.look();
    expect(opened).toHaveLength(1);
    microphone = track("m3");
    voice.look();
    expect(log.at(-1)).toBe("start m3");
  });

  it("begins a new part every ten minutes", () => {
    voice.want(true);
    now += PART_MS - 1;
    voice.look();
    expect(opened).toHaveLength(1);
    now += 1;
    voice.look();
    expect(opened).toHaveLength(2);
  });

  it("goes on with a new part when the server takes no more of one, and stops when it takes nothing at all", () => {
    voice.want(true);
    at(0).data();
    voice.refused("another part", true);
    expect(opened).toHaveLength(1);
    voice.refused(pieces[0]?.part ?? "", true);
    expect(log).toEqual(["start m1", "stop m1", "start m1"]);
    at(1).data();
    voice.refused(pieces.at(-1)?.part ?? "", false);
    voice.look();
    expect(opened).toHaveLength(2);
    voice.want(false);
    voice.want(true);
    expect(opened).toHaveLength(3);
  });

  it("opens nothing before it is wanted", () => {
    voice.look();
    expect(opened).toHaveLength(0);
  });
});
