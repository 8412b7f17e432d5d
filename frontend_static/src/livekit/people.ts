import { useLocalParticipant, useRemoteParticipants } from "@livekit/components-react";
import { RoomEvent, type LocalParticipant, type RemoteParticipant } from "livekit-client";
import type { Identities } from "./whoMayHear";

export interface People {
  me: LocalParticipant;
  facilitator: RemoteParticipant | undefined;
  partner: RemoteParticipant | undefined;
  coach: RemoteParticipant | undefined;
  micOn: boolean;
  cameraOn: boolean;
  sharing: boolean;
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

/** Who is in the room, by their part. Re-renders on arrivals, attributes and tracks. */
export function usePeople(identities: Identities | null): People {
  const remote = useRemoteParticipants({ updateOnlyOn: WATCHED });
  const local = useLocalParticipant();
  const find = (identity: string | null | undefined) => (identity ? remote.find((one) => one.identity === identity) : undefined);
  return {
    me: local.localParticipant,
    facilitator: find(identities?.facilitator),
    partner: find(identities?.partner),
    coach: find(identities?.coach),
    micOn: local.isMicrophoneEnabled,
    cameraOn: local.isCameraEnabled,
    sharing: local.isScreenShareEnabled,
  };
}
