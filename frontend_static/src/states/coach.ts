import type { ScriptedRoom, Writer } from "./scriptedRoom";

export interface Beat {
  state?: "waiting" | "listening" | "thinking" | "paused" | "off" | "leaving";
  source?: "ai" | "built-in";
  concern?: boolean;
}

/** The coach in the room, beating every second of the page's time until it is told to fall silent. */
export class ScriptedCoach {
  private beat = 0;
  private timer: ReturnType<typeof setInterval> | null = null;
  private now: Beat = {};

  constructor(private readonly room: ScriptedRoom) {
    room.comes({ part: "coach", name: "Silent Coach", attributes: { "coach.state": "listening" } });
  }

  is(now: Beat): this {
    this.now = { ...this.now, ...now };
    this.tell();
    this.timer ??= setInterval(() => this.tell(), 1_000);
    return this;
  }

  fallsSilent(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  leaves(): void {
    this.fallsSilent();
    this.room.goes("coach");
  }

  /** Begins a hint; the writer ends it. */
  hints(seq: number, atMs = Date.now()): Writer {
    const source = this.now.source ?? "ai";
    return this.room.stream("coach.hint", { launch: "1", seq: String(seq), hint: `h-${seq}`, source, at_ms: String(atMs) });
  }

  /** A whole hint. */
  hinted(seq: number, text: string, atMs = Date.now()): void {
    const writer = this.hints(seq, atMs);
    writer.write(text);
    writer.close();
  }

  alarm(seq: number, kind: string, discreet = false): void {
    this.room.says("coach.safety", { id: `s-${seq}`, seq, kind, discreet, at_ms: Date.now() });
  }

  private tell(): void {
    this.beat += 1;
    this.room.says("coach.status", { state: "listening", source: "ai", concern: false, ...this.now, beat: this.beat });
  }
}
