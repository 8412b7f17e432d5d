import { ATTRIBUTE, CONSENT } from "@/api/protocol";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Config, Session } from "@/api/types";
import type { Call } from "@/livekit/call";
import { ConnectionLines } from "@/livekit/ConnectionLines";
import { useMediaKeys } from "@/livekit/MediaButtons";
import { usePeople } from "@/livekit/people";
import { useShownToOthers } from "@/livekit/shownToOthers";
import { SelfView, Stage, WhoIsHere } from "@/livekit/Stage";
import { useOtherPerson } from "@/livekit/useOtherPerson";
import { useRegions } from "@/livekit/useRegions";
import { NotesEditor } from "@/features/notes/NotesEditor";
import { InviteDialog } from "@/features/sessions/InviteDialog";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { withNames } from "@/ui/name";
import { call as callWords } from "@/livekit/words";
import { session as words } from "./words";
import { Clock } from "./Clock";
import type { CoachLink } from "./coachLink";
import { CoachPanel } from "./CoachPanel";
import { whyNoHint, type CoachFace } from "./coachState";
import { ControlBar, type Pane } from "./ControlBar";
import { EarlierList } from "./EarlierList";
import { EndDialog } from "./EndDialog";
import { Guide } from "./Guide";
import { cardOf } from "./hintBoard";
import { KeysDialog } from "./KeysDialog";
import { choose, usePanelChoices } from "./panelChoices";
import { RoomSettings } from "./RoomSettings";
import { copyHint } from "./shownHint";
import { SidePane } from "./SidePane";
import { useCoach } from "./useCoach";
import { useEscape } from "./useEscape";
import { useShape } from "./useShape";
import { useSingleKeys } from "./useSingleKeys";

type Open = "settings" | "keys" | "end" | "invite" | null;

/** Says the coach's state when it changes to one that matters; never that it thinks. */
function useSaidState(face: CoachFace): void {
  const said = useRef(face.state);
  useEffect(() => {
    const spoken = face.state === "off" || face.state === "offline" || face.state === "paused" || (face.state === "listening" && said.current !== "thinking");
    if (said.current !== face.state && spoken) announce(face.words);
    said.current = face.state;
  }, [face.state, face.words]);
}

/** Everything the Facilitator sees in the call. `extraSettings` stands in the settings above the devices. */
export function RoomInside({
  call,
  link,
  config,
  session,
  marks,
  news,
  extraSettings,
  onLeave,
  onEnd,
}: {
  call: Call;
  link: CoachLink;
  config: Config;
  session: Session;
  /** What else both people are told on the picture, such as that it is recorded. */
  marks?: ReactNode;
  /** Said for a while among the notices. */
  news?: ReactNode;
  extraSettings?: ReactNode;
  onLeave: () => void;
  onEnd: () => Promise<void>;
}) {
  const people = usePeople(call);
  const { partner, coach, connected } = people;
  const name = session.partner_label || partner?.name || words.partner;
  const other = useOtherPerson(call, { person: partner, expected: call.identities?.partner, connected, name, side: "facilitator" });
  const view = useCoach(link);
  const { face, sight, board } = view;
  const choices = usePanelChoices();
  const shape = useShape();
  const [open, setOpen] = useState<Open>(null);
  const [pane, setPane] = useState<Pane | null>(null);
  const [shown, setShown] = useState(true);
  const [selfShown, setSelfShown] = useState(true);
  const [showAnyway, setShowAnyway] = useState(false);
  const shownToOthers = useShownToOthers();
  const veiled = shownToOthers && !showAnyway;
  if (!shownToOthers && showAnyway) setShowAnyway(false);
  const [startedMs, setStartedMs] = useState(() => (session.started_at ? Date.parse(session.started_at) : null));
  if (startedMs === null && partner?.joinedAt) setStartedMs(Math.max(partner.joinedAt.getTime(), people.me.joinedAt?.getTime() ?? 0));
  const bar = useRef<HTMLDivElement>(null);
  useMediaKeys(call);
  useRegions();
  useSaidState(face);

  const standing = partner?.attributes[ATTRIBUTE.listening];
  const listening = standing === CONSENT.granted || standing === CONSENT.withdrawn ? standing : "none";
  const partnerHere = partner !== undefined;
  const coachHere = coach !== undefined;
  const { partnerMuted } = people;
  useEffect(() => {
    link.sees({ connected, partnerHere, partnerMuted, coachHere, listening });
  }, [link, connected, partnerHere, partnerMuted, coachHere, listening]);

  const focusControls = () => bar.current?.querySelector("button")?.focus({ preventScroll: true });
  useEffect(focusControls, []);

  const beside = shape.low || (choices.dock !== "top" && !shape.phone);
  const panelOpen = shown && !veiled;
  const earlierInPane = panelOpen && (beside ? shape.low : !shape.wide);
  // The place of Earlier may come while it stands in the pane, and hints may have to be hidden.
  const paneShown = pane === "earlier" && !earlierInPane ? null : pane;
  const togglePane = (which: Pane) => setPane(paneShown === which ? null : which);
  const closePane = () => setPane(null);
  const whyNot = whyNoHint(face, sight.asking, view.alarms.some((one) => !one.acknowledged));
  const generate = () => {
    if (!whyNot) void link.generate();
  };
  const toggleShown = () => {
    if (shown) announce(words.panel.hidden);
    setShown(!shown);
  };
  useEscape(open === null && paneShown !== null, closePane);
  useSingleKeys(choices.singleKeys && open === null, {
    g: generate,
    c: () => {
      const hint = cardOf(board);
      if (hint && panelOpen) void copyHint(hint);
    },
    h: toggleShown,
    n: () => togglePane("notes"),
    "?": () => setOpen("keys"),
  });

  const lines = (
    <>
      <ConnectionLines call={call} people={people} name={name} other={other} side="facilitator" onLeave={onLeave} />
      {news}
    </>
  );
  const linesAside = panelOpen && (beside ? !shape.low : shape.wide);
  const panel = (
    <CoachPanel
      coach={view}
      wishes={link}
      config={config}
      shape={shape}
      beside={beside}
      shown={shown}
      veiled={veiled}
      introduced={choices.introduced}
      aside={linesAside ? lines : null}
      onUnderstood={() => {
        choose({ introduced: true });
        focusControls();
      }}
      onShow={() => setShown(true)}
      onShowAnyway={() => setShowAnyway(true)}
    />
  );
  const coachHears = connected ? face.state === "listening" || face.state === "thinking" || face.state === "muted" || face.state === "paused" : listening === CONSENT.granted;
  const here = [
    ...(partner ? [{ name, muted: partnerMuted, person: partner }] : []),
    ...(coach ? [{ name: words.coachName, note: coachHears ? undefined : callWords.notListening }] : []),
  ];
  return (
    <main className="stage fixed inset-0 flex h-dvh flex-col bg-sunken text-text">
      <h1 className="sr-only">{words.title}</h1>
      <ControlBar
        box={bar}
        call={call}
        people={people}
        whyNoHint={whyNot}
        shown={shown}
        pane={paneShown}
        earlierInPane={earlierInPane}
        selfShown={selfShown}
        sinceMs={startedMs}
        onGenerate={generate}
        onPane={togglePane}
        onShown={toggleShown}
        onSelf={() => setSelfShown(!selfShown)}
        onSettings={() => setOpen("settings")}
        onKeys={() => setOpen("keys")}
        onEnd={() => setOpen("end")}
      />
      <div className={beside ? (choices.dock === "right" ? "flex min-h-0 flex-1 flex-row-reverse" : "flex min-h-0 flex-1") : "flex min-h-0 flex-1 flex-col"}>
        {panel}
        <div className="relative flex min-h-0 min-w-0 flex-1">
          <div className="relative min-h-0 min-w-0 flex-1">
            <Stage
              person={partner}
              name={name}
              lastKnown={!connected}
              alone={
                connected ? (
                  <>
                    {other === "never" ? <p>{withNames(words.alone.here(name))}</p> : null}
                    <Button size="large" data-testid="copy-link" onClick={() => setOpen("invite")}>
                      {words.alone.copyLink}
                    </Button>
                  </>
                ) : null
              }
            />
            {/* One above the other: a notice never lies over the marks, however many rows they take. */}
            <div className="pointer-events-none absolute inset-x-2 bottom-2 z-10 flex flex-col gap-2 *:pointer-events-auto">
              {linesAside ? null : <div className="flex flex-col items-center gap-2">{lines}</div>}
              <div className="flex min-h-8 max-w-[calc(100%-7.5rem)] flex-wrap items-end gap-2 self-start max-sm:min-h-14">
                {marks}
                <Clock sinceMs={startedMs} className="rounded-pill bg-surface px-3 py-1 text-meta sm:hidden" />
                <WhoIsHere people={here} />
              </div>
            </div>
            {selfShown ? (
              <SelfView me={people.me} className="absolute! right-2 bottom-2 aspect-video w-24 sm:w-[clamp(6rem,16%,12rem)] [@media(height<500px)]:w-24" />
            ) : null}
          </div>
          {paneShown ? (
            <SidePane title={words.pane[paneShown]} testId={`${paneShown}-pane`} onClose={closePane}>
              {paneShown === "guide" ? (
                <Guide />
              ) : paneShown === "notes" ? (
                <NotesEditor sessionId={session.id} autoFocus />
              ) : (
                <EarlierList
                  board={board}
                  unsaved={view.unsaved}
                  onMark={(id, mark) => link.mark(id, mark)}
                  onClear={() => link.clear()}
                  titled={false}
                  className="-mx-3 flex-1 border-0!"
                />
              )}
            </SidePane>
          ) : null}
        </div>
      </div>
      <RoomSettings open={open === "settings"} onClose={() => setOpen(null)} paused={view.pauseWished || face.state === "paused"} onPause={(on) => void link.pause(on)}>
        {extraSettings}
      </RoomSettings>
      <KeysDialog open={open === "keys"} singleKeys={choices.singleKeys} onClose={() => setOpen(null)} />
      <EndDialog open={open === "end"} onClose={() => setOpen(null)} onEnd={onEnd} onLeave={onLeave} />
      {open === "invite" ? <InviteDialog session={session} onClose={() => setOpen(null)} /> : null}
    </main>
  );
}
