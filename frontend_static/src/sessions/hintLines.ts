/** A stored hint, read from its text form. A line that is missing or unknown is left out. */
export type HintLines = { summary: string; suggestion: string; followUps: string[] };

export function readHint(text: string): HintLines {
  const lines: HintLines = { summary: "", suggestion: "", followUps: [] };
  for (const line of text.split("\n")) {
    const [, label, body = ""] = /^([A-Z-]+):\s*(.*)$/.exec(line.trim()) ?? [];
    if (label === "SUMMARY") lines.summary = body;
    if (label === "SUGGESTION") lines.suggestion = body;
    if (label === "FOLLOW-UP") lines.followUps = body.split("|").map((part) => part.trim()).filter(Boolean);
  }
  return lines;
}
