import type { Config, ConsentKind } from "@/api/types";

const ORDER: ConsentKind[] = ["listening", "recording", "copy"];

/** The choices this house can keep: those whose text the API serves. */
export function offered(config: Config): ConsentKind[] {
  return ORDER.filter((kind) => Boolean(config.consents[kind]?.text));
}
