/** Who the media server may let subscribe to a person's tracks: named people only, never "everybody". */

export interface Identities {
  facilitator: string;
  partner: string;
  coach: string;
}

export type Side = "facilitator" | "partner";

/** Identities that may subscribe to this side's tracks. The coach hears the Partner alone, and only while listening is on. */
export function whoMayHear(side: Side, identities: Identities, listening: boolean): string[] {
  if (side === "facilitator") return [identities.partner];
  return listening ? [identities.facilitator, identities.coach] : [identities.facilitator];
}
