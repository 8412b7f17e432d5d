/** A microphone or camera that was pulled out while it was used. */
import { RoomEvent, Track, TrackEvent, type LocalTrackPublication, type Room } from "livekit-client";

export type Unpluggable = "microphone" | "camera";

/** Tells of each one. The library tries another device by itself, and mutes when there is none. */
export function watchUnplugged(room: Room, tell: (device: Unpluggable) => void): void {
  room.on(RoomEvent.LocalTrackPublished, (publication: LocalTrackPublication) => {
    const device =
      publication.source === Track.Source.Microphone ? "microphone" : publication.source === Track.Source.Camera ? "camera" : null;
    if (device) publication.track?.on(TrackEvent.Ended, () => tell(device));
  });
}
