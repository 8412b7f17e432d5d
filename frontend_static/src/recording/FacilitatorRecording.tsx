import type { Call } from "@/livekit/call";
import { usePeople } from "@/livekit/people";
import { useCallState } from "@/livekit/useCall";
import { RecordingMark } from "./RecordingMark";
import { RecordSetting } from "./RecordSetting";
import type { SessionRecording } from "./sessionRecording";
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
