import { useState } from "react";
import type { PartnerApi } from "@/api/partner";
import type { Config } from "@/api/types";
import type { SessionRecording } from "@/features/recording/sessionRecording";
import { useRecording } from "@/features/recording/useRecording";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { isolate } from "@/words/names";
import { ConsentChoice } from "./ConsentChoice";

/** The choice about recording, changeable in the call. A no holds on this device at once; a yes is on once it is written. */
export function RecordingChoice({
  api,
  recording,
  config,
  name,
}: {
  api: PartnerApi;
  recording: SessionRecording;
  config: Config;
  name: string;
}) {
  const { agreed, hold } = useRecording(recording);
  const [error, setError] = useState<unknown>(null);
  const change = async (on: boolean) => {
    setError(null);
    if (!on) return recording.hold("stopped");
    try {
      await api.consent("recording", true, config.consents.recording.version);
      recording.agreedAgain();
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <>
      <ConsentChoice
        kind="recording"
        text={config.consents.recording.text.replaceAll("{name}", isolate(name))}
        checked={agreed && hold !== "stopped"}
        onChange={(on) => void change(on)}
      />
      {error ? (
        <Notice tone="error" role="alert">
          {sayError(error, { name })}
        </Notice>
      ) : null}
    </>
  );
}
