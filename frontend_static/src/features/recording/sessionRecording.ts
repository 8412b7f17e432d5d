/**
 * One person's side of the recording. Pausing and stopping hold on this device first and at once, and the server is told until
 * it knows; starting is the server's word.
 */
import { CONSENT, PROBLEM, RECORDING_STATES, type RecordingMetadata } from "@/api/protocol";
import { asProblem, type Problem, type Slug } from "@/api/problem";
import type { RecordingState, RecordingView } from "@/api/types";
import type { Side } from "@/livekit/whoMayHear";

export interface Standing {
  state: RecordingState;
  /** The Partner's yes stands. */
  agreed: boolean;
  /** Their word; withdrawn is a no after a yes. */
  consent: RecordingView["consent"];
  pausedBy: Side[];
}

export type Hold = "paused" | "stopped";

export interface RecordingPorts {
  side: Side;
  view: () => Promise<RecordingView>;
  change: (state: Exclude<RecordingState, "off">) => Promise<RecordingView>;
  /** Tells the server of a stop. For the Partner that is a no in the ledger. */
  tellStop: () => Promise<void>;
  /** Records our own voice, or stops it, now. */
  record: (on: boolean) => void;
  /** ms between the server's clock and ours. */
  setClock: (aheadMs: number) => void;
  /** ms */
  wait: (ms: number) => Promise<void>;
  now: () => number;
  /** Keeps a pause or stop that is still to be told over a reload. */
  keepUntold: (hold: Hold | null) => void;
}

export interface Sight extends Standing {
  /** Pressed on this device and not lifted since. */
  hold: Hold | null;
  /** The server does not know of it yet, and it takes longer than a moment. */
  telling: boolean;
  /** Why the last start did not happen. */
  trouble: unknown;
}

const SLOW_MS = 1_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000];
const LAST_RETRY_MS = 15_000;
const OVER = new Set<Slug>([PROBLEM.sessionEnded, PROBLEM.notRecording, PROBLEM.notFound, PROBLEM.recordingNotAgreed]);
/** The sound itself is refused, which the person is told. */
const REFUSED_SOUND = new Set<Slug>([PROBLEM.tooMuchSound, PROBLEM.unsupportedSound]);

export class SessionRecording {
  sight: Sight;
  private inCall = false;
  private telling: Promise<void> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly ports: RecordingPorts,
    agreed: boolean,
    untold: Hold | null = null,
  ) {
    this.sight = { state: "off", agreed, consent: agreed ? CONSENT.granted : "none", pausedBy: [], hold: untold, telling: false, trouble: null };
    if (untold) this.tellHold();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  read = (): Sight => this.sight;

  /** Whether this person is in the call now. Coming in asks what stands. */
  setInCall(inCall: boolean): void {
    if (this.inCall === inCall) return;
    this.inCall = inCall;
    this.apply();
    if (inCall) void this.refetch();
  }

  /** The room's metadata, which only the API writes. */
  hear(metadata: string | undefined): void {
    const standing = readStanding(metadata);
    if (standing) this.set(standing);
  }

  /** A piece was taken, and this stands. */
  answered(state: RecordingState): void {
    if (state !== this.sight.state) void this.refetch();
  }

  /** A part was refused for good. */
  refused(problem: Problem): void {
    if (REFUSED_SOUND.has(problem.slug)) this.set({ trouble: problem });
    void this.refetch();
  }

  async refetch(): Promise<void> {
    const before = this.ports.now();
    try {
      const view = await this.ports.view();
      const after = this.ports.now();
      this.ports.setClock(Date.parse(view.now) - (before + after) / 2);
      this.take(view);
    } catch {
      // The room says it too, and every piece that is taken.
    }
  }

  /** Begins, or lifts our own pause. */
  async start(): Promise<void> {
    this.set({ trouble: null });
    await this.telling;
    try {
      const view = await this.ports.change("running");
      this.ports.keepUntold(null);
      this.set({ hold: null });
      this.take(view);
    } catch (error) {
      this.set({ trouble: error });
      void this.refetch();
    }
  }

  /** Holds here at once, asks nothing, and tells the server until it knows. */
  hold(hold: Hold): void {
    this.set({ hold, trouble: null });
    this.ports.keepUntold(hold);
    this.tellHold();
  }

  /** The Partner said yes again: an earlier stop is over. */
  agreedAgain(): void {
    if (this.sight.hold === "stopped") this.set({ hold: null });
    void this.refetch();
  }

  private tellHold(): void {
    this.telling ??= this.tellUntilKnown().finally(() => {
      this.telling = null;
      this.set({ telling: false });
    });
  }

  private async tellUntilKnown(): Promise<void> {
    for (let attempt = 0; this.sight.hold; attempt += 1) {
      const { hold } = this.sight;
      const slow = { yes: true };
      void this.ports.wait(SLOW_MS).then(() => {
        if (slow.yes) this.set({ telling: true });
      });
      try {
        if (hold === "paused") this.take(await this.ports.change("paused"));
        else {
          await this.ports.tellStop();
          await this.refetch();
        }
        slow.yes = false;
        if (this.sight.hold === hold) break; // a stop after a pause is told too
      } catch (error) {
        slow.yes = false;
        if (OVER.has(asProblem(error).slug)) break;
        this.set({ telling: true });
        await this.ports.wait(RETRY_MS[attempt] ?? LAST_RETRY_MS);
      }
    }
    this.ports.keepUntold(null);
  }

  private take({ state, agreed, consent, paused_by }: RecordingView): void {
    this.set({ state, agreed, consent, pausedBy: paused_by });
  }

  private set(change: Partial<Sight>): void {
    this.sight = { ...this.sight, ...change };
    this.apply();
    this.listeners.forEach((listener) => {
      listener();
    });
  }

  private apply(): void {
    this.ports.record(this.inCall && this.sight.state === "running" && this.sight.hold === null);
  }
}

export function readStanding(metadata: string | undefined): Standing | null {
  if (!metadata) return null;
  try {
    const { recording } = JSON.parse(metadata) as { recording?: Record<keyof RecordingMetadata, unknown> };
    const state = RECORDING_STATES.find((one) => one === recording?.state);
    if (!recording || !state) return null;
    const by = Array.isArray(recording.paused_by) ? recording.paused_by : [];
    const agreed = recording.agreed === true;
    return {
      state,
      agreed,
      consent: agreed ? CONSENT.granted : recording.consent === CONSENT.withdrawn ? CONSENT.withdrawn : "none",
      pausedBy: by.filter((one): one is Side => one === "facilitator" || one === "partner"),
    };
  } catch {
    return null;
  }
}

/** What the mark says; null when nothing is recorded. `connected`: our own connection stands, so that what is known is true now. */
export function markOf(sight: Sight, connected = true): "running" | "waiting" | "paused" | "telling" | null {
  if (sight.hold === "stopped") return sight.telling ? "telling" : null;
  if (sight.hold === "paused") return sight.telling ? "telling" : sight.state === "stopped" ? null : "paused";
  if (sight.state === "running") return connected ? "running" : "waiting";
  return sight.state === "paused" ? "paused" : null;
}
