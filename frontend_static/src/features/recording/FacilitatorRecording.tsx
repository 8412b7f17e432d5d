import { CONSENT } from "@/api/protocol";
import { useEffect, useState } from "react";
import type { Call } from "@/livekit/call";
import { usePeople } from "@/livekit/people";
import { useCallState } from "@/livekit/useCall";
import { announce } from "@/ui/announce";
import { Notice } from "@/ui/notice";
import { recording as words } from "./words";
import { RecordingMark } from "./RecordingMark";
import { RecordSetting } from "./RecordSetting";
import { markOf, type SessionRecording } from "./sessionRecording";
import { useRecording } from "./useRecording";
import { canRecord } from "./voiceRecorder";

/** The mark on the Facilitator's page. */
export function FacilitatorMark({ call, recording }: { call: Call; recording: SessionRecording }) {
  const sight = useRecording(recording);
  const connected = useCallState(call).at === "open";
  return (
    <RecordingMark
      sight={sight}
      connected={connected}
      mine="facilitator"
      onPause={() => recording.hold("paused")}
      onGoOn={() => void recording.start()}
      onStop={() => recording.hold("stopped")}
    />
  );
}

const TOLD_MS = 10_000;

/** The Partner's yes to a recording and their taking it back, said for a while each time it is news. A recording that runs says it by its mark. */
export function PartnersWord({ recording }: { recording: SessionRecording }) {
  const sight = useRecording(recording);
  const { consent } = sight;
  const [told, setTold] = useState<typeof consent>("none");
  if (consent === "none" && told !== "none") setTold("none");
  const news = consent !== "none" && consent !== told;
  useEffect(() => {
    if (!news) return;
    announce(consent === CONSENT.granted ? words.record.agreed : words.record.turnedOff);
    const timer = setTimeout(() => setTold(consent), TOLD_MS);
    return () => clearTimeout(timer);
  }, [news, consent]);
  if (!news || markOf(sight)) return null;
  return (
    <Notice>
      <span data-testid="partners-word">{consent === CONSENT.granted ? `${words.record.agreed} ${words.record.where}` : words.record.turnedOff}</span>
    </Notice>
  );
}

/** Record, in the Facilitator's settings. */
export function FacilitatorRecord({ call, recording }: { call: Call; recording: SessionRecording }) {
  const sight = useRecording(recording);
  const { partner } = usePeople(call);
  return (
    <RecordSetting
      sight={sight}
      partnerHere={partner !== undefined}
      canRecord={canRecord()}
      onStart={() => void recording.start()}
      onPause={() => recording.hold("paused")}
      onStop={() => recording.hold("stopped")}
    />
  );
}
