/** Who has the Partner's place, as the API writes it into the room's metadata, which nobody in the room can change. */
import type { RoomMetadata } from "@/api/protocol";

/** `version` grows with each change, so that of two words the newer is known. */
export interface Place {
  partner: string | null;
  version: number;
}

/** Null for metadata that says nothing about it. */
export function readPlace(metadata: string | undefined): Place | null {
  if (!metadata) return null;
  try {
    const { partner, partner_version: version } = JSON.parse(metadata) as Partial<Record<keyof RoomMetadata, unknown>>;
    if (typeof version !== "number" || (partner !== null && typeof partner !== "string")) return null;
    return { partner, version };
  } catch {
    return null;
  }
}
