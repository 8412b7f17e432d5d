import { useSyncExternalStore } from "react";
import type { CoachLink, CoachLinkState } from "./coachLink";
import { faceOf, type CoachFace } from "./coachState";

/** All that the room shows of the coach. */
export type CoachView = CoachLinkState & { face: CoachFace };
/** All that the room may ask of it. */
export type CoachWishes = Pick<CoachLink, "hold" | "dismiss" | "clear" | "mark" | "acknowledge" | "generate" | "pause">;

export function useCoach(link: CoachLink): CoachView {
  const state = useSyncExternalStore(link.subscribe, link.read);
  return { ...state, face: faceOf(state.sight, state.nowMs) };
}
