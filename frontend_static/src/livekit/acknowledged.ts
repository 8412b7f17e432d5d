import { ConnectionState, type Room } from "livekit-client";

import { isRefusal } from "./libraryErrors";

/** Resolves to false after `ms`. */
const late = (ms: number) => new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms));

/**
 * Whether the media server answers within `ms`, and so has had all that was sent before. The library has no acknowledgement for
 * permissions; a change of attributes is answered, by a refusal, since people may not change their own.
 */
export async function heardByServer(room: Room, ms: number): Promise<boolean> {
  const never = late(ms);
  if (room.state !== ConnectionState.Connected) return never;
  const answered = room.localParticipant.setAttributes({ heard: String(Date.now()) }).then(
    () => true,
    (error: unknown) => (isRefusal(error) ? true : never),
  );
  return Promise.race([answered, never]);
}
