import {
  BookOpen,
  CircleX,
  Ellipsis,
  History,
  Lightbulb,
  MonitorUp,
  MonitorX,
  PanelTop,
  PanelTopClose,
  Settings2,
} from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Config, Session } from "@/api/types";
import { BarButton } from "@/livekit/BarButton";
import type { Call } from "@/livekit/call";
import { ConnectionLines } from "@/livekit/ConnectionLines";
import { CameraButton, canShare, MicButton, ShareButton, useMediaKeys } from "@/livekit/MediaButtons";
import { usePeople } from "@/livekit/people";
import { isMuted, SelfView, Stage, WhoIsHere } from "@/livekit/Stage";
import { usePresence } from "@/livekit/usePresence";
import { useRegions } from "@/livekit/useRegions";
import { InviteDialog } from "@/sessions/InviteDialog";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/menu";
import { call as callWords } from "@/words/call";
import { session as words } from "@/words/session";
import type { CoachLink } from "./coachLink";
import { CoachPanel, useCoach } from "./CoachPanel";
import { whyNoHint } from "./coachState";
import { EarlierList } from "./EarlierList";
import { EndDialog } from "./EndDialog";
import { GuideDialog } from "./GuideDialog";
import { cardOf } from "./hintBoard";
import { copyHint } from "./HintCard";
import { usePanelChoices } from "./panelChoices";
import { RoomSettings } from "./RoomSettings";
import { useSingleKeys } from "./useSingleKeys";

type Open = "settings" | "guide" | "end" | "earlier" | "invite" | null;

/** mm:ss since the session began. */
function Clock({ sinceMs }: { sinceMs: number }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
  return (
    <span className="px-1 text-text-2 tabular-nums max-sm:hidden" role="timer">
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, "0")}
    </span>
  );
}

/** Everything the Facilitator sees in the call. */
export function RoomInside({
  call,
  link,
  config,
  session,
  connected,
  onLeave,
  onEnd,
}: {
  call: Call;
  link: CoachLink;
  config: Config;
  session: Session;
  connected: boolean;
  onLeave: () => void;
  onEnd: () => Promise<void>;
}) {
  const people = usePeople(call.identities);
  const { partner, coach } = people;
  const name = session.partner_label || partner?.name || words.partner;
  const lost = usePresence(partner !== undefined, name);
  const coachState = useCoach(link);
  const { face, sight, board } = coachState;
  const choices = usePanelChoices();
  const [open, setOpen] = useState<Open>(null);
  const [shown, setShown] = useState(true);
  const [showAnyway, setShowAnyway] = useState(false);
  const [startedMs] = useState(() => (session.started_at ? Date.parse(session.started_at) : Date.now()));
  const veiled = people.sharing && !showAnyway;
  if (!people.sharing && showAnyway) setShowAnyway(false);
  const bar = useRef<HTMLDivElement>(null);
  useMediaKeys(call);
  useRegions();

  const standing = partner?.attributes["consent.listening"];
  const listening = standing === "granted" || standing === "withdrawn" ? standing : "none";
  const partnerHere = partner !== undefined;
  const coachHere = coach !== undefined;
  useEffect(() => {
    link.sees({ connected, partnerHere, coachHere, listening });
  }, [link, connected, partnerHere, coachHere, listening]);

  const said = useRef(face.state);
  useEffect(() => {
    const spoken = face.state === "off" || face.state === "offline" || face.state === "paused" || (face.state === "listening" && said.current !== "thinking");
    if (said.current !== face.state && spoken) announce(face.words);
    said.current = face.state;
  }, [face.state, face.words]);

  useEffect(() => {
    bar.current?.querySelector("button")?.focus({ preventScroll: true });
  }, []);

  const whyNot = whyNoHint(face, sight.asking);
  const generate = () => {
    if (!whyNot) void link.generate();
  };
  const toggleShown = () => {
    if (shown) announce(words.panel.hidden);
    setShown(!shown);
  };
  useSingleKeys(choices.singleKeys && open === null, {
    g: generate,
    c: () => {
      const hint = cardOf(board);
      if (hint) void copyHint(hint);
    },
    h: toggleShown,
    "?": () => setOpen("settings"),
  });

  const panel = (
    <CoachPanel
      link={link}
      config={config}
      dock={choices.dock}
      shown={shown}
      veiled={veiled}
      onShow={() => setShown(true)}
      onShowAnyway={() => setShowAnyway(true)}
    />
  );
  const here = [
    ...(partner ? [{ name, muted: isMuted(partner) }] : []),
    ...(coach ? [{ name: words.coachName }] : []),
  ];
  return (
    <main className="stage fixed inset-0 flex h-dvh flex-col bg-sunken text-text">
      <h1 className="sr-only">{words.title}</h1>
      <div className={choices.dock === "top" ? "flex min-h-0 flex-1 flex-col" : "flex min-h-0 flex-1 max-sm:flex-col"}>
        {choices.dock === "right" ? null : panel}
        <div className="relative min-h-0 min-w-0 flex-1">
          <Stage
            person={partner}
            name={name}
            alone={
              <>
                {lost ? null : <p>{words.alone.here(name)}</p>}
                <Button size="large" data-testid="copy-link" onClick={() => setOpen("invite")}>
                  {words.alone.copyLink}
                </Button>
              </>
            }
          />
          <div className="absolute inset-x-2 bottom-12 flex max-sm:bottom-18 flex-col items-center">
            <ConnectionLines call={call} people={people} name={name} lost={lost} onLeave={onLeave} />
          </div>
          <div className="absolute bottom-2 left-2">
            <WhoIsHere people={here} />
          </div>
          <SelfView me={people.me} className="absolute right-2 bottom-2 aspect-video w-24 sm:w-48" />
        </div>
        {choices.dock === "right" ? panel : null}
      </div>
      <div
        ref={bar}
        data-region
        role="toolbar"
        aria-label={words.settings.discreetRoom}
        className="box-content flex h-18 shrink-0 items-center justify-between gap-1 border-t border-line bg-bg px-2 pb-[env(safe-area-inset-bottom)] sm:px-4"
      >
        <div className="flex items-center gap-1">
          <MicButton call={call} people={people} />
          <CameraButton call={call} people={people} />
          <ShareButton call={call} people={people} className="max-lg:hidden" />
          <BarButton icon={Settings2} label={words.controls.settings} className="max-lg:hidden" data-testid="settings-button" onClick={() => setOpen("settings")} />
        </div>
        <div className="flex items-center gap-1">
          <div className="flex flex-row-reverse items-center gap-2">
            <BarButton
              icon={Lightbulb}
              label={words.controls.generate}
              aria-disabled={whyNot !== null}
              aria-describedby="why-no-hint"
              className="sm:border-edge sm:px-3"
              data-testid="generate-button"
              onClick={generate}
            />
            <span id="why-no-hint" className="max-w-28 text-right text-meta text-text-2 max-lg:sr-only" data-testid="why-no-hint">
              {whyNot ?? ""}
            </span>
          </div>
          <BarButton icon={History} label={words.controls.earlier} className={choices.dock === "top" && !veiled ? "max-sm:hidden xl:hidden" : "hidden"} data-testid="earlier-button" onClick={() => setOpen("earlier")} />
          <BarButton icon={BookOpen} label={words.controls.guide} className="max-lg:hidden" onClick={() => setOpen("guide")} />
          <BarButton
            icon={shown ? PanelTopClose : PanelTop}
            label={words.controls.panel}
            filled={!shown}
            aria-pressed={shown}
            className="max-lg:hidden"
            data-testid="panel-button"
            onClick={toggleShown}
          />
          <Menu>
            <MenuTrigger asChild>
              <BarButton icon={Ellipsis} label={callWords.more} className="lg:hidden" data-testid="more-button" />
            </MenuTrigger>
            <MenuContent side="top">
              {canShare() ? (
                <MenuItem onSelect={() => void call.setShare(!people.sharing)}>
                  {people.sharing ? <MonitorX aria-hidden /> : <MonitorUp aria-hidden />}
                  {people.sharing ? callWords.share.stop : callWords.share.start}
                </MenuItem>
              ) : null}
              {veiled ? null : (
                <MenuItem onSelect={() => setOpen("earlier")}>
                  <History aria-hidden />
                  {words.controls.earlier}
                </MenuItem>
              )}
              <MenuItem onSelect={() => setOpen("guide")}>
                <BookOpen aria-hidden />
                {words.controls.guide}
              </MenuItem>
              <MenuItem onSelect={toggleShown}>
                {shown ? <PanelTopClose aria-hidden /> : <PanelTop aria-hidden />}
                {shown ? words.panel.hide : words.panel.show}
              </MenuItem>
              <MenuItem onSelect={() => setOpen("settings")}>
                <Settings2 aria-hidden />
                {words.controls.settings}
              </MenuItem>
            </MenuContent>
          </Menu>
          <Clock sinceMs={startedMs} />
          <BarButton icon={CircleX} label={words.controls.end} wordOnPhone className="border-edge px-3" data-testid="end-button" onClick={() => setOpen("end")} />
        </div>
      </div>
      <RoomSettings
        open={open === "settings"}
        onClose={() => setOpen(null)}
        paused={coachState.pauseWished || face.state === "paused"}
        onPause={(on) => void link.pause(on)}
      />
      <GuideDialog open={open === "guide"} onClose={() => setOpen(null)} />
      <EndDialog open={open === "end"} onClose={() => setOpen(null)} onEnd={onEnd} onLeave={onLeave} />
      {open === "invite" ? <InviteDialog session={session} onClose={() => setOpen(null)} /> : null}
      <Dialog open={open === "earlier" && !veiled} onOpenChange={(to) => setOpen(to ? "earlier" : null)}>
        <DialogContent title={words.panel.earlier}>
          <EarlierList
            board={board}
            unsaved={coachState.unsaved}
            onMark={(seq, mark) => link.mark(seq, mark)}
            onClear={() => link.clear()}
            titled={false}
            className="min-h-0 flex-1 border-0"
          />
        </DialogContent>
      </Dialog>
    </main>
  );
}
