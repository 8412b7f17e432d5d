import { useState } from "react";
import type { PartnerApi } from "@/api/client";
import type { Config, PartnerView } from "@/api/types";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { ConsentChoice } from "./ConsentChoice";

/** The choice about recording, changeable in the call. Shows what the ledger says, not what was pressed. */
export function RecordingChoice({ api, config, view, name }: { api: PartnerApi; config: Config; view: PartnerView; name: string }) {
  const [granted, setGranted] = useState(view.consents.recording?.granted ?? false);
  const [error, setError] = useState<unknown>(null);
  const change = async (on: boolean) => {
    setError(null);
    try {
      const now = await api.consent("recording", on, config.consents.recording.version);
      setGranted(now.consents.recording?.granted ?? false);
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <>
      <ConsentChoice
        kind="recording"
        text={config.consents.recording.text.replaceAll("{name}", name)}
        checked={granted}
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
