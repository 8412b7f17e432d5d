import { ATTRIBUTE, CONSENT, type CoachRoomState } from "@/api/protocol";
import { Ellipsis, EyeOff, Eye, LifeBuoy, LogOut, MonitorUp, MonitorX, Route, Settings2 } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { PartnerApi } from "@/api/partner";
import type { Config, PartnerView } from "@/api/types";
import { BarButton } from "@/livekit/BarButton";
import type { Call } from "@/livekit/call";
import { ConnectionLines } from "@/livekit/ConnectionLines";
import { DeviceSelects } from "@/livekit/DeviceSelects";
import { CameraButton, canShare, MicButton, ShareButton, useMediaKeys } from "@/livekit/MediaButtons";
import { usePeople } from "@/livekit/people";
import { SelfView, Stage, WhoIsHere } from "@/livekit/Stage";
import { useOtherPerson } from "@/livekit/useOtherPerson";
import { useRegions } from "@/livekit/useRegions";
import { RecordingMark } from "@/features/recording/RecordingMark";
import type { SessionRecording } from "@/features/recording/sessionRecording";
import { useRecording } from "@/features/recording/useRecording";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/menu";
import { withNames } from "@/ui/name";
import { call as callWords } from "@/livekit/words";
import { isolate } from "@/words/names";
import { partner } from "./words";
import { session } from "@/features/room/words";
import { CoachPill } from "./CoachPill";
import { CopyChoice } from "./CopyChoice";
import { HelpDialog } from "./HelpDialog";
import type { Listening } from "./listening";
import { offered } from "./offered";
import { RecordingChoice } from "./RecordingChoice";
import { SoundDialog } from "./SoundDialog";

const words = partner.room;
type Open = "help" | "sound" | "devices" | null;

/** Everything the Partner sees in the call. Nothing here knows of hints or alarms. */
export function RoomInside({
  call,
  listening,
  recording,
  api,
  config,
  view,
  name,
  onChange,
  onLeave,
}: {
  call: Call;
  listening: Listening;
  recording: SessionRecording;
  api: PartnerApi;
  config: Config;
  view: PartnerView;
  name: string;
  onChange: (view: PartnerView) => void;
  onLeave: () => void;
}) {
  const people = usePeople(call);
  const other = useOtherPerson(call, {
    person: people.facilitator,
    expected: call.identities?.facilitator,
    connected: people.connected,
    name,
    side: "partner",
  });
  const coachSays = people.coach?.attributes[ATTRIBUTE.coachState] as CoachRoomState | undefined;
  const coachHears = useSyncExternalStore(listening.subscribe, listening.read).on && coachSays === "listening";
  const recorded = useRecording(recording);
  const [open, setOpen] = useState<Open>(null);
  const [selfShown, setSelfShown] = useState(true);
  useMediaKeys(call);
  useRegions();
  useWithdrawnElsewhere(listening, people.me.attributes[ATTRIBUTE.listening]);

  const here = [
    ...(people.facilitator ? [{ name, muted: people.facilitatorMuted }] : []),
    ...(people.coach ? [{ name: partner.where.coachName, note: coachHears ? undefined : callWords.notListening }] : []),
  ];
  return (
    <main className="stage fixed inset-0 flex h-dvh flex-col bg-sunken text-text">
      <div className="relative z-10 flex flex-col items-start gap-2 p-2 max-sm:w-full sm:absolute sm:top-2 sm:left-2 sm:max-w-[calc(100%-1rem)] sm:p-0 max-sm:pt-[max(0.5rem,env(safe-area-inset-top))]">
        <div className="flex flex-wrap items-start gap-2 max-sm:w-full">
          <CoachPill
            call={call}
            listening={listening}
            coach={people.coach}
            micOn={people.micOn && people.flow.microphone === "flows"}
            text={config.consents.listening.text.replaceAll("{name}", isolate(name))}
            onWhere={() => setOpen("sound")}
          />
          <RecordingMark
            sight={recorded}
            connected={people.connected}
            mine="partner"
            onPause={() => recording.hold("paused")}
            onGoOn={() => void recording.start()}
            onStop={() => recording.hold("stopped")}
          />
        </div>
        {/* Over the picture, on solid ground, so that nothing moves when a line comes or goes. */}
        <div className="max-sm:absolute max-sm:inset-x-2 max-sm:top-full sm:contents">
          <ConnectionLines call={call} people={people} name={name} other={other} side="partner" onLeave={onLeave} />
        </div>
      </div>
      <div className="relative min-h-0 flex-1">
        <Stage
          person={people.facilitator}
          name={name}
          cover
          lastKnown={!people.connected}
          alone={people.connected && other === "never" ? <p role="status">{withNames(words.alone(name))}</p> : null}
        />
        <div className="absolute bottom-2 left-2">
          <WhoIsHere people={here} />
        </div>
        {selfShown ? (
          <SelfView me={people.me} className="absolute! right-2 bottom-2 aspect-video w-24 sm:w-52 short:w-28" />
        ) : null}
      </div>
      <div
        data-region
        role="toolbar"
        aria-label={session.settings.discreetRoom}
        className="flex h-18 shrink-0 items-center justify-between gap-1 border-t border-line bg-bg px-2 pb-[env(safe-area-inset-bottom)] box-content sm:px-4"
      >
        <div className="flex items-center gap-1">
          <MicButton call={call} people={people} />
          <CameraButton call={call} people={people} />
          <ShareButton call={call} people={people} className="max-sm:hidden" />
          <Menu>
            <MenuTrigger asChild>
              <BarButton icon={Ellipsis} label={callWords.more} data-testid="more-button" />
            </MenuTrigger>
            <MenuContent side="top">
              {canShare() ? (
                <MenuItem className="sm:hidden" onSelect={() => void call.setShare(!people.sharing)}>
                  {people.sharing ? <MonitorX aria-hidden /> : <MonitorUp aria-hidden />}
                  {people.sharing ? callWords.share.stop : callWords.share.start}
                </MenuItem>
              ) : null}
              <MenuItem onSelect={() => setSelfShown((old) => !old)}>
                {selfShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
                {selfShown ? callWords.hideSelf : callWords.showSelf}
              </MenuItem>
              <MenuItem onSelect={() => setOpen("devices")}>
                <Settings2 aria-hidden />
                {callWords.preview.title}
              </MenuItem>
              <MenuItem onSelect={() => setOpen("sound")}>
                <Route aria-hidden />
                {partner.pill.where}
              </MenuItem>
            </MenuContent>
          </Menu>
          <BarButton icon={LifeBuoy} label={words.help} data-testid="help-button" onClick={() => setOpen("help")} />
        </div>
        <BarButton
          icon={LogOut}
          label={words.leave}
          wordOnPhone
          className="border-edge! px-4!"
          data-testid="leave-button"
          onClick={onLeave}
        />
      </div>
      <HelpDialog open={open === "help"} onClose={() => setOpen(null)} config={config} onLeave={onLeave} />
      <SoundDialog
        open={open === "sound"}
        onClose={() => setOpen(null)}
        config={config}
        name={name}
        here={here.map((one) => ("note" in one && one.note ? `${one.name}, ${one.note}` : one.name))}
      >
        {offered(config).includes("recording") ? <RecordingChoice api={api} recording={recording} config={config} name={name} /> : null}
        {offered(config).includes("copy") ? <CopyChoice {...{ api, config, view, name, onChange }} /> : null}
      </SoundDialog>
      <Dialog open={open === "devices"} onOpenChange={(to) => setOpen(to ? "devices" : null)}>
        <DialogContent title={callWords.preview.title}>
          <DeviceSelects />
        </DialogContent>
      </Dialog>
    </main>
  );
}

const SETTLE_MS = 1_500;

/** The ledger may change on another device. The room's word counts once it has settled, because it may trail our own. */
function useWithdrawnElsewhere(listening: Listening, standing: string | undefined): void {
  useEffect(() => {
    if (standing !== CONSENT.withdrawn) return;
    const timer = setTimeout(() => listening.withdrawnElsewhere(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [listening, standing]);
}
