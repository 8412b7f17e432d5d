import { useSyncExternalStore } from "react";
import type { SessionRecording, Sight } from "./sessionRecording";

export function useRecording(recording: SessionRecording): Sight {
  return useSyncExternalStore(recording.subscribe, recording.read);
}
