/** A hint as the eye gets it: its parts, and what Copy takes along. */
import { announce } from "@/ui/announce";
import { copyText } from "@/ui/copy";
import { session } from "./words";
import type { HintEntry } from "./hintBoard";
import { readHint, sayable, type HintParts } from "./hintText";

function prefersStill(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** With reduced motion a streaming hint appears line by line. */
export function partsOf(hint: HintEntry): HintParts {
  return readHint(hint.text, hint.state, hint.state === "streaming" && prefersStill());
}

/** Says whether it is on the clipboard. */
export async function copyHint(hint: HintEntry): Promise<boolean> {
  const copied = await copyText(sayable(partsOf(hint)));
  announce(copied ? session.panel.copied : session.panel.notCopied);
  return copied;
}
