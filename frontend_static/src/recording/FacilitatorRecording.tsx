import type { Call } from "@/livekit/call";
import { usePeople } from "@/livekit/people";
import { RecordingMark } from "./RecordingMark";
import { RecordSetting } from "./RecordSetting";
import type { SessionRecording } from "./sessionRecording";
import { useRecording } from "./useRecording";
import { canRecord } from "./voiceRecorder";

/** The mark on the Facilitator's page. */
export function FacilitatorMark({ recording }: { recording: SessionRecording }) {
  const sight = useRecording(recording);
  return (
    <RecordingMark
      sight={sight}
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
  const { partner } = usePeople(call.identities);
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
