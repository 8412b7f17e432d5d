import { ThumbsUp, TimerOff } from "lucide-react";
import { useState } from "react";
import { useDates } from "@/app/useDates";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { session } from "./words";
import { CopyButton } from "./CopyButton";
import { HintBody } from "./HintBody";
import type { HintEntry, Mark } from "./hintBoard";
import { partsOf } from "./shownHint";

const words = session.panel;

/** One line, the whole hint and what can be done with it on a click. A newcomer has two lines of fixed height while it streams. */
export function EarlierRow({
  hint,
  fresh,
  mark,
  unsaved,
  onMark,
}: {
  hint: HintEntry;
  fresh: boolean;
  mark: Mark | null;
  unsaved: boolean;
  onMark: (mark: Mark | null) => void;
}) {
  const [open, setOpen] = useState(false);
  const { time } = useDates();
  const parts = partsOf(hint);
  const choices = [
    { is: "helped", says: words.helped, icon: ThumbsUp, chosen: "bg-soft! text-primary!" },
    { is: "not-now", says: words.notNow, icon: TimerOff, chosen: "bg-quiet-tint! text-quiet!" },
  ] as const;
  return (
    <li data-testid="earlier-row" data-seq={hint.seq} className="border-b border-line last:border-b-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen((old) => !old)}
        className={cn(
          "flex w-full items-start gap-2 rounded-control px-2 py-2.5 text-left hover:bg-sunken",
          fresh ? "h-18 overflow-hidden" : "min-h-11",
        )}
      >
        <span className="shrink-0 text-meta leading-6 text-text-2 tabular-nums">{time(new Date(hint.atMs).toISOString())}</span>
        <span className={cn("min-w-0 flex-1", fresh ? "line-clamp-2" : open ? "" : "truncate")}>
          {parts.suggestion || parts.summary}
        </span>
        {fresh ? (
          <span className="shrink-0 rounded-pill bg-soft px-2 text-meta leading-6 font-[600] text-primary">{words.fresh}</span>
        ) : null}
      </button>
      {open ? (
        <div className="flex flex-col gap-2 px-2 pb-3">
          <HintBody parts={parts} aged={false} narrow />
          <div className="flex flex-wrap gap-2">
            {choices.map(({ is, says, icon: Icon, chosen }) => (
              <Button key={is} aria-pressed={mark === is} className={cn(mark === is && chosen)} onClick={() => onMark(mark === is ? null : is)}>
                <Icon aria-hidden />
                {says}
              </Button>
            ))}
            <CopyButton hint={hint} />
          </div>
          {unsaved ? <p className="text-meta text-concern">{words.unsaved}</p> : null}
        </div>
      ) : null}
    </li>
  );
}
