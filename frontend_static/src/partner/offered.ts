import type { Config, ConsentKind } from "@/api/types";

/** Only what is really done is offered: no text may promise a recording that nobody makes yet. */
const ORDER: ConsentKind[] = ["listening", "copy"];

/** The choices this house can keep: those whose text the API serves. */
export function offered(config: Config): ConsentKind[] {
  return ORDER.filter((kind) => Boolean(config.consents[kind]?.text));
}
