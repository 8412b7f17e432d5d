import { useLocalParticipant, useRemoteParticipants } from "@livekit/components-react";
import { RoomEvent, type LocalParticipant, type RemoteParticipant } from "livekit-client";
import { useState } from "react";
import type { Call } from "./call";
import type { Flow } from "./deviceFlow";
import { useCallState } from "./useCall";

export interface People {
  me: LocalParticipant;
  /** Our own connection stands. While it does not, the others are as they were last seen. */
  connected: boolean;
  facilitator: RemoteParticipant | undefined;
  partner: RemoteParticipant | undefined;
  coach: RemoteParticipant | undefined;
  /** Whether their microphone sends nothing. */
  facilitatorMuted: boolean;
  partnerMuted: boolean;
  /** Our own switches. */
  micOn: boolean;
  cameraOn: boolean;
  sharing: boolean;
  /** What really leaves a device that is switched on. */
  flow: { microphone: Flow; camera: Flow };
  /** We speak while our microphone is switched off. */
  speaksMuted: boolean;
}

const WATCHED = [
  RoomEvent.ParticipantAttributesChanged,
  RoomEvent.ParticipantActive,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
];
const OTHERS = ["facilitator", "partner", "coach", "facilitatorMuted", "partnerMuted"] as const;
type Others = Pick<People, (typeof OTHERS)[number]>;

/** Somebody who is there and sends no sound: switched off, muted by their device, or not yet on. */
function isMuted(person: RemoteParticipant | undefined): boolean {
  return person !== undefined && !person.isMicrophoneEnabled;
}

/** Who is in the room, by their part. Re-renders on arrivals, attributes, tracks and our own connection. */
export function usePeople(call: Call): People {
  const remote = useRemoteParticipants({ updateOnlyOn: WATCHED });
  const local = useLocalParticipant();
  const connected = useCallState(call).at === "open";
  const { identities } = call;
  const find = (identity: string | null | undefined) => (identity ? remote.find((one) => one.identity === identity) : undefined);
  const facilitator = find(identities?.facilitator);
  const partner = find(identities?.partner);
  const now: Others = {
    facilitator,
    partner,
    coach: find(identities?.coach),
    facilitatorMuted: isMuted(facilitator),
    partnerMuted: isMuted(partner),
  };
  const [known, setKnown] = useState(now);
  if (connected && OTHERS.some((one) => known[one] !== now[one])) setKnown(now);
  return {
    me: local.localParticipant,
    connected,
    ...(connected ? now : known),
    micOn: connected ? local.isMicrophoneEnabled : call.wishes.microphone,
    cameraOn: connected ? local.isCameraEnabled : call.wishes.camera,
    sharing: local.isScreenShareEnabled,
    flow: call.devices.flow,
    speaksMuted: call.devices.speaksMuted,
  };
}
