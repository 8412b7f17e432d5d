/** One clock for every state: it runs while a state is being reached, then it stands still, so that the state lasts. */
import { install, type Clock } from "@sinonjs/fake-timers";

/** Local time of every state: a Thursday evening in the middle of a call. */
export const NOW = new Date(2026, 10, 12, 19, 41, 0).getTime();

const wait = window.setTimeout.bind(window);
const every = window.setInterval.bind(window);
const stop = window.clearInterval.bind(window);
const performanceNow = performance.now.bind(performance);

/** Real ms; for waiting on the browser itself (fonts, lazy chunks, pictures). */
export const realMs = (ms: number) => new Promise<void>((resolve) => wait(resolve, ms));

export interface StateClock {
  /** Lets `ms` of the page's time pass at once. */
  later: (ms: number) => Promise<void>;
  stand: () => void;
  /** Waits, in real time, until it holds. Throws after 10 s. */
  until: <T>(look: () => T | null | undefined | false, what: string) => Promise<T>;
}

export function startClock(): StateClock {
  const clock: Clock = install({
    now: NOW,
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"],
  });
  let last = performanceNow();
  const pace = every(() => {
    const now = performanceNow();
    clock.tick(Math.min(50, Math.round(now - last)));
    last = now;
  }, 4);
  return {
    later: async (ms) => {
      await clock.tickAsync(ms);
    },
    stand: () => stop(pace),
    until: async (look, what) => {
      const began = performanceNow();
      for (;;) {
        const found = look();
        if (found) return found;
        if (performanceNow() - began > 10_000) throw new Error(`never came: ${what}`);
        await realMs(4);
      }
    },
  };
}
