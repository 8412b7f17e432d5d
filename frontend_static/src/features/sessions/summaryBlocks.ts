export type Line = { at: string | null; text: string };
export type Block = { heading: string } | { lines: Line[] } | { paragraph: string };

/**
 * The summary's plain text as blocks. Its head (date, consent, source) comes apart. A short line after a blank one, with lines
 * under it, is a heading; indented or dashed lines are a list, a leading `12:41` their time.
 */
export function readSummary(text: string): { head: string[]; blocks: Block[] } {
  const all = text.split("\n").map((line) => line.trimEnd());
  const firstBlank = all.indexOf("");
  const headed = firstBlank > 0 && /, \d+ min$/.test(all[0] ?? "");
  const head = headed ? all.slice(0, firstBlank) : [];
  const lines = headed ? all.slice(firstBlank) : all;
  const blocks: Block[] = [];
  lines.forEach((line, n) => {
    if (!line.trim()) return;
    const previous = lines[n - 1]?.trim() ?? "";
    const last = blocks.at(-1);
    const item = /^(?:\s{2,}(?:[-*•]\s+)?|[-*•]\s+)(?:(\d{1,2}:\d{2}(?::\d{2})?)\s+)?(.*)$/.exec(line);
    if (item) {
      const entry: Line = { at: item[1] ?? null, text: item[2] ?? "" };
      // The template may leave a blank line inside a list: what follows as an item still belongs to it.
      if (last && "lines" in last) last.lines.push(entry);
      else blocks.push({ lines: [entry] });
      return;
    }
    const short = line.length <= 48 && !/[.?!:,"”]$/.test(line);
    const before = !previous && Boolean(lines.slice(n + 1).find((after) => after.trim()));
    const next = lines[n + 1]?.trim() ?? "";
    if (short && before && next) blocks.push({ heading: line.replace(/^#+\s+/, "") });
    else if (last && "paragraph" in last && previous) last.paragraph += ` ${line}`;
    else blocks.push({ paragraph: line });
  });
  return { head, blocks };
}
