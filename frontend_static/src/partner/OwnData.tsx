import type { PartnerApi } from "@/api/client";
import type { PartnerView } from "@/api/types";
import { RecordingTab } from "@/recording/RecordingTab";
import { recording } from "@/words/recording";
import { DataPage } from "./DataPage";

/** The Partner's data, with the sound of both. */
export default function OwnData({ api, view, onGone }: { api: PartnerApi; view: PartnerView; onGone: () => void }) {
  const names = { facilitator: recording.voiceOf(view.facilitator_name), partner: recording.you };
  const sound = <RecordingTab queryKey={["partner-recording", view.session_id]} api={api.recording(view.session_id)} names={names} />;
  return <DataPage api={api} sound={sound} onGone={onGone} />;
}
