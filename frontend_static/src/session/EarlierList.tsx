import { Copy, ThumbsUp, TimerOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { session } from "@/words/session";
import { clock } from "./age";
import type { HintBoard, HintEntry, Mark } from "./hintBoard";
import { earlierOf, waitingOf } from "./hintBoard";
import { copyHint, HintBody, partsOf } from "./HintCard";

const words = session.panel;

function Row({
  hint,
  fresh,
  mark,
  unsaved,
  onMark,
}: {
  hint: HintEntry;
  fresh: boolean;
  mark: Mark | null | undefined;
  unsaved: boolean;
  onMark: (mark: Mark | null) => void;
}) {
  const [open, setOpen] = useState(false);
  const parts = partsOf(hint);
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
        <span className="shrink-0 text-meta leading-6 text-text-2 tabular-nums">{clock(hint.atMs)}</span>
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
            <Button aria-pressed={mark === "helped"} className={cn(mark === "helped" && "bg-soft text-primary")} onClick={() => onMark(mark === "helped" ? null : "helped")}>
              <ThumbsUp aria-hidden />
              {words.helped}
            </Button>
            <Button aria-pressed={mark === "not-now"} className={cn(mark === "not-now" && "bg-quiet-tint text-quiet")} onClick={() => onMark(mark === "not-now" ? null : "not-now")}>
              <TimerOff aria-hidden />
              {words.notNow}
            </Button>
            <Button variant="ghost" size="icon" aria-label={words.copy} onClick={() => void copyHint(hint)}>
              <Copy aria-hidden />
            </Button>
          </div>
          {unsaved ? <p className="text-meta text-concern">{words.unsaved}</p> : null}
        </div>
      ) : null}
    </li>
  );
}

/** Hints that had their turn, newest first. Scrolled away from the top it stays put and says how many are new. */
export function EarlierList({
  board,
  unsaved,
  onMark,
  onClear,
  titled = true,
  className,
}: {
  board: HintBoard;
  /** Hints whose mark could not be kept yet. */
  unsaved: number[];
  onMark: (seq: number, mark: Mark | null) => void;
  onClear: () => void;
  /** Not where the sheet around it has the title. */
  titled?: boolean;
  className?: string;
}) {
  const rows = earlierOf(board);
  const waiting = waitingOf(board);
  const scroller = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const [seen, setSeen] = useState(rows.length);
  const fresh = away ? Math.max(0, rows.length - seen) : 0;
  const newest = rows[0]?.seq;
  const before = useRef({ newest, height: 0 });

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    // Rows come in at the top: while scrolled away, what is being read must not move.
    if (away && before.current.newest !== newest) box.scrollTop += box.scrollHeight - before.current.height;
    before.current = { newest, height: box.scrollHeight };
  }, [newest, away]);

  return (
    <section data-region aria-label={words.earlier} data-testid="earlier-list" className={cn("theme-page flex min-h-0 flex-col rounded-card border border-line bg-surface text-text", className)}>
      <div className={cn("flex items-center justify-between gap-2 pl-3", titled && "min-h-11")}>
        <h2 className={titled ? "font-[600]" : "sr-only"}>{words.earlier}</h2>
        {fresh > 0 ? (
          <Button variant="link" className="min-h-11 px-2 text-meta" onClick={() => scroller.current?.scrollTo({ top: 0 })}>
            {words.freshCount(fresh)}
          </Button>
        ) : null}
        {board.hints.some((one) => one.seq > board.clearedUpTo) ? (
          <Button
            variant="ghost"
            className="px-3 text-meta"
            onClick={() => {
              onClear();
              announce(words.cleared);
            }}
          >
            {words.clear}
          </Button>
        ) : null}
      </div>
      <div
        ref={scroller}
        className="min-h-0 flex-1 overflow-y-auto px-1 pb-1 [overflow-anchor:none]"
        onScroll={(event) => {
          const nowAway = event.currentTarget.scrollTop > 8;
          if (nowAway && !away) setSeen(rows.length);
          setAway(nowAway);
        }}
      >
        {rows.length > 0 ? (
          <ul>
            {rows.map((hint) => (
              <Row
                key={hint.seq}
                hint={hint}
                fresh={waiting !== null && hint.seq === waiting.seq}
                mark={board.marks[hint.seq]}
                unsaved={unsaved.includes(hint.seq)}
                onMark={(mark) => onMark(hint.seq, mark)}
              />
            ))}
          </ul>
        ) : (
          <p className="px-2 text-meta text-text-2">{board.clearedUpTo > 0 ? words.cleared : words.noneEarlier}</p>
        )}
      </div>
    </section>
  );
}
