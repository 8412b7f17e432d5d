import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useDates } from "@/app/useDates";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { session } from "./words";
import { AGED_MS, ageWords } from "./age";
import type { CoachFace } from "./coachState";
import { CopyButton } from "./CopyButton";
import { HintBody } from "./HintBody";
import type { HintEntry } from "./hintBoard";
import { partsOf } from "./shownHint";
import { ConcernTag, StatusLine } from "./StatusLine";
import { useHeld } from "./useHeld";
import { useOverflow } from "./useOverflow";

const words = session.panel;
/** Longer states do not fit beside the buttons of a narrow card. */
const SHORT_STATE = 30;

/** Who speaks, how long ago, and the concern. One line: where there is little room the name is left to screen readers. */
function Meta({
  hint,
  source,
  face,
  ageMs,
  narrow,
  className,
}: {
  hint: HintEntry | null;
  source: CoachFace["source"] | null;
  face: CoachFace;
  ageMs: number;
  narrow: boolean;
  className: string;
}) {
  return (
    <p className={cn("flex items-center gap-x-2 text-meta text-text-2 tabular-nums", className)}>
      {face.concern && narrow ? <ConcernTag /> : null}
      {source ? (
        <span data-testid={hint ? "hint-meta" : "coach-source"} className="min-w-0">
          <span className={cn(face.concern && narrow && "sr-only")}>{session.source[source]}</span>
          {hint ? (
            <>
              <span className={cn(face.concern && narrow && "sr-only")}> · </span>
              <time dateTime={new Date(hint.atMs).toISOString()} className="whitespace-nowrap">
                {ageWords(ageMs)}
              </time>
            </>
          ) : null}
        </span>
      ) : null}
    </p>
  );
}

/** The card by the lens: fixed height (`--card`) whatever is in it, one hint, the coach's state above. */
export function HintCard({
  hint,
  face,
  nowMs,
  narrow,
  newcomer,
  empty,
  onHold,
  onDismiss,
}: {
  hint: HintEntry | null;
  face: CoachFace;
  nowMs: number;
  /** Beside the picture or on a phone. */
  narrow: boolean;
  /** Another hint waits for this place, and no list beside the card shows it. */
  newcomer: boolean;
  /** What stands in the card while there is no hint. */
  empty: ReactNode;
  onHold: (held: boolean) => void;
  onDismiss: () => void;
}) {
  const { time } = useDates();
  const box = useHeld(onHold);
  const [body, over] = useOverflow();
  const [openId, setOpenId] = useState<string | null>(null);
  const open = hint !== null && openId === hint.id;
  const ageMs = hint ? nowMs - hint.atMs : 0;
  const long = face.words.length > SHORT_STATE;
  const source = hint?.source ?? (face.state === "off" || face.state === "waiting" ? null : face.source);
  const meta = { hint, source, face, ageMs, narrow };

  return (
    <div className="relative h-(--card) min-h-0">
      <div
        ref={box}
        data-testid="hint-card"
        data-seq={hint?.seq}
        className={cn(
          "theme-page absolute inset-x-0 top-0 flex flex-col overflow-hidden rounded-card border border-line bg-surface text-text [contain:layout_paint] @container",
          open ? "z-20 h-auto max-h-[70dvh] min-h-full overflow-y-auto shadow-menu" : hint ? "h-full" : "min-h-full",
        )}
      >
        <div
          className={cn(
            "grid shrink-0 grid-cols-[minmax(0,1fr)_auto] content-start gap-x-1 gap-y-0.5 pr-1 pl-4",
            narrow ? "pt-1.5 pb-1" : "pt-1",
          )}
        >
          {narrow ? (
            <>
              <div className={cn("col-start-1 row-start-1 min-w-0 @max-[23rem]:col-span-2 @max-[23rem]:pr-3", long && "col-span-2 pr-3")}>
                <StatusLine face={face} />
              </div>
              <Meta {...meta} className="col-start-1 row-start-2 min-h-[1.125rem] @max-[23rem]:min-h-9" />
            </>
          ) : (
            // State and source in one line; a state's width does not move the source. What is longer takes two lines of the same height.
            <div className="flex min-h-11 min-w-0 flex-wrap content-center items-center gap-x-2">
              <div className="min-w-44">
                <StatusLine face={face} />
              </div>
              {face.concern ? <ConcernTag /> : null}
              <Meta {...meta} className={cn((long || face.concern || source === "built-in") && "basis-full")} />
            </div>
          )}
          {hint ? (
            <div
              className={cn(
                "col-start-2 flex self-start",
                narrow && "-my-1 @max-[23rem]:row-span-1 @max-[23rem]:row-start-2",
                narrow && (long ? "row-start-2" : "row-span-2 row-start-1"),
              )}
            >
              {/* Its place is kept, so that nothing beside it moves when the text grows past the card. */}
              <Button
                variant="ghost"
                size="icon"
                aria-expanded={open}
                aria-label={open ? words.less : words.more}
                title={open ? words.less : words.more}
                className={cn(!over && !open && "invisible")}
                onClick={() => setOpenId(open ? null : hint.id)}
              >
                {open ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
              </Button>
              <CopyButton hint={hint} />
              {newcomer ? (
                <Button variant="ghost" size="icon" className="text-meta! text-primary!" aria-label={words.freshShow} onClick={onDismiss}>
                  {words.fresh}
                </Button>
              ) : (
                <Button variant="ghost" size="icon" aria-label={words.dismiss} title={words.dismiss} onClick={onDismiss}>
                  <X aria-hidden />
                </Button>
              )}
            </div>
          ) : null}
        </div>
        <div ref={body} className={cn("min-h-0 px-4", open ? "pb-3" : "mb-1 flex-1 overflow-hidden")}>
          {hint ? (
            <article aria-busy={hint.state === "streaming"} data-testid="hint" data-state={hint.state}>
              <h3 className="sr-only">{words.heading(time(new Date(hint.atMs).toISOString()))}</h3>
              <HintBody parts={partsOf(hint)} aged={ageMs >= AGED_MS} narrow={narrow} />
            </article>
          ) : (
            <div className="text-text-2" data-testid="hint-empty">
              {empty}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
