import type { GoTrueClient as AuthClient } from "@supabase/auth-js";
import { askConfig } from "@/api/config";
import { inDeviceTime } from "./deviceTime";

/** Where this browser lets nothing be kept, the client keeps the session for the visit. */
function storage(): { storage?: ReturnType<typeof inDeviceTime> } {
  try {
    return { storage: inDeviceTime(localStorage) };
  } catch {
    return {};
  }
}

async function open(): Promise<AuthClient> {
  const [config, { AuthClient }] = await Promise.all([askConfig(), import("@supabase/auth-js")]);
  return new AuthClient({
    url: `${config.supabase_url.replace(/\/$/, "")}/auth/v1`,
    headers: { apikey: config.supabase_anon_key, Authorization: `Bearer ${config.supabase_anon_key}` },
    storageKey: "nbp.auth",
    // The configuration was asked for before, so the server's clock is known by now.
    ...storage(),
    persistSession: true,
    autoRefreshToken: true,
    detectSessionInUrl: false,
    flowType: "implicit",
  });
}

let opened: Promise<AuthClient> | null = null;

/** Supabase Auth over its REST door, opened once a visit; the session is kept in this browser and refreshed by the client. */
export function openAuth(): Promise<AuthClient> {
  opened ??= open().catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

const pendingKey = "nbp.sign-in";
export type Pending = { email: string; sentAt: number };

/** The address a code was sent to, so that a phone may switch to its mail and come back. */
export function readPending(now = Date.now()): Pending | null {
  try {
    const kept = JSON.parse(localStorage.getItem(pendingKey) ?? "null") as Pending | null;
    return kept && typeof kept.email === "string" && now - kept.sentAt < 3_600_000 ? kept : null;
  } catch {
    return null;
  }
}

export function keepPending(pending: Pending | null): void {
  if (pending) localStorage.setItem(pendingKey, JSON.stringify(pending));
  else localStorage.removeItem(pendingKey);
}
