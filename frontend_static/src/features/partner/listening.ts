/** The Partner's switch for the coach: off is instant and local, the server is told until it knows. */

export interface ListeningPorts {
  /** Gives or takes the coach's right to subscribe, at the media server, now. */
  permit: (allowed: boolean) => void;
  /** Writes the choice into the ledger. */
  tell: (granted: boolean) => Promise<void>;
  /** ms */
  wait: (ms: number) => Promise<void>;
  /** Keeps "stop is still to be told" over a reload. */
  keepUntold: (untold: boolean) => void;
}

export interface ListeningView {
  on: boolean;
  /** The server does not know of the stop yet, and it takes longer than a moment. */
  telling: boolean;
  /** Turned off a moment ago on this page. */
  justStopped: boolean;
  turningOn: boolean;
}

const SLOW_MS = 1_000;
const JUST_MS = 4_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000];
const LAST_RETRY_MS = 15_000;

export class Listening {
  view: ListeningView;
  private wish: boolean;
  private known: boolean;
  private stopping: Promise<void> | null = null;
  private stops = 0;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly ports: ListeningPorts,
    granted: boolean,
    untold = false,
  ) {
    this.wish = granted && !untold;
    this.known = granted;
    this.view = { on: this.wish, telling: false, justStopped: false, turningOn: false };
    if (untold && granted) this.tellStop();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  read = (): ListeningView => this.view;

  /** Asks nothing: first the right to subscribe goes, then the server hears of it, as often as it takes. */
  stop(): void {
    this.wish = false;
    this.ports.permit(false);
    this.set({ on: false, justStopped: true, turningOn: false });
    const stop = ++this.stops;
    void this.ports.wait(JUST_MS).then(() => {
      if (stop === this.stops) this.set({ justStopped: false });
    });
    this.tellStop();
  }

  /** First the ledger, then the right to subscribe. Throws when it could not be written; then it stays off. */
  async turnOn(): Promise<void> {
    this.wish = true;
    this.set({ turningOn: true });
    await this.stopping;
    if (!this.wish) return;
    try {
      await this.ports.tell(true);
      this.known = true;
    } catch (error) {
      // The answer may have been lost on its way back: what was written, if it was, is taken back.
      this.known = true;
      this.wish = false;
      this.set({ turningOn: false });
      this.tellStop();
      throw error;
    }
    if (!this.wish) return this.tellStop();
    this.stops += 1;
    this.ports.permit(true);
    this.set({ on: true, justStopped: false, turningOn: false });
  }

  /** The server says that it was withdrawn elsewhere. */
  withdrawnElsewhere(): void {
    if (!this.wish || this.view.turningOn) return;
    this.wish = false;
    this.known = false;
    this.ports.permit(false);
    this.set({ on: false });
  }

  private tellStop(): void {
    if (this.stopping) return;
    this.stopping = this.tellUntilKnown().finally(() => {
      this.stopping = null;
      this.set({ telling: false });
    });
  }

  private async tellUntilKnown(): Promise<void> {
    this.ports.keepUntold(true);
    this.known = true;
    for (let attempt = 0; this.known && !this.wish; attempt += 1) {
      const slow = { yes: true };
      void this.ports.wait(SLOW_MS).then(() => {
        if (slow.yes && this.known && !this.wish) this.set({ telling: true });
      });
      try {
        await this.ports.tell(false);
        this.known = false;
        slow.yes = false;
      } catch {
        slow.yes = false;
        this.set({ telling: true });
        await this.ports.wait(RETRY_MS[attempt] ?? LAST_RETRY_MS);
      }
    }
    this.ports.keepUntold(false);
  }

  private set(change: Partial<ListeningView>): void {
    this.view = { ...this.view, ...change };
    this.listeners.forEach((listener) => {
      listener();
    });
  }
}
