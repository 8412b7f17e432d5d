/** Carries the Facilitator's marks to the API until they are kept there: the newest word on each hint wins. */
import type { Mark } from "./hintBoard";

const RETRY_MS = [1_500, 3_000, 6_000, 12_000];
const LAST_RETRY_MS = 30_000;
/** A hint is reported a moment after it was shown, so the first refusal says nothing yet. */
const TRIES_BEFORE_TELLING = 3;

export class HintMarks {
  private readonly waiting = new Map<number, { mark: Mark | null; tries: number }>();
  private readonly under = new Set<number>();
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly save: (seq: number, mark: Mark | null) => Promise<unknown>,
    private readonly changed: () => void,
  ) {}

  set(seq: number, mark: Mark | null): void {
    this.waiting.set(seq, { mark, tries: 0 });
    void this.carry(seq);
  }

  /** Not kept by the API yet: what it says of them is older than what the Facilitator said. */
  pending(seq: number): boolean {
    return this.waiting.has(seq);
  }

  /** Marks the API refused several times; they are still tried. */
  unsaved(): number[] {
    return [...this.waiting].filter(([, one]) => one.tries >= TRIES_BEFORE_TELLING).map(([seq]) => seq);
  }

  close(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
    this.waiting.clear();
  }

  private async carry(seq: number): Promise<void> {
    clearTimeout(this.timers.get(seq));
    const one = this.waiting.get(seq);
    if (!one || this.under.has(seq)) return;
    this.under.add(seq);
    try {
      await this.save(seq, one.mark);
      if (this.waiting.get(seq) === one) this.waiting.delete(seq);
    } catch {
      one.tries += 1;
    }
    this.under.delete(seq);
    this.changed();
    const next = this.waiting.get(seq);
    if (!next) return;
    const afterMs = next === one ? (RETRY_MS[one.tries - 1] ?? LAST_RETRY_MS) : 0;
    this.timers.set(
      seq,
      setTimeout(() => void this.carry(seq), afterMs),
    );
  }
}
