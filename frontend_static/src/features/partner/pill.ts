/** What the Partner is told about the coach: from its presence, its own word, and their own microphone. Pure. */
import type { CoachRoomState } from "@/api/protocol";
import { partner } from "./words";
import type { ListeningView } from "./listening";

export const JOINING_MS = 15_000;

export interface PillSight {
  listening: ListeningView;
  connected: boolean;
  coachHere: boolean;
  coachWasHere: boolean;
  /** As the coach's own attributes say. */
  coachSays: CoachRoomState | undefined;
  micOn: boolean;
  /** ms since the coach became due */
  dueForMs: number;
}

export interface Pill {
  state: "joining" | "away" | "cut" | "listening" | "muted" | "off" | "telling";
  words: string;
  button: "stop" | "turn-on";
}

export function pillOf(sight: PillSight): Pill {
  const { listening } = sight;
  const words = partner.pill;
  if (!listening.on) {
    if (listening.telling) return { state: "telling", words: words.telling, button: "turn-on" };
    return { state: "off", words: listening.justStopped ? words.justStopped : words.off, button: "turn-on" };
  }
  // What is sent may still arrive while the connection is being mended: nothing is claimed of the coach.
  if (!sight.connected && sight.coachHere) return { state: "cut", words: words.cut, button: "stop" };
  if (!sight.coachHere) {
    const away = sight.coachWasHere || sight.dueForMs >= JOINING_MS;
    return { state: away ? "away" : "joining", words: away ? words.away : words.joining, button: "stop" };
  }
  if (sight.coachSays !== "joining" && !sight.micOn) return { state: "muted", words: words.muted, button: "stop" };
  if (sight.coachSays === "listening") return { state: "listening", words: words.listening, button: "stop" };
  return { state: "joining", words: words.joining, button: "stop" };
}
