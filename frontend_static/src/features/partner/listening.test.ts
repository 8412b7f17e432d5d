import { describe, expect, it, vi } from "vitest";

import { Listening } from "./listening";

function scene(granted: boolean, tell: (on: boolean) => Promise<void> = async () => undefined, untold = false) {
  const log: string[] = [];
  const waits: { ms: number; go: () => void }[] = [];
  const listening = new Listening(
    {
      permit: (on) => log.push(`permit ${on}`),
      tell: async (on) => {
        log.push(`tell ${on}`);
        await tell(on);
      },
      wait: (ms) => new Promise((go) => waits.push({ ms, go: () => go() })),
      keepUntold: (on) => log.push(`untold ${on}`),
    },
    granted,
    untold,
  );
  return { listening, log, waits };
}

describe("Listening", () => {
  it("stops at once: the right to subscribe goes before the server is told", async () => {
    const { listening, log } = scene(true);
    listening.stop();
    expect(log[0]).toBe("permit false");
    expect(listening.view).toMatchObject({ on: false, justStopped: true });
    await vi.waitFor(() => expect(log).toEqual(["permit false", "untold true", "tell false", "untold false"]));
  });

  it("turns on only once the ledger has it", async () => {
    const { listening, log } = scene(false);
    await listening.turnOn();
    expect(log).toEqual(["tell true", "permit true"]);
    expect(listening.view.on).toBe(true);
  });

  it("stays off when the ledger refuses, and takes back what may have been written", async () => {
    const { listening, log } = scene(false, async (on) => {
      if (on) throw new Error("no");
    });
    await expect(listening.turnOn()).rejects.toThrow();
    await vi.waitFor(() => expect(log).toContain("untold false"));
    expect(log).not.toContain("permit true");
    expect(listening.view.on).toBe(false);
  });

  it("keeps telling the server of a stop until it knows", async () => {
    let left = 2;
    const { listening, log, waits } = scene(true, async () => {
      if (left-- > 0) throw new Error("silent");
    });
    listening.stop();
    await vi.waitFor(() => expect(listening.view.telling).toBe(true));
    for (const wait of [1000, 2000]) {
      await vi.waitFor(() => expect(waits.some((one) => one.ms === wait)).toBe(true));
      waits.filter((one) => one.ms === wait).forEach((one) => one.go());
    }
    await vi.waitFor(() => expect(log.at(-1)).toBe("untold false"));
    expect(listening.view.telling).toBe(false);
  });

  it("is off when stopped while turning on, whatever the server answers", async () => {
    let answer: () => void = () => undefined;
    const { listening, log } = scene(false, (on) => (on ? new Promise<void>((go) => (answer = go)) : Promise.resolve()));
    const turning = listening.turnOn();
    await vi.waitFor(() => expect(log).toContain("tell true"));
    listening.stop();
    answer();
    await turning;
    await vi.waitFor(() => expect(log.at(-1)).toBe("untold false"));
    expect(log).not.toContain("permit true");
    expect(log.filter((one) => one.startsWith("tell")).at(-1)).toBe("tell false");
    expect(listening.view.on).toBe(false);
  });

  it("after a reload goes on telling an untold stop, and is off meanwhile", async () => {
    const { listening, log } = scene(true, async () => undefined, true);
    expect(listening.view.on).toBe(false);
    await vi.waitFor(() => expect(log).toContain("tell false"));
  });
});
