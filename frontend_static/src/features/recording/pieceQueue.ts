/** Sends pieces one after the other; one that fails is kept and tried again, until it is refused or there are too many. */
import { asProblem, type Problem } from "@/api/problem";
import type { RecordingState } from "@/api/types";
import type { Piece } from "./api";

export interface QueuePorts {
  send: (piece: Piece) => Promise<{ state: RecordingState }>;
  /** ms */
  wait: (ms: number) => Promise<void>;
  /** What the server says stands now. */
  answered: (state: RecordingState) => void;
  /** The server will never take the part of this piece. */
  refused: (piece: Piece, problem: Problem) => void;
}

/** About two and a half hours of one voice. */
export const BYTES_MAX = 60_000_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000];
const LAST_RETRY_MS = 15_000;
/** So often in a row one piece may be put off by the server; without a connection it waits as long as that takes. */
export const PUT_OFF_MAX = 10;

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
    for (let failures = 0, putOff = 0; this.waiting[0]; ) {
      const piece = this.waiting[0];
      try {
        const { state } = await this.ports.send(piece);
        failures = putOff = 0;
        this.waiting = this.waiting.filter((one) => one !== piece);
        this.bytes = this.waiting.reduce((sum, one) => sum + one.sound.size, 0);
        this.ports.answered(state);
      } catch (error) {
        const problem = asProblem(error);
        if (isPutOff(problem.status)) putOff += 1;
        if (isFinal(problem.status) || putOff > PUT_OFF_MAX) {
          failures = putOff = 0;
          this.drop(piece.part);
          this.ports.refused(piece, problem);
        } else {
          const backOffMs = RETRY_MS[failures] ?? LAST_RETRY_MS;
          await this.ports.wait(Math.max(backOffMs, (problem.retryAfterS ?? 0) * 1_000));
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
  return status >= 400 && status < 500 && !isPutOff(status);
}

function isPutOff(status: number): boolean {
  return status === 401 || status === 408 || status === 429;
}
