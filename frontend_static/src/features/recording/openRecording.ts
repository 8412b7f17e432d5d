/** Ties one person's recording to their call: its microphone, its room's metadata, its coming and going. */
import type { Call } from "@/livekit/call";
import type { Side } from "@/livekit/whoMayHear";
import type { RecordingApi } from "./api";
import { PieceQueue } from "./pieceQueue";
import { SessionRecording, type Hold } from "./sessionRecording";
import { openMediaRecorder, VoiceRecorder } from "./voiceRecorder";
import { deviceStore } from "@/app/storage";

const LOOK_MS = 500;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function openRecording(
  call: Call,
  api: RecordingApi,
  {
    side,
    sessionId,
    agreed,
    tellStop,
  }: { side: Side; sessionId: string; agreed: boolean; tellStop: () => Promise<void> },
): { recording: SessionRecording; attend: () => () => void } {
  const key = `nbp.recording.${side}.${sessionId}`;
  let aheadMs = 0;
  const queue = new PieceQueue({
    send: (piece) => api.send(piece),
    wait,
    answered: (state) => recording.answered(state),
    refused: (piece, problem) => {
      voice.refused(piece.part, piece.n > 0);
      recording.refused(problem);
    },
  });
  const voice = new VoiceRecorder({
    microphone: () => call.microphone,
    open: openMediaRecorder,
    now: () => Date.now() + aheadMs,
    push: (piece) => queue.push(piece),
  });
  const kept = deviceStore.getItem(key);
  const recording = new SessionRecording(
    {
      side,
      view: () => api.view(),
      change: (state) => api.change(state),
      tellStop,
      record: (on) => voice.want(on),
      setClock: (ms) => {
        aheadMs = ms;
      },
      wait,
      now: () => Date.now(),
      keepUntold: (hold: Hold | null) => {
        if (hold) deviceStore.setItem(key, hold);
        else deviceStore.removeItem(key);
      },
    },
    agreed,
    kept === "paused" || kept === "stopped" ? kept : null,
  );
  /** While the room is shown; leaving sends what is left in the background. */
  const attend = () => {
    const stopHearing = call.hearMetadata((metadata) => recording.hear(metadata));
    const follow = () => {
      recording.setInCall(call.state.at === "open" || call.state.at === "reconnecting");
      if (call.state.at === "open") recording.hear(call.room.metadata);
      voice.look();
    };
    const unsubscribe = call.subscribe(follow);
    follow();
    const timer = setInterval(() => voice.look(), LOOK_MS);
    return () => {
      clearInterval(timer);
      unsubscribe();
      stopHearing();
      recording.setInCall(false);
    };
  };
  return { recording, attend };
}
