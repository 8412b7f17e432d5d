import type { DataApi } from "@/api/partner";
import { RecordingTab } from "@/features/recording/RecordingTab";
import { recording } from "@/features/recording/words";
import { DataPage, type Back } from "./DataPage";

/** The Partner's data, with the sound of both. */
export default function OwnData({ api, back, onGone }: { api: DataApi; back?: Back; onGone: () => void }) {
  return (
    <DataPage
      api={api}
      back={back}
      sound={({ session_id, facilitator_name }) => (
        <RecordingTab
          queryKey={["partner-recording", session_id]}
          api={api.recording(session_id)}
          names={{ facilitator: recording.voiceOf(facilitator_name), partner: recording.you }}
        />
      )}
      onGone={onGone}
    />
  );
}
