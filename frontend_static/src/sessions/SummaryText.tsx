type Block = { heading: string } | { lines: string[] } | { paragraph: string };

/** The text twin of the summary as blocks: a short line alone before others is a heading, `- ` lines are a list. */
export function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n").map((line) => line.trimEnd());
  lines.forEach((line, n) => {
    const bullet = /^\s*[-*•]\s+(.*)$/.exec(line)?.[1];
    const last = blocks.at(-1);
    if (!line.trim() || /^[=-]+$/.test(line)) return;
    if (bullet !== undefined) {
      if (last && "lines" in last && lines[n - 1]?.trim()) last.lines.push(bullet);
      else blocks.push({ lines: [bullet] });
      return;
    }
    const heading = /^#{1,4}\s+(.*)$/.exec(line)?.[1];
    const alone = (n === 0 || !lines[n - 1]?.trim()) && Boolean(lines[n + 1]?.trim()) && line.length <= 48 && !/[.?!:,"”]$/.test(line);
    const underlined = /^[=-]{3,}$/.test(lines[n + 1] ?? "");
    if (heading !== undefined || alone || underlined) blocks.push({ heading: heading ?? line });
    else if (last && "paragraph" in last && lines[n - 1]?.trim()) last.paragraph += ` ${line}`;
    else blocks.push({ paragraph: line });
  });
  return blocks;
}

export function SummaryText({ text }: { text: string }) {
  return (
    <div className="flex max-w-[66ch] flex-col gap-3">
      {readBlocks(text).map((block, n) => {
        if ("heading" in block) {
          return (
            <h2 key={n} className="mt-4 text-h2 font-[600] first:mt-0">
              {block.heading}
            </h2>
          );
        }
        if ("lines" in block) {
          return (
            <ul key={n} className="flex list-disc flex-col gap-1 pl-6 marker:text-text-2">
              {block.lines.map((line, m) => (
                <li key={m}>{line}</li>
              ))}
            </ul>
          );
        }
        return <p key={n}>{block.paragraph}</p>;
      })}
    </div>
  );
}
