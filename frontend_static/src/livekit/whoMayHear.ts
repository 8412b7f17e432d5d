/** Who the media server may let subscribe to a person's tracks, and whose tracks they take: named people only, never "everybody". */

/** `partner`: of the one who has the place now; null while nobody has it. */
export interface Identities {
  facilitator: string;
  partner: string | null;
  coach: string;
}

export type Side = "facilitator" | "partner";

/** Identities that may subscribe to this side's tracks. The coach hears the Partner alone, and only while listening is on. */
export function whoMayHear(side: Side, identities: Identities, listening: boolean): string[] {
  if (side === "facilitator") return identities.partner === null ? [] : [identities.partner];
  return listening ? [identities.facilitator, identities.coach] : [identities.facilitator];
}

/** Identities whose sound and picture this side takes: the other person's, and nobody else's, whoever is in the room. */
export function whoIsHeard(side: Side, identities: Identities): string[] {
  if (side === "partner") return [identities.facilitator];
  return identities.partner === null ? [] : [identities.partner];
}
