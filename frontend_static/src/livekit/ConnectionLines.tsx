import { useAudioPlayback, useConnectionQualityIndicator } from "@livekit/components-react";
import { CloudOff, LogOut, MicOff, Volume2, WifiOff } from "lucide-react";
import { ConnectionQuality } from "livekit-client";
import { useEffect, useState } from "react";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { call as words } from "./words";
import type { Call } from "./call";
import { allowWords, refusalOf } from "./denied";
import type { People } from "./people";
import type { Unpluggable } from "./unplugged";
import type { Whereabouts } from "./otherPerson";
import { useCallState } from "./useCall";
import { sayAbsence } from "./useOtherPerson";
import type { Side } from "./whoMayHear";

const STILL_MS = 30_000;
const BACK_MS = 4_000;

type Line = "reconnecting" | "still" | "back" | null;

/** What to say of our own line; the sentence for it changes by itself with time. */
function useLine(call: Call): Line {
  const state = useCallState(call);
  const sinceMs = state.at === "reconnecting" ? (state.putOut ? null : state.sinceMs) : state.at === "open" ? (state.backMs ?? null) : null;
  const [lateFor, setLateFor] = useState<number | null>(null);
  const lost = state.at === "reconnecting";
  useEffect(() => {
    if (sinceMs === null) return;
    announce(lost ? words.connection.reconnecting : words.connection.back);
    const timer = setTimeout(() => setLateFor(sinceMs), (lost ? STILL_MS : BACK_MS) - (Date.now() - sinceMs));
    return () => clearTimeout(timer);
  }, [sinceMs, lost]);
  const late = sinceMs !== null && lateFor === sinceMs;
  if (sinceMs === null) return null;
  if (lost) return late ? "still" : "reconnecting";
  return late ? null : "back";
}

const DEVICES = ["microphone", "camera"] as const;
const TOLD_MS = 10_000;

/** A device pulled out in the call: what the others miss and the way back, or for a while that another took its place. */
function Unplugged({ call, people, name }: { call: Call; people: People; name: string }) {
  const newest = Math.max(0, ...DEVICES.map((device) => call.unplugged[device] ?? 0));
  const [toldFor, setToldFor] = useState(0);
  useEffect(() => {
    if (newest === 0) return;
    const timer = setTimeout(() => setToldFor(newest), TOLD_MS);
    return () => clearTimeout(timer);
  }, [newest]);
  return DEVICES.map((device) => {
    const sinceMs = call.unplugged[device];
    if (sinceMs === undefined || call.trouble[device]) return null;
    const replaced = device === "microphone" ? people.micOn : people.cameraOn;
    if (replaced) {
      if (sinceMs <= toldFor) return null;
      const said = device === "microphone" ? words.unplugged.otherMicrophone : words.unplugged.otherCamera;
      return (
        <Notice key={device} role="status">
          {said}
        </Notice>
      );
    }
    const again = () => void (device === "microphone" ? call.setMicrophone(true) : call.setCamera(true));
    return (
      <Notice key={device} tone="concern" role="status" action={<Button onClick={again}>{words.unplugged.tryAgain}</Button>}>
        {words.unplugged[device](name)}
      </Notice>
    );
  });
}

/** Why a device did not open; what is blocked is named, since the browser's own page names it too. */
function whyRefused(devices: readonly Unpluggable[], error: unknown, name: string): string {
  const device = devices.length === 1 ? (devices[0] ?? "microphone") : "microphone";
  switch (refusalOf(error)) {
    case "denied": {
      const which = devices.length > 1 ? "both" : device;
      return `${words.denied.which[which]} ${allowWords(navigator.userAgent, error instanceof Error ? error.message : "")}`;
    }
    case "none":
      return devices.length > 1 ? words.refused.noneOfBoth(name) : device === "microphone" ? words.preview.none(name) : words.refused.noCamera(name);
    default:
      return device === "microphone" ? words.refused.busyMicrophone : words.preview.busy;
  }
}

/** Cameras and microphones that did not open: why, and the way on with them or without. The same reason is said once. */
function Refused({ call, name }: { call: Call; name: string }) {
  const reasons = new Map<string, Unpluggable[]>();
  for (const device of DEVICES) {
    if (!call.trouble[device]) continue;
    const why = refusalOf(call.trouble[device]);
    const together = why === "busy" ? device : why;
    reasons.set(together, [...(reasons.get(together) ?? []), device]);
  }
  return [...reasons.values()].map((devices) => {
    const turn = (on: boolean) =>
      devices.forEach((device) => void (device === "microphone" ? call.setMicrophone(on) : call.setCamera(on)));
    return (
      <Notice
        key={devices.join()}
        tone="concern"
        action={
          <span className="flex flex-wrap gap-2">
            <Button onClick={() => turn(true)}>{words.preview.tryAgain}</Button>
            <Button variant="ghost" onClick={() => turn(false)}>
              {words.refused.without}
            </Button>
          </span>
        }
      >
        {whyRefused(devices, call.trouble[devices[0] ?? "microphone"], name)}
      </Notice>
    );
  });
}

/** A device that is switched on and sends nothing, and somebody who speaks with the microphone switched off. */
function Silent({ call, people, name }: { call: Call; people: People; name: string }) {
  if (!people.connected) return null;
  if (people.speaksMuted) {
    return (
      <Notice icon={MicOff} role="status" action={<Button onClick={() => void call.setMicrophone(true)}>{words.silent.turnOn}</Button>}>
        {words.silent.youAreMuted}
      </Notice>
    );
  }
  return DEVICES.map((device) => {
    const flow = people.flow[device];
    if (flow === "flows") return null;
    return (
      <Notice
        key={device}
        tone="concern"
        role="status"
        action={<Button onClick={() => void call.reopen(device)}>{words.unplugged.tryAgain}</Button>}
      >
        {flow === "zeros" ? words.silent.zeros(name) : words.silent[device](name)}
      </Notice>
    );
  });
}

/** 5.4 and what a refused device needs: at most one quiet line each, over the picture on solid ground. */
export function ConnectionLines({
  call,
  people,
  name,
  other,
  side,
  onLeave,
}: {
  call: Call;
  people: People;
  /** Of the other one. */
  name: string;
  /** Where the other one is. */
  other: Whereabouts;
  /** Whose page this is. */
  side: Side;
  onLeave: () => void;
}) {
  const line = useLine(call);
  const { canPlayAudio, startAudio } = useAudioPlayback(call.room);
  const absence = people.connected ? sayAbsence(other, name, side) : null;
  const { quality } = useConnectionQualityIndicator({ participant: people.me });
  return (
    <div className="flex w-[min(36rem,100%)] flex-col gap-2 text-body empty:hidden" data-testid="connection">
      {line === "reconnecting" ? <Notice icon={CloudOff}>{words.connection.reconnecting}</Notice> : null}
      {line === "still" ? (
        <Notice icon={CloudOff} action={<Button onClick={onLeave}>{words.connection.leave}</Button>}>
          {words.connection.still}
        </Notice>
      ) : null}
      {line === "back" ? <Notice tone="good">{words.connection.back}</Notice> : null}
      {line === null && absence ? <Notice icon={other === "lost" || other === "gone" ? WifiOff : LogOut}>{absence}</Notice> : null}
      {line === null && quality === ConnectionQuality.Poor && people.cameraOn ? (
        <Notice icon={WifiOff} action={<Button onClick={() => void call.setCamera(false)}>{words.connection.cameraOff}</Button>}>
          {words.connection.weak}
        </Notice>
      ) : null}
      <Refused call={call} name={name} />
      <Unplugged call={call} people={people} name={name} />
      <Silent call={call} people={people} name={name} />
      {canPlayAudio ? null : (
        <Button variant="primary" size="large" data-testid="turn-on-sound" onClick={() => void startAudio()}>
          <Volume2 aria-hidden />
          {words.connection.sound}
        </Button>
      )}
    </div>
  );
}
