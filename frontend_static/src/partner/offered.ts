import type { Config, ConsentKind } from "@/api/types";

/** The order of the choices at the door and in the room. */
const ORDER: ConsentKind[] = ["listening", "recording", "copy"];

/** The choices this house can keep: those whose text the API serves. */
export function offered(config: Config): ConsentKind[] {
  return ORDER.filter((kind) => Boolean(config.consents[kind]?.text));
}
