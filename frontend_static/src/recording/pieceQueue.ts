/** Sends pieces one after the other; one that fails is kept and tried again, until it is refused or there are too many. */
import { asProblem } from "@/api/problem";
import type { RecordingState } from "@/api/types";
import type { Piece } from "./api";

export interface QueuePorts {
  send: (piece: Piece) => Promise<{ state: RecordingState }>;
  /** ms */
  wait: (ms: number) => Promise<void>;
  /** What the server says stands now. */
  answered: (state: RecordingState) => void;
  /** The server will never take this part. */
  refused: () => void;
}

/** About two and a half hours of one voice. */
export const BYTES_MAX = 60_000_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000];
const LAST_RETRY_MS = 15_000;

export class PieceQueue {
  private waiting: Piece[] = [];
  private bytes = 0;
  /** Parts of which no further piece is of use, since one before it is missing. */
  private readonly broken = new Set<string>();
  private running: Promise<void> | null = null;

  constructor(private readonly ports: QueuePorts) {}

  push(piece: Piece): void {
    if (this.broken.has(piece.part)) return;
    this.waiting.push(piece);
    this.bytes += piece.sound.size;
    while (this.bytes > BYTES_MAX && this.waiting[0]) this.drop(this.waiting[0].part);
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
  }

  /** Resolves when nothing waits any more. */
  async empty(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    for (let failures = 0; this.waiting[0]; ) {
      const piece = this.waiting[0];
      try {
        const { state } = await this.ports.send(piece);
        failures = 0;
        this.waiting = this.waiting.filter((one) => one !== piece);
        this.bytes = this.waiting.reduce((sum, one) => sum + one.sound.size, 0);
        this.ports.answered(state);
      } catch (error) {
        if (isFinal(asProblem(error).status)) {
          this.drop(piece.part);
          this.ports.refused();
        } else {
          await this.ports.wait(RETRY_MS[failures] ?? LAST_RETRY_MS);
          failures += 1;
        }
      }
    }
  }

  private drop(part: string): void {
    this.broken.add(part);
    this.waiting = this.waiting.filter((one) => one.part !== part);
    this.bytes = this.waiting.reduce((sum, one) => sum + one.sound.size, 0);
  }
}

/** A refusal that will be the same next time; a bearer may be renewed, a limit may pass. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;
}
