import { AuthClient } from "@supabase/auth-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetServerTime, heardServerDate } from "@/api/serverTime";
import { inDeviceTime } from "./deviceTime";

const MINUTE = 60_000;
const SERVER = Date.UTC(2026, 10, 30, 20, 0, 0);

function token(expMs: number): string {
  const part = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, "");
  return `${part({ alg: "HS256" })}.${part({ exp: Math.floor(expMs / 1_000), sub: "u-1" })}.x`;
}
const user = { id: "u-1", aud: "authenticated", email: "sam@example.com", app_metadata: {}, user_metadata: {}, created_at: "" };

/** A device so many ms ahead of the server, signed in for an hour from SERVER on; what its refreshes are. */
function device(aheadMs: number, shifted: boolean) {
  vi.setSystemTime(SERVER + aheadMs);
  heardServerDate(new Date(SERVER).toUTCString(), SERVER + aheadMs - 40, SERVER + aheadMs);
  const session = (n: number) => {
    const serverMs = Date.now() - aheadMs;
    return { access_token: token(serverMs + 60 * MINUTE), refresh_token: `r-${n}`, token_type: "bearer", expires_in: 3_600, expires_at: serverMs / 1_000 + 3_600, user };
  };
  localStorage.setItem("nbp.auth", JSON.stringify(session(0)));
  let refreshes = 0;
  const client = new AuthClient({
    url: "https://auth.test",
    storageKey: "nbp.auth",
    storage: shifted ? inDeviceTime(localStorage) : localStorage,
    autoRefreshToken: false,
    detectSessionInUrl: false,
    fetch: async () => {
      refreshes += 1;
      return new Response(JSON.stringify(session(refreshes)), { headers: { "content-type": "application/json" } });
    },
  });
  return { client, refreshes: () => refreshes };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  forgetServerTime();
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a session on a device whose clock is wrong", () => {
  it("is refreshed at every call without this: the control", async () => {
    const { client, refreshes } = device(70 * MINUTE, false);
    for (let n = 0; n < 5; n += 1) await client.getSession();
    expect(refreshes()).toBeGreaterThanOrEqual(5);
  });

  it.each([70 * MINUTE, -70 * MINUTE, 26 * 60 * MINUTE])("is refreshed when it expires and not before: %s ms ahead", async (aheadMs) => {
    const { client, refreshes } = device(aheadMs, true);
    for (let n = 0; n < 5; n += 1) expect((await client.getSession()).data.session?.user.id).toBe("u-1");
    expect(refreshes()).toBe(0);
    vi.setSystemTime(SERVER + aheadMs + 59 * MINUTE);
    for (let n = 0; n < 5; n += 1) expect((await client.getSession()).data.session?.user.id).toBe("u-1");
    expect(refreshes()).toBe(1);
  });

  it("is read as it was kept when the token cannot be read", () => {
    localStorage.setItem("k", "not json");
    expect(inDeviceTime(localStorage).getItem("k")).toBe("not json");
    expect(inDeviceTime(localStorage).getItem("none")).toBeNull();
  });
});
