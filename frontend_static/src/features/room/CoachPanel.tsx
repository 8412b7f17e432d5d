import { useState, type CSSProperties, type ReactNode } from "react";
import type { Config } from "@/api/types";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { session } from "./words";
import { EarlierList } from "./EarlierList";
import { cardOf, waitingOf } from "./hintBoard";
import { HintCard } from "./HintCard";
import { Introduction } from "./Introduction";
import { SafetyBar, SafetyCard } from "./SafetyCard";
import type { CoachView, CoachWishes } from "./useCoach";
import type { Shape } from "./useShape";

const words = session.panel;
/**
 * At 1280 × 800 the picture below keeps 60 % of the height. A phone's lines are shorter, so its card is higher.
 * A low window gives the card the whole column beside the picture.
 */
const CARD_HEIGHT = "[--card:272px] sm:[--card:224px] [@media(height<700px)]:[--card:min(196px,42dvh)]";
const WHOLE_COLUMN = { "--card": "100%" } as CSSProperties;

/** One quiet line where the panel was. */
function Veil({ children, action }: { children: string; action: ReactNode }) {
  return (
    <div data-testid="panel-veil" className="theme-page flex flex-wrap items-center justify-between gap-x-2 rounded-control border border-line bg-surface py-1 pr-1 pl-4 text-text-2">
      <p>{children}</p>
      {action}
    </div>
  );
}

/** Section 4: the card by the lens, what came before, and the safety card in their place when it matters. */
export function CoachPanel({
  coach,
  wishes,
  config,
  shape,
  beside,
  shown,
  veiled,
  introduced,
  aside,
  onUnderstood,
  onShow,
  onShowAnyway,
}: {
  coach: CoachView;
  wishes: CoachWishes;
  config: Config;
  shape: Shape;
  /** The card stands beside the picture, not above it. */
  beside: boolean;
  shown: boolean;
  /** The screen is shared: others may see it. */
  veiled: boolean;
  introduced: boolean;
  /** Notices: at the left of the card, or below it where the card stands beside the picture. */
  aside?: ReactNode;
  onUnderstood: () => void;
  onShow: () => void;
  onShowAnyway: () => void;
}) {
  const { board, alarms, unsaved, face, nowMs } = coach;
  const [openAlarm, setOpenAlarm] = useState(false);
  const [justRead, setJustRead] = useState(false);
  const alarm = alarms.findLast((one) => !one.acknowledged) ?? alarms.at(-1);
  const pinned = alarm !== undefined && (!alarm.acknowledged || openAlarm);
  const wide = shape.wide && !beside;

  const bar = alarm && (!pinned || veiled || !shown) ? (
    <SafetyBar
      sharing={veiled}
      focused={justRead}
      onFocus={() => setJustRead(false)}
      onOpen={() => {
        if (veiled) onShowAnyway();
        if (!shown) onShow();
        setOpenAlarm(true);
      }}
    />
  ) : null;

  if (veiled || !shown) {
    return (
      <div
        data-testid="coach-panel"
        className={cn("z-10 flex shrink-0 flex-col gap-2 p-2 max-sm:pt-[max(0.5rem,env(safe-area-inset-top))]", beside ? "w-64" : "mx-auto w-[min(520px,100%)]")}
      >
        {bar}
        {veiled ? (
          <Veil action={<Button variant="ghost" onClick={onShowAnyway}>{words.showAnyway}</Button>}>{words.sharing}</Veil>
        ) : (
          <Veil action={<Button variant="ghost" onClick={onShow}>{words.show}</Button>}>{words.hidden}</Veil>
        )}
      </div>
    );
  }

  const introduction = <Introduction onUnderstood={onUnderstood} />;
  const card = (
    <div data-region className="flex min-h-0 min-w-0 flex-col gap-2">
      {wide ? null : bar}
      {pinned && alarm ? (
        <SafetyCard
          key={`${alarm.id} ${alarm.discreet}`}
          alarm={alarm}
          config={config}
          called={openAlarm}
          onRead={() => {
            setOpenAlarm(false);
            setJustRead(true);
            if (!alarm.acknowledged) void wishes.acknowledge(alarm.id);
          }}
        />
      ) : (
        <HintCard
          hint={cardOf(board)}
          face={face}
          nowMs={nowMs}
          narrow={beside || shape.phone}
          newcomer={waitingOf(board) !== null && !wide && (!beside || shape.low)}
          empty={introduced || wide ? <p>{face.state === "off" ? words.emptyOff : words.empty}</p> : introduction}
          onHold={(held) => wishes.hold(held)}
          onDismiss={() => wishes.dismiss()}
        />
      )}
      {pinned ? <div className="sr-only" data-testid="coach-status" data-state={face.state}>{face.words}</div> : null}
    </div>
  );
  const earlier = (className: string) => (
    <EarlierList
      board={board}
      unsaved={unsaved}
      onMark={(id, mark) => wishes.mark(id, mark)}
      onClear={() => wishes.clear()}
      className={className}
    />
  );
  if (beside) {
    return (
      <div
        data-testid="coach-panel"
        style={shape.low ? WHOLE_COLUMN : undefined}
        className={cn("z-10 flex min-h-0 shrink-0 flex-col gap-2 p-2", CARD_HEIGHT, shape.low ? "w-[min(22.5rem,50%)] *:flex-1" : "w-90 xl:w-100")}
      >
        {card}
        {aside}
        {shape.low ? null : earlier("flex-1")}
      </div>
    );
  }
  // Under the lens: the card in the middle of the window, Earlier at its right where there is room.
  return (
    <div
      data-testid="coach-panel"
      className={cn(
        "z-10 grid w-full shrink-0 gap-2 p-2 max-sm:pt-[max(0.5rem,env(safe-area-inset-top))]",
        CARD_HEIGHT,
        wide ? "grid-cols-[minmax(0,1fr)_minmax(0,520px)_minmax(0,1fr)]" : "grid-cols-[minmax(0,520px)] justify-center",
      )}
    >
      {wide ? (
        // Never higher than the card: more than that scrolls, and the picture keeps its place.
        <div data-testid="panel-aside" className="-m-1 flex max-h-[calc(var(--card)+8px)] min-w-0 flex-col gap-2 overflow-y-auto p-1">
          {bar}
          {introduced ? null : <div className="theme-page rounded-card border border-line bg-surface px-4 py-3">{introduction}</div>}
          {aside}
        </div>
      ) : null}
      {card}
      {wide ? earlier("h-(--card)") : null}
    </div>
  );
}
