import type { Block } from "./summaryBlocks";

export function SummaryText({ blocks }: { blocks: Block[] }) {
  return (
    <div className="flex max-w-[66ch] flex-col gap-3">
      {blocks.map((block, n) => {
        if ("heading" in block) {
          return (
            <h2 key={n} className="mt-4 text-h2 font-[600] first:mt-0">
              {block.heading}
            </h2>
          );
        }
        if ("lines" in block) {
          return (
            <ul key={n} className="flex flex-col gap-2">
              {block.lines.map((line, m) => (
                <li key={m} className="flex gap-3">
                  {line.at ? (
                    <span className="shrink-0 text-text-2 tabular-nums">{line.at}</span>
                  ) : (
                    <span aria-hidden className="mt-[0.55rem] size-2 shrink-0 rounded-pill bg-clay" />
                  )}
                  <span className="min-w-0">{line.text}</span>
                </li>
              ))}
            </ul>
          );
        }
        return <p key={n}>{block.paragraph}</p>;
      })}
    </div>
  );
}
