import { useAudioPlayback, useConnectionQualityIndicator } from "@livekit/components-react";
import { CloudOff, Volume2, WifiOff } from "lucide-react";
import { ConnectionQuality } from "livekit-client";
import { useEffect, useRef, useState } from "react";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { call as words } from "@/words/call";
import type { Call } from "./call";
import { allowWords, refusalOf } from "./denied";
import type { People } from "./people";
import { useCallState } from "./useCall";

const STILL_MS = 30_000;
const BACK_MS = 4_000;

function useLineState(call: Call): "still" | "reconnecting" | "back" | null {
  const state = useCallState(call);
  const [late, setLate] = useState(false);
  const [back, setBack] = useState(false);
  const was = useRef(state.at);
  useEffect(() => {
    const before = was.current;
    was.current = state.at;
    if (state.at === "reconnecting") {
      if (before !== "reconnecting") announce(words.connection.reconnecting);
      const timer = setTimeout(() => setLate(true), STILL_MS - (Date.now() - state.sinceMs));
      return () => clearTimeout(timer);
    }
    setLate(false);
    if (before === "reconnecting" && state.at === "open") {
      announce(words.connection.back);
      setBack(true);
      const timer = setTimeout(() => setBack(false), BACK_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [state]);
  if (state.at === "reconnecting") return late ? "still" : "reconnecting";
  return back ? "back" : null;
}

/** 5.4 and what a refused device needs: at most one quiet line each, over the picture on solid ground. */
export function ConnectionLines({
  call,
  people,
  name,
  lost,
  onLeave,
}: {
  call: Call;
  people: People;
  /** Of the other one. */
  name: string;
  /** The other one was here and is not. */
  lost: boolean;
  onLeave: () => void;
}) {
  const line = useLineState(call);
  const { canPlayAudio, startAudio } = useAudioPlayback(call.room);
  const { quality } = useConnectionQualityIndicator({ participant: people.me });
  const refused = call.trouble.microphone ?? call.trouble.camera;
  const again = () => {
    if (call.trouble.microphone) void call.setMicrophone(true);
    if (call.trouble.camera) void call.setCamera(true);
  };
  return (
    <div className="flex w-[min(36rem,100%)] flex-col gap-2 text-body" data-testid="connection">
      {line === "reconnecting" ? <Notice icon={CloudOff}>{words.connection.reconnecting}</Notice> : null}
      {line === "still" ? (
        <Notice icon={CloudOff} action={<Button onClick={onLeave}>{words.connection.leave}</Button>}>
          {words.connection.still}
        </Notice>
      ) : null}
      {line === "back" ? <Notice tone="good">{words.connection.back}</Notice> : null}
      {line === null && lost ? <Notice icon={WifiOff}>{words.connection.lost(name)}</Notice> : null}
      {line === null && quality === ConnectionQuality.Poor && people.cameraOn ? (
        <Notice icon={WifiOff}>{words.connection.weak}</Notice>
      ) : null}
      {refused ? (
        <Notice tone="concern" action={<Button onClick={again}>{words.preview.tryAgain}</Button>}>
          {refusalOf(refused) === "denied"
            ? allowWords(navigator.userAgent, refused instanceof Error ? refused.message : "")
            : refusalOf(refused) === "busy"
              ? words.preview.busy
              : words.preview.none(name)}
        </Notice>
      ) : null}
      {canPlayAudio ? null : (
        <Button variant="primary" size="large" data-testid="turn-on-sound" onClick={() => void startAudio()}>
          <Volume2 aria-hidden />
          {words.connection.sound}
        </Button>
      )}
    </div>
  );
}
