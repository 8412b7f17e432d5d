import type { GoTrueClient as AuthClient } from "@supabase/auth-js";
import { askConfig } from "@/api/config";
import { deviceStore } from "@/app/storage";

async function open(): Promise<AuthClient> {
  const [config, { openClient }] = await Promise.all([askConfig(), import("./openClient")]);
  return openClient(config);
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
    const kept = JSON.parse(deviceStore.getItem(pendingKey) ?? "null") as Pending | null;
    return kept && typeof kept.email === "string" && now - kept.sentAt < 3_600_000 ? kept : null;
  } catch {
    return null;
  }
}

export function keepPending(pending: Pending | null): void {
  if (pending) deviceStore.setItem(pendingKey, JSON.stringify(pending));
  else deviceStore.removeItem(pendingKey);
}
