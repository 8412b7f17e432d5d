/** Takes sound and picture of expected people only: anybody else's tracks are unsubscribed as soon as they are published. */
import { RoomEvent, type RemoteParticipant, type RemoteTrackPublication, type Room } from "livekit-client";

/** `expected` is asked anew each time. Returns what applies it to everybody who is there, for when the answer has changed. */
export function subscribeToExpected(room: Room, expected: () => string[]): () => void {
  const apply = (publication: RemoteTrackPublication, who: RemoteParticipant) => {
    const wanted = expected().includes(who.identity);
    if (publication.isDesired !== wanted) publication.setSubscribed(wanted);
  };
  room.on(RoomEvent.TrackPublished, apply).on(RoomEvent.TrackSubscribed, (_track, publication, who) => apply(publication, who));
  return () => {
    for (const who of room.remoteParticipants.values()) for (const publication of who.trackPublications.values()) apply(publication, who);
  };
}
