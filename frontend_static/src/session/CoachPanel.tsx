import { useCallback, useState, useSyncExternalStore, type ReactNode } from "react";
import type { Config } from "@/api/types";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { session } from "@/words/session";
import type { CoachLink } from "./coachLink";
import { faceOf } from "./coachState";
import { EarlierList } from "./EarlierList";
import { cardOf, waitingOf } from "./hintBoard";
import { HintCard } from "./HintCard";
import { choose, usePanelChoices, type Dock } from "./panelChoices";
import { SafetyBar, SafetyCard } from "./SafetyCard";

const words = session.panel;

export function useCoach(link: CoachLink) {
  const state = useSyncExternalStore(link.subscribe, link.read);
  return { ...state, face: faceOf(state.sight, state.nowMs) };
}

/** The first room says what hints are, where they will stand. */
function Introduction() {
  return (
    <div className="flex flex-col items-start gap-2" data-testid="introduction">
      <p className="text-text">{session.first.disclosure}</p>
      <p>{session.first.headphones}</p>
      <Button onClick={() => choose({ introduced: true })}>{session.first.understood}</Button>
    </div>
  );
}

/** One quiet line where the panel was. */
function Veil({ children, action }: { children: string; action: ReactNode }) {
  return (
    <div data-testid="panel-veil" className="theme-page flex flex-wrap items-center justify-between gap-2 rounded-control border border-line bg-surface py-1 pr-1 pl-4 text-text-2">
      <p>{children}</p>
      {action}
    </div>
  );
}

/** Section 4: the card by the lens, what came before, and the safety card in their place when it matters. */
export function CoachPanel({
  link,
  config,
  dock,
  shown,
  veiled,
  onShow,
  onShowAnyway,
}: {
  link: CoachLink;
  config: Config;
  dock: Dock;
  shown: boolean;
  /** The screen is shared: others may see it. */
  veiled: boolean;
  onShow: () => void;
  onShowAnyway: () => void;
}) {
  const { board, alarms, unsaved, face, nowMs } = useCoach(link);
  const [openAlarm, setOpenAlarm] = useState(false);
  const [justRead, setJustRead] = useState(false);
  const hold = useCallback((held: boolean) => link.hold(held), [link]);
  const alarm = alarms.findLast((one) => !one.acknowledged) ?? alarms.at(-1);
  const pinned = alarm !== undefined && (!alarm.acknowledged || openAlarm);
  const side = dock !== "top";
  const { introduced } = usePanelChoices();

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
      <div data-testid="coach-panel" className={cn("z-10 flex shrink-0 flex-col gap-2 p-2", side ? "sm:w-90" : "mx-auto w-[min(520px,100%)]")}>
        {bar}
        {veiled ? (
          <Veil action={<Button variant="ghost" onClick={onShowAnyway}>{words.showAnyway}</Button>}>{words.sharing}</Veil>
        ) : (
          <Veil action={<Button variant="ghost" onClick={onShow}>{words.show}</Button>}>{words.hidden}</Veil>
        )}
      </div>
    );
  }

  const card = (
    <div data-region className="flex min-w-0 flex-col gap-2">
      {bar}
      {pinned && alarm ? (
        <SafetyCard
          key={`${alarm.seq} ${alarm.discreet}`}
          alarm={alarm}
          config={config}
          called={openAlarm}
          onRead={() => {
            setOpenAlarm(false);
            setJustRead(true);
            if (!alarm.acknowledged) void link.acknowledge(alarm.seq);
          }}
        />
      ) : (
        <HintCard
          hint={cardOf(board)}
          face={face}
          nowMs={nowMs}
          narrow={side}
          newcomer={waitingOf(board) !== null}
          introduction={introduced ? null : <Introduction />}
          onHold={hold}
          onDismiss={() => link.dismiss()}
        />
      )}
      {pinned ? <div className="sr-only" data-testid="coach-status" data-state={face.state}>{face.words}</div> : null}
    </div>
  );
  const earlier = (className: string) => (
    <EarlierList
      board={board}
      unsaved={unsaved}
      onMark={(seq, mark) => link.mark(seq, mark)}
      onClear={() => link.clear()}
      className={className}
    />
  );
  if (side) {
    return (
      <div data-testid="coach-panel" className="z-10 flex min-h-0 shrink-0 flex-col gap-2 p-2 max-sm:w-full sm:w-90 xl:w-100">
        {card}
        {earlier("flex-1 max-sm:hidden")}
      </div>
    );
  }
  // Under the lens: the card in the middle of the window, Earlier at its right where there is room.
  return (
    <div
      data-testid="coach-panel"
      className="z-10 grid w-full shrink-0 grid-cols-[minmax(0,1fr)_minmax(0,520px)_minmax(0,1fr)] gap-2 p-2 max-xl:grid-cols-[minmax(0,1fr)_minmax(0,520px)_minmax(0,1fr)] max-sm:grid-cols-1 max-sm:pt-[max(0.5rem,env(safe-area-inset-top))]"
    >
      <div className="max-sm:hidden" />
      {card}
      {earlier("h-[272px] max-xl:hidden [@media(max-height:699px)]:h-[196px]")}
    </div>
  );
}
