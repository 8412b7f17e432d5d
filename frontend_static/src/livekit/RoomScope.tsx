import { AudioTrack, RoomContext, useTracks } from "@livekit/components-react";
import { Track } from "livekit-client";
import type { ReactNode } from "react";
import type { Call } from "./call";
import { useCallState } from "./useCall";

/** Everything inside can see the room; the other person's sound plays, and nobody else's. */
export function RoomScope({ call, children }: { call: Call; children: ReactNode }) {
  return (
    <RoomContext.Provider value={call.room}>
      <Sound call={call} />
      {children}
    </RoomContext.Provider>
  );
}

function Sound({ call }: { call: Call }) {
  useCallState(call);
  const heard = call.heard();
  const tracks = useTracks([Track.Source.Microphone, Track.Source.ScreenShareAudio, Track.Source.Unknown], { onlySubscribed: true });
  return (
    <div hidden>
      {tracks
        .filter(({ participant, publication }) => publication.kind === Track.Kind.Audio && heard.includes(participant.identity))
        .map((track) => (
          <AudioTrack key={`${track.participant.identity}.${track.publication.trackSid}`} trackRef={track} />
        ))}
    </div>
  );
}
