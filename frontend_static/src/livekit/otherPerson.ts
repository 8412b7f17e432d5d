/** Where the other person of a call is, as far as it is known: here, or how they went. Pure. */
import { DisconnectReason } from "livekit-client";

/** `gone`: not there when our own connection came back, so nobody knows how they went. */
export type Absence = "left" | "lost" | "removed" | "ended" | "gone";
export type Whereabouts = "never" | "here" | Absence;

export interface OtherPerson {
  at: Whereabouts;
  /** The media server's reason, until the absence itself is seen. */
  reason: DisconnectReason | null;
}

export const unseen: OtherPerson = { at: "never", reason: null };

export type OtherEvent =
  /** Their connection ended; no reason: it is our own side that tidies up. */
  | { type: "went"; reason: DisconnectReason | undefined }
  /** `connected`: our own connection stands. */
  /** Somebody else has the place now. */
  | { type: "another" }
  | { type: "seen"; here: boolean; connected: boolean };

function absenceOf(reason: DisconnectReason | null): Absence {
  switch (reason) {
    case null:
      return "gone";
    case DisconnectReason.CLIENT_INITIATED:
      return "left";
    case DisconnectReason.PARTICIPANT_REMOVED:
      return "removed";
    case DisconnectReason.ROOM_DELETED:
    case DisconnectReason.ROOM_CLOSED:
      return "ended";
    default:
      return "lost";
  }
}

/** While our own connection is lost, the other person stays where they were seen last. */
export function reduceOther(other: OtherPerson, event: OtherEvent): OtherPerson {
  if (event.type === "another") return unseen;
  if (event.type === "went") {
    if (event.reason === undefined) return other;
    // Told after they were missed, as when the place was taken from them first.
    return other.at === "gone" ? { at: absenceOf(event.reason), reason: null } : { ...other, reason: event.reason };
  }
  if (!event.connected) return other;
  if (event.here) return other.at === "here" && other.reason === null ? other : { at: "here", reason: null };
  if (other.at !== "here") return other;
  return { at: absenceOf(other.reason), reason: null };
}
