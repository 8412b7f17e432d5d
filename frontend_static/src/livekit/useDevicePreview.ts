import { useCallback, useEffect, useState } from "react";
import { keepDevices, readDevices, type Kept } from "./keptDevices";
import { browserDevices, openDevices, type Opened } from "./openDevices";

export type PreviewStep = { at: "asking" } | { at: "open" } | { at: "refused"; refusal: NonNullable<Opened["refusal"]> };

/** All the preview shows, and what it can be told. */
export interface Preview {
  step: PreviewStep;
  kept: Kept;
  stream: MediaStream | null;
  devices: MediaDeviceInfo[];
  turn: (wish: "microphone" | "camera", on: boolean) => void;
  select: (kind: "audioinput" | "videoinput", id: string) => void;
  tryAgain: () => void;
}

/** Opens the devices at once, so mount it by a click. Opens them anew when one is chosen, plugged in or pulled out. */
export function useDevicePreview(): Preview {
  const [kept, setKept] = useState(readDevices);
  const [step, setStep] = useState<PreviewStep>({ at: "asking" });
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const [tries, setTries] = useState(0);
  const again = useCallback(() => setTries((n) => n + 1), []);
  const tryAgain = useCallback(() => {
    setStep({ at: "asking" });
    again();
  }, [again]);

  useEffect(() => {
    let gone = false;
    let opened: MediaStream | null = null;
    void openDevices(kept, browserDevices).then(async ({ stream: now, refusal }) => {
      opened = now;
      if (gone) {
        now?.getTracks().forEach((track) => track.stop());
        return;
      }
      // A device that is pulled out ends its track.
      now?.getTracks().forEach((track) => track.addEventListener("ended", again));
      setStream(now);
      setStep(refusal ? { at: "refused", refusal } : { at: "open" });
      setDevices(await navigator.mediaDevices.enumerateDevices().catch(() => []));
    });
    return () => {
      gone = true;
      opened?.getTracks().forEach((track) => {
        track.removeEventListener("ended", again);
        track.stop();
      });
    };
    // Anew for another device or another try, not for a switch of the microphone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tries, again, kept.wishes.camera, kept.devices.audioinput, kept.devices.videoinput]);

  const missing = step.at === "refused" && step.refusal.why !== "denied";
  useEffect(() => {
    const changed = () => {
      if (missing) return again();
      navigator.mediaDevices.enumerateDevices().then(setDevices, () => undefined);
    };
    navigator.mediaDevices.addEventListener("devicechange", changed);
    return () => navigator.mediaDevices.removeEventListener("devicechange", changed);
  }, [missing, again]);

  const change = (next: Kept) => {
    keepDevices(next);
    setKept(next);
  };
  return {
    step,
    kept,
    stream,
    devices,
    turn: (wish, on) => change({ ...kept, wishes: { ...kept.wishes, [wish]: on } }),
    select: (kind, id) => change({ ...kept, devices: { ...kept.devices, [kind]: id } }),
    tryAgain,
  };
}
