import { tzOffset } from "@date-fns/tz/tzOffset";
import type { Zone } from "@/words/time";

const MINUTE_MS = 60_000;

/** What a datetime-local field shows of a moment in a zone; empty for none. */
export function toLocal(iso: string | null, zone: Zone): string {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() + tzOffset(zone, at) * MINUTE_MS).toISOString().slice(0, 16);
}

/** The moment a datetime-local field means in a zone; null for an empty one. Of an hour that the clocks skip or repeat: one near it. */
export function fromLocal(value: string, zone: Zone): string | null {
  if (!value) return null;
  const asUtc = Date.parse(`${value}Z`);
  const near = asUtc - tzOffset(zone, new Date(asUtc)) * MINUTE_MS;
  return new Date(asUtc - tzOffset(zone, new Date(near)) * MINUTE_MS).toISOString();
}
