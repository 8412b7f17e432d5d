import { Mic, MicOff, MonitorUp, MonitorX, Video, VideoOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { announce } from "@/ui/announce";
import { call as words } from "./words";
import { BarButton } from "./BarButton";
import type { Call } from "./call";
import type { People } from "./people";

export function MicButton({ call, people }: { call: Call; people: People }) {
  const was = useRef(people.micOn);
  useEffect(() => {
    if (was.current && !people.micOn) announce(words.mic.off);
    was.current = people.micOn;
  }, [people.micOn]);
  const sends = people.micOn && people.flow.microphone === "flows";
  return (
    <BarButton
      icon={sends ? Mic : MicOff}
      label={sends ? words.mic.on : people.micOn ? words.mic.silent : words.mic.off}
      filled={!sends}
      className="sm:w-32"
      data-testid="mic-button"
      onClick={() => void call.setMicrophone(!people.micOn)}
    />
  );
}

export function CameraButton({ call, people }: { call: Call; people: People }) {
  const sends = people.cameraOn && people.flow.camera === "flows";
  return (
    <BarButton
      icon={sends ? Video : VideoOff}
      label={sends ? words.camera.on : people.cameraOn ? words.camera.stopped : words.camera.off}
      filled={!sends}
      className="sm:w-24"
      data-testid="camera-button"
      onClick={() => void call.setCamera(!people.cameraOn)}
    />
  );
}

export function canShare(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

export function ShareButton({ call, people, className }: { call: Call; people: People; className?: string }) {
  if (!canShare()) return null;
  return (
    <BarButton
      icon={people.sharing ? MonitorX : MonitorUp}
      label={people.sharing ? words.share.stop : words.share.start}
      filled={people.sharing}
      data-testid="share-button"
      {...(className ? { className } : {})}
      onClick={() => void call.setShare(!people.sharing)}
    />
  );
}

/** Ctrl or Cmd with D: microphone, with E: camera. */
export function useMediaKeys(call: Call): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const me = call.room.localParticipant;
      const key = event.key.toLowerCase();
      if (key === "d") void call.setMicrophone(!me.isMicrophoneEnabled);
      else if (key === "e") void call.setCamera(!me.isCameraEnabled);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [call]);
}
