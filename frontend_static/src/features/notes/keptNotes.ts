import type { Kept } from "./draft";
import { deviceStore } from "@/app/storage";

/** Text the server does not have yet, on this device, per person and session. */
const keyOf = (userId: string, sessionId: string) => `nbp.notes.${userId}.${sessionId}`;

export function readKept(userId: string, sessionId: string): Kept | null {
  try {
    const kept = JSON.parse(deviceStore.getItem(keyOf(userId, sessionId)) ?? "null") as Kept | null;
    return kept && typeof kept.text === "string" && Number.isInteger(kept.version) ? kept : null;
  } catch {
    return null;
  }
}

export function keep(userId: string, sessionId: string, kept: Kept | null): void {
  if (kept) deviceStore.setItem(keyOf(userId, sessionId), JSON.stringify(kept));
  else deviceStore.removeItem(keyOf(userId, sessionId));
}
