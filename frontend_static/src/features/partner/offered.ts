import { CONSENT_KINDS } from "@/api/protocol";
import type { Config, ConsentKind } from "@/api/types";

/** The choices this house can keep, in the order of the door and the room: those whose text the API serves. */
export function offered(config: Config): ConsentKind[] {
  return CONSENT_KINDS.filter((kind) => Boolean(config.consents[kind]?.text));
}
