import { beforeEach, describe, expect, it, vi } from "vitest";

import { forgetServerTime, heardServerDate, serverAheadMs, serverNow } from "./serverTime";

const HOUR = 3_600_000;
/** The server's clock, and an answer that took `tookMs`. */
const answer = (serverMs: number, gotMs: number, tookMs = 40) => heardServerDate(new Date(serverMs).toUTCString(), gotMs - tookMs, gotMs);
const T = Date.UTC(2026, 10, 30, 20, 0, 0);

beforeEach(forgetServerTime);

describe("the server's clock", () => {
  it("is this device's own until an answer tells otherwise", () => {
    expect(serverAheadMs()).toBe(0);
    heardServerDate(null, T, T);
    heardServerDate("nonsense", T, T);
    expect(serverAheadMs()).toBe(0);
  });

  it("is this device's own while the difference is within what an answer can tell", () => {
    answer(T + 300, T);
    expect(serverAheadMs()).toBe(0);
  });

  it.each([70 * 60_000, -70 * 60_000, 26 * HOUR])("is found with a device %s ms ahead", (deviceAhead) => {
    answer(T + 500, T + 500 + deviceAhead);
    expect(Math.abs(serverAheadMs() + deviceAhead)).toBeLessThan(1_100);
    for (let n = 1; n <= 20; n += 1) answer(T + n * 1_370, T + n * 1_370 + deviceAhead);
    expect(Math.abs(serverAheadMs() + deviceAhead)).toBeLessThan(150);
  });

  it("is found anew when the device's clock is set", () => {
    answer(T, T + HOUR);
    answer(T + 60_000, T + 60_000);
    expect(serverAheadMs()).toBe(0);
  });

  it("is the device's now and the difference", () => {
    vi.useFakeTimers({ now: T + HOUR });
    answer(T, T + HOUR);
    expect(Math.abs(serverNow() - T)).toBeLessThan(1_100);
    vi.useRealTimers();
  });
});
