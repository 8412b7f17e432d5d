/** Whether a microphone or camera that is switched on really sends something, and whether somebody speaks with theirs switched off. */
import type { Unpluggable } from "./unplugged";

/** `system`: muted by the device or a phone call (MediaStreamTrack `mute`); `zeros`: a microphone that gives digital zeros. */
export type Flow = "flows" | "system" | "zeros";

export interface Meter {
  /** Highest amplitude since about the last look, 0 to 1; null while it cannot be measured. */
  peak: () => number | null;
  close: () => void;
}

export interface FlowPorts {
  /** What is published of this device; `on` is the person's switch. */
  published: (device: Unpluggable) => { track: MediaStreamTrack; on: boolean } | null;
  /** Measures on this device only. It stops the track it was given with `own`. */
  meter: (track: MediaStreamTrack, own: boolean) => Meter | null;
  /** Stops sending, so that the media server shows the others a muted track, or sends again. */
  hold: (device: Unpluggable, held: boolean) => void;
  changed: () => void;
  now: () => number;
}

export const LOOK_MS = 200;
/** A system mute shorter than this is a change of devices. */
export const SYSTEM_MS = 1_500;
export const ZEROS_MS = 30_000;
const VOICE = 0.1;
/** Of the last looks so many must be loud before it is speech: a cough is not. */
const LOOKS = 10;
const LOUD_LOOKS = 4;
export const TOLD_MS = 4_000;

const DEVICES = ["microphone", "camera"] as const;

export class DeviceFlow {
  flow: Record<Unpluggable, Flow> = { microphone: "flows", camera: "flows" };
  /** Speaks, or did a moment ago, while the microphone is switched off. */
  speaksMuted = false;

  private timer: ReturnType<typeof setInterval> | null = null;
  private measured: { key: string; meter: Meter | null } | null = null;
  private readonly seen: Record<Unpluggable, { id: string; mutedSinceMs: number | null } | null> = { microphone: null, camera: null };
  private zerosSinceMs: number | null = null;
  private loud: boolean[] = [];
  private speaksUntilMs = 0;

  constructor(private readonly ports: FlowPorts) {}

  start(): void {
    this.timer ??= setInterval(() => this.look(), LOOK_MS);
  }

  /** Nothing is measured after this. */
  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.measure(null);
    this.seen.microphone = this.seen.camera = null;
    this.flow = { microphone: "flows", camera: "flows" };
    this.speaksMuted = false;
  }

  look(): void {
    const nowMs = this.ports.now();
    const microphone = this.ports.published("microphone");
    this.measure(microphone);
    const peak = this.measured?.meter?.peak() ?? null;
    const silent = microphone?.on === true && peak === 0;
    this.zerosSinceMs = silent ? (this.zerosSinceMs ?? nowMs) : null;
    this.loud = microphone && !microphone.on ? [...this.loud, peak !== null && peak > VOICE].slice(-LOOKS) : [];
    if (this.loud.filter(Boolean).length >= LOUD_LOOKS) this.speaksUntilMs = nowMs + TOLD_MS;

    const zeros = this.zerosSinceMs !== null && nowMs - this.zerosSinceMs >= ZEROS_MS;
    const before = { ...this.flow, speaks: this.speaksMuted };
    for (const device of DEVICES) {
      const system = this.mutedBySystem(device, nowMs);
      this.become(device, system ? "system" : device === "microphone" && zeros ? "zeros" : "flows");
    }
    this.speaksMuted = microphone !== null && !microphone.on && nowMs < this.speaksUntilMs;
    if (DEVICES.some((device) => before[device] !== this.flow[device]) || before.speaks !== this.speaksMuted) this.ports.changed();
  }

  private mutedBySystem(device: Unpluggable, nowMs: number): boolean {
    const published = this.ports.published(device);
    if (!published) {
      this.seen[device] = null;
      return false;
    }
    const { track, on } = published;
    const muted = on && track.muted && track.readyState === "live";
    const known = this.seen[device];
    if (known && known.id !== track.id) this.become(device, "flows");
    const since = known?.id === track.id ? known.mutedSinceMs : null;
    const mutedSinceMs = muted ? (since ?? nowMs) : null;
    this.seen[device] = { id: track.id, mutedSinceMs };
    return mutedSinceMs !== null && nowMs - mutedSinceMs >= SYSTEM_MS;
  }

  private become(device: Unpluggable, flow: Flow): void {
    const before = this.flow[device];
    this.flow = { ...this.flow, [device]: flow };
    if ((before === "flows") !== (flow === "flows")) this.ports.hold(device, flow !== "flows");
  }

  /** While the switch is off the track gives zeros; then a clone of it is measured, which opens no device. */
  private measure(microphone: { track: MediaStreamTrack; on: boolean } | null): void {
    const live = microphone?.track.readyState === "live" ? microphone : null;
    const key = live ? `${live.track.id} ${live.on}` : null;
    if (this.measured && this.measured.key === key) return;
    this.measured?.meter?.close();
    this.measured = null;
    this.zerosSinceMs = null;
    this.loud = [];
    if (!live || !key) return;
    let { track } = live;
    if (!live.on) {
      track = track.clone();
      track.enabled = true;
    }
    this.measured = { key, meter: this.ports.meter(track, !live.on) };
  }
}

/** The browser's own meter. */
export function openMeter(track: MediaStreamTrack, own: boolean): Meter | null {
  const stop = () => {
    if (own) track.stop();
  };
  if (typeof AudioContext !== "function") {
    stop();
    return null;
  }
  const context = new AudioContext();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 8_192;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    peak: () => {
      if (context.state !== "running") return null;
      analyser.getFloatTimeDomainData(samples);
      return samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    },
    close: () => {
      stop();
      source.disconnect();
      void context.close();
    },
  };
}
