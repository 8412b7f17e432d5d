/** The Facilitator's line to the coach: hints, status and alarms in, wishes out. A store the panel reads. */
import { ANSWER, DISCREET_KIND, METHOD, PAUSE, TOPIC, type HintAttributes } from "@/api/protocol";
import type { CoachWoken, StoredHints } from "@/api/types";
import { emptyBoard, hasGap, reduceHints, type HintBoard, type HintEvent, type Mark } from "./hintBoard";
import { isToBeAsked, missingSinceMs, readBeat, reduceSight, retryDelayMs, unseen, type CoachEvent, type CoachSight } from "./coachState";
import { HintMarks } from "./hintMarks";
import { readHint } from "./hintText";
import { readAlarm, withAlarm, withStored, type Alarm } from "./safetyCards";

export interface TextSink {
  piece: (text: string) => void;
  ended: (whole: boolean) => void;
}

/** What the line needs of the call. */
export interface CoachWire {
  /** Text streams of a topic, from the coach alone. Returns how to stop. */
  hear: (topic: string, open: (attributes: Record<string, string>) => TextSink | null) => () => void;
  ask: (method: string, payload: string) => Promise<string>;
}

export interface CoachLinkPorts {
  hints: () => Promise<StoredHints>;
  /** "Make sure the coach is there." */
  wake: () => Promise<CoachWoken>;
  saveMark: (id: string, mark: Mark | null) => Promise<unknown>;
  /** Which hints were cleared from view on this device, and where that is kept. */
  cleared: { ids: string[]; keep: (ids: string[]) => void };
  /** A live hint is whole. */
  onHint: (summary: string, suggestion: string) => void;
  onAlarm: () => void;
  now: () => number;
}

export interface CoachLinkState {
  board: HintBoard;
  sight: CoachSight;
  alarms: Alarm[];
  /** Hints whose mark could not be kept yet; it is still tried. */
  unsaved: string[];
  /** The Facilitator asked for a pause. */
  pauseWished: boolean;
  nowMs: number;
}

const TICK_MS = 500;
const ASK_MS = 8_000;
const REFETCH_MS = 3_000;
/** A hint that streamed to the page before this one is reported within this. */
const REPORTED_MS = 5_000;
const INSIST_MS = 4_000;

export class CoachLink {
  state: CoachLinkState;
  private readonly listeners = new Set<() => void>();
  private undo: (() => void)[] = [];
  private wakes = 0;
  private wakeAtMs = 0;
  private askedAtMs = 0;
  private pauseToldMs = 0;
  private refetchTimer: ReturnType<typeof setTimeout> | null = null;
  private unacknowledged = new Set<string>();
  private readonly marks: HintMarks;

  constructor(
    private readonly wire: CoachWire,
    private readonly ports: CoachLinkPorts,
  ) {
    const board = { ...emptyBoard, cleared: new Set(ports.cleared.ids) };
    this.state = { board, sight: unseen, alarms: [], unsaved: [], pauseWished: false, nowMs: ports.now() };
    this.marks = new HintMarks(ports.saveMark, () => this.set({ unsaved: this.marks.unsaved() }));
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  read = (): CoachLinkState => this.state;

  /** Starts hearing. Call before joining; returns how to stop. */
  open(): () => void {
    const timer = setInterval(this.tick, TICK_MS);
    const late = setTimeout(() => void this.refetch(), REPORTED_MS);
    this.undo = [
      this.wire.hear(TOPIC.hint, this.hintBegan),
      this.wire.hear(TOPIC.status, () => whole((body) => this.heardBeat(body))),
      this.wire.hear(TOPIC.safety, () => whole((body) => this.heardAlarm(body))),
      () => clearInterval(timer),
      () => clearTimeout(late),
      () => this.marks.close(),
      () => {
        if (this.refetchTimer) clearTimeout(this.refetchTimer);
        this.refetchTimer = null;
      },
    ];
    void this.refetch();
    return () => {
      this.undo.forEach((one) => {
        one();
      });
      this.undo = [];
    };
  }

  /** What the room shows of the people. */
  sees(room: Omit<Extract<CoachEvent, { type: "room" }>, "type" | "nowMs">): void {
    this.look({ type: "room", ...room, nowMs: this.ports.now() });
  }

  /** All stored hints and alarms, merged with what streamed. */
  async refetch(): Promise<void> {
    try {
      const { hints, safety } = await this.ports.hints();
      this.hints({ type: "fetched", hints, unsettled: (id) => this.marks.pending(id), nowMs: this.ports.now() });
      const stored = safety.map(({ id, kind, acknowledged_at }) => {
        return { id, kind, discreet: kind === DISCREET_KIND, acknowledged: acknowledged_at !== null };
      });
      this.set({ alarms: withStored(this.state.alarms, stored) });
    } catch {
      this.refetchSoon();
    }
  }

  async generate(): Promise<void> {
    this.askedAtMs = this.ports.now();
    this.look({ type: "asking", asking: true });
    try {
      const answer = await this.wire.ask(METHOD.generate, "");
      if (answer !== ANSWER.ok) this.look({ type: "asking", asking: false });
    } catch {
      this.look({ type: "asking", asking: false });
    }
  }

  async pause(on: boolean): Promise<void> {
    this.set({ pauseWished: on });
    this.pauseToldMs = this.ports.now();
    try {
      await this.wire.ask(METHOD.pause, on ? PAUSE.on : PAUSE.off);
    } catch {
      // The next beat that contradicts the wish makes us say it again.
      this.pauseToldMs = 0;
    }
  }

  async acknowledge(id: string): Promise<void> {
    const alarm = this.state.alarms.find((one) => one.id === id);
    if (!alarm) return;
    this.set({ alarms: withAlarm(this.state.alarms, { ...alarm, acknowledged: true }) });
    this.unacknowledged.add(id);
    await this.tellAcknowledged();
  }

  hold(held: boolean): void {
    this.hints({ type: "held", held, nowMs: this.ports.now() });
  }
  dismiss(): void {
    this.hints({ type: "dismissed", nowMs: this.ports.now() });
  }
  clear(): void {
    this.hints({ type: "cleared" });
    this.ports.cleared.keep([...this.state.board.cleared]);
  }
  mark(id: string, mark: Mark | null): void {
    this.hints({ type: "marked", id, mark });
    this.marks.set(id, mark);
  }

  private hintBegan = (attributes: Record<string, string>): TextSink | null => {
    const told: Partial<HintAttributes> = attributes;
    const seq = Number(told.seq);
    const id = told.hint;
    if (!Number.isInteger(seq) || seq < 1 || !id) return null;
    const launch = Number(told.launch) || 0;
    const nowMs = this.ports.now();
    const source = told.source === "ai" ? "ai" : "built-in";
    this.hints({ type: "began", id, launch, seq, source, atMs: Number(told.at_ms) || nowMs, nowMs });
    this.look({ type: "asking", asking: false });
    // One that streamed while this page was away is in the session.
    if (hasGap(this.state.board)) this.refetchSoon();
    return {
      piece: (text) => this.hints({ type: "piece", id, text, nowMs: this.ports.now() }),
      ended: (isWhole) => {
        this.hints({ type: "ended", id, whole: isWhole, nowMs: this.ports.now() });
        const entry = this.state.board.hints.find((one) => one.id === id);
        if (entry) {
          const parts = readHint(entry.text, entry.state);
          this.ports.onHint(parts.summary, parts.suggestion);
        }
        if (!isWhole) this.refetchSoon();
      },
    };
  };

  private heardBeat(body: string): void {
    const beat = readBeat(body);
    if (!beat) return;
    const nowMs = this.ports.now();
    const missed = missingSinceMs(this.state.sight, nowMs) !== null;
    this.look({ type: "beat", beat, nowMs });
    this.wakes = 0;
    this.wakeAtMs = 0;
    if (missed) void this.refetch();
    if (this.unacknowledged.size > 0) void this.tellAcknowledged();
    const contradicts = this.state.pauseWished && (beat.state === "listening" || beat.state === "thinking");
    if (contradicts && nowMs - this.pauseToldMs > INSIST_MS) void this.pause(true);
  }

  private heardAlarm(body: string): void {
    const alarm = readAlarm(body);
    if (!alarm) return;
    const known = this.state.alarms.some((one) => one.id === alarm.id);
    this.set({ alarms: withAlarm(this.state.alarms, alarm) });
    if (!known) this.ports.onAlarm();
  }

  private async tellAcknowledged(): Promise<void> {
    for (const id of [...this.unacknowledged]) {
      try {
        await this.wire.ask(METHOD.acknowledge, id);
        this.unacknowledged.delete(id);
      } catch {
        return; // Told again with the next beat.
      }
    }
  }

  private tick = (): void => {
    const nowMs = this.ports.now();
    this.hints({ type: "tick", nowMs });
    if (this.state.sight.asking && nowMs - this.askedAtMs > ASK_MS) this.look({ type: "asking", asking: false });
    this.wakeIfMissing(nowMs);
    this.set({ nowMs });
  };

  private wakeIfMissing(nowMs: number): void {
    if (!isToBeAsked(this.state.sight, nowMs) || nowMs < this.wakeAtMs) return;
    this.wakes += 1;
    this.wakeAtMs = nowMs + retryDelayMs(this.wakes);
    // A refusal changes nothing here: the line stays offline and the next try comes later.
    this.ports.wake().then(
      ({ state }) => this.look({ type: "woken", launched: state === "launched" || state === "running" }),
      () => undefined,
    );
  }

  private refetchSoon(): void {
    this.refetchTimer ??= setTimeout(() => {
      this.refetchTimer = null;
      if (this.undo.length > 0) void this.refetch();
    }, REFETCH_MS);
  }

  private hints(event: HintEvent): void {
    const board = reduceHints(this.state.board, event);
    if (board !== this.state.board) this.set({ board });
  }

  private look(event: CoachEvent): void {
    this.set({ sight: reduceSight(this.state.sight, event) });
  }

  private set(change: Partial<CoachLinkState>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => {
      listener();
    });
  }
}

/** A sink that hands on a whole text and drops a broken one. */
function whole(take: (body: string) => void): TextSink {
  let body = "";
  return {
    piece: (text) => {
      body += text;
    },
    ended: (isWhole) => {
      if (isWhole) take(body);
    },
  };
}
