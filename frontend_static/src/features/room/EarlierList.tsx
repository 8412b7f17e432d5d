import { useEffect, useRef, useState } from "react";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { session } from "./words";
import { EarlierRow } from "./EarlierRow";
import { REST_MS } from "./useHeld";
import { earlierOf, inView, waitingOf, type HintBoard, type Mark } from "./hintBoard";

const words = session.panel;
/** Scrolled further than this, the list is being read. */
const AWAY_PX = 8;

/** Hints that had their turn, newest first. While it is scrolled, pointed at or focused it stays put and says how many are new. */
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
  unsaved: string[];
  onMark: (id: string, mark: Mark | null) => void;
  onClear: () => void;
  /** Not where the sheet around it has the title. */
  titled?: boolean;
  className?: string;
}) {
  const waiting = waitingOf(board);
  const now = earlierOf(board);
  const scroller = useRef<HTMLDivElement>(null);
  const [reading, setReading] = useState({ scrolled: false, pointed: false, focused: false });
  /** The rows that were there when reading began: others are not let in. */
  const [stay, setStay] = useState<string[] | null>(null);
  const look = (change: Partial<typeof reading>) => {
    const next = { ...reading, ...change };
    const held = next.scrolled || next.pointed || next.focused;
    setReading(next);
    setStay(held ? (stay ?? now.map((one) => one.id)) : null);
  };
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const left = () => {
    clearTimeout(resting.current);
    latest.current({ pointed: false });
  };
  const pointed = () => {
    clearTimeout(resting.current);
    resting.current = setTimeout(left, REST_MS);
    if (!reading.pointed) look({ pointed: true });
  };
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  });
  useEffect(() => () => clearTimeout(resting.current), []);
  const release = () => {
    setStay(now.map((one) => one.id));
    if (scroller.current) scroller.current.scrollTop = 0;
  };
  const known = new Set(stay);
  // What moves up to the card meanwhile keeps its row, so that nothing moves under the eye or the pointer.
  const rows = stay === null ? now : inView(board).filter((one) => known.has(one.id)).reverse();
  const fresh = stay === null ? 0 : now.filter((one) => !known.has(one.id)).length;

  return (
    <section
      data-region
      aria-label={words.earlier}
      data-testid="earlier-list"
      onPointerMove={(event) => event.pointerType === "mouse" && pointed()}
      onPointerLeave={left}
      onFocus={(event) => event.target.matches(":focus-visible") && look({ focused: true })}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && look({ focused: false })}
      className={cn("theme-page flex min-h-0 flex-col rounded-card border border-line bg-surface text-text", className)}
    >
      <div className="flex min-h-11 items-center justify-between gap-2 pl-3">
        <h2 className={titled ? "font-[600]" : "sr-only"}>{words.earlier}</h2>
        {fresh > 0 ? (
          <Button variant="link" className="px-2! text-meta!" data-testid="fresh-count" onClick={release}>
            {words.freshCount(fresh)}
          </Button>
        ) : null}
        {inView(board).length > 0 ? (
          <Button
            variant="ghost"
            className="ml-auto px-3! text-meta!"
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
        onScroll={(event) => look({ scrolled: event.currentTarget.scrollTop > AWAY_PX })}
      >
        {rows.length > 0 ? (
          <ul>
            {rows.map((hint) => (
              <EarlierRow
                key={hint.id}
                hint={hint}
                fresh={waiting !== null && hint.id === waiting.id}
                mark={board.marks[hint.id] ?? null}
                unsaved={unsaved.includes(hint.id)}
                onMark={(mark) => onMark(hint.id, mark)}
              />
            ))}
          </ul>
        ) : (
          <p className="px-2 text-meta text-text-2">{board.cleared.size > 0 ? words.cleared : words.noneEarlier}</p>
        )}
      </div>
    </section>
  );
}
