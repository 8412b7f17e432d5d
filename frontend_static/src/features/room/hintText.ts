/** The hint's wire text, read for the eye while it still streams: labelled lines in, four parts out. */
import { FOLLOW_UPS_MAX, LABEL } from "@/api/protocol";

export interface HintParts {
  summary: string;
  suggestion: string;
  followUps: string[];
  reminder: string;
}

/** `streaming`: whole words only; `whole`: everything; `broken`: the unfinished line keeps whole sentences only. */
export type Reading = "streaming" | "whole" | "broken";

type Label = (typeof LABEL)[keyof typeof LABEL];

const LABELLED = new RegExp(`^\\s*(${Object.values(LABEL).join("|")}):[ \\t]*(.*)$`);
const SENTENCES = /^[\s\S]*[.?!…]["'”’)]*/;

/** The first word shows letter by letter; after that only finished words, so that none jumps to the next line. */
function wholeWords(text: string): string {
  const cut = text.search(/\s+\S*$/);
  return cut > 0 ? text.slice(0, cut) : text;
}

function wholeSentences(text: string): string {
  return SENTENCES.exec(text)?.[0] ?? "";
}

function trimmed(label: Label, content: string, reading: Reading): string {
  if (reading === "whole") return content;
  const cut = reading === "streaming" ? wholeWords : wholeSentences;
  if (label !== LABEL.followUp) return cut(content);
  const bar = content.lastIndexOf("|");
  const rest = content.slice(bar + 1).trimStart();
  return content.slice(0, bar + 1) + cut(rest);
}

/**
 * Parts of a hint from its wire text so far. Lines without one of the four labels are never shown.
 * `byLine` (reduced motion) holds an unfinished line back until it is whole.
 */
export function readHint(text: string, reading: Reading, byLine = false): HintParts {
  const parts: HintParts = { summary: "", suggestion: "", followUps: [], reminder: "" };
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    const found = LABELLED.exec(line);
    if (!found) return;
    const label = found[1] as Label;
    const open = reading !== "whole" && index === lines.length - 1;
    if (open && byLine && reading === "streaming") return;
    const content = open ? trimmed(label, found[2] ?? "", reading) : (found[2] ?? "");
    if (label === LABEL.summary) parts.summary = content.trim();
    else if (label === LABEL.suggestion) parts.suggestion = content.trim();
    else if (label === LABEL.reminder) parts.reminder = content.trim();
    else {
      parts.followUps = content
        .split("|")
        .map((one) => one.trim())
        .filter(Boolean)
        .slice(0, FOLLOW_UPS_MAX);
    }
  });
  return parts;
}

/** True when nothing of the hint may be shown. */
export function isEmpty(parts: HintParts): boolean {
  return !parts.summary && !parts.suggestion && parts.followUps.length === 0;
}

/** What Copy puts on the clipboard: the words to say, without labels. */
export function sayable(parts: HintParts): string {
  return [parts.summary, parts.suggestion, ...parts.followUps].filter(Boolean).join("\n");
}
