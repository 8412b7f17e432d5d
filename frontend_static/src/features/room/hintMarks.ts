/** Carries the Facilitator's marks to the API until they are kept there: the newest word on each hint wins. */
import type { Mark } from "./hintBoard";

const RETRY_MS = [1_500, 3_000, 6_000, 12_000];
const LAST_RETRY_MS = 30_000;
/** A hint is reported a moment after it was shown, so the first refusal says nothing yet. */
const TRIES_BEFORE_TELLING = 3;

export class HintMarks {
  private readonly waiting = new Map<string, { mark: Mark | null; tries: number }>();
  private readonly under = new Set<string>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly save: (id: string, mark: Mark | null) => Promise<unknown>,
    private readonly changed: () => void,
  ) {}

  set(id: string, mark: Mark | null): void {
    this.waiting.set(id, { mark, tries: 0 });
    void this.carry(id);
  }

  /** Not kept by the API yet: what it says of them is older than what the Facilitator said. */
  pending(id: string): boolean {
    return this.waiting.has(id);
  }

  /** Marks the API refused several times; they are still tried. */
  unsaved(): string[] {
    return [...this.waiting].filter(([, one]) => one.tries >= TRIES_BEFORE_TELLING).map(([id]) => id);
  }

  close(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
    this.waiting.clear();
  }

  private async carry(id: string): Promise<void> {
    clearTimeout(this.timers.get(id));
    const one = this.waiting.get(id);
    if (!one || this.under.has(id)) return;
    this.under.add(id);
    try {
      await this.save(id, one.mark);
      if (this.waiting.get(id) === one) this.waiting.delete(id);
    } catch {
      one.tries += 1;
    }
    this.under.delete(id);
    this.changed();
    const next = this.waiting.get(id);
    if (!next) return;
    const afterMs = next === one ? (RETRY_MS[one.tries - 1] ?? LAST_RETRY_MS) : 0;
    this.timers.set(
      id,
      setTimeout(() => void this.carry(id), afterMs),
    );
  }
}
