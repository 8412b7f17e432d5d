import type { Config, ConsentKind } from "@/api/types";

/** A copy of the summary is not offered: the Partner's address has no place yet, and no text may promise what is not done. */
const ORDER: ConsentKind[] = ["listening", "recording"];

/** The choices this house can keep: those whose text the API serves. */
export function offered(config: Config): ConsentKind[] {
  return ORDER.filter((kind) => Boolean(config.consents[kind]?.text));
}
