import { RoomAudioRenderer, RoomContext } from "@livekit/components-react";
import type { ReactNode } from "react";
import type { Call } from "./call";

/** Everything inside can see the room; the other person's sound plays. */
export function RoomScope({ call, children }: { call: Call; children: ReactNode }) {
  return (
    <RoomContext.Provider value={call.room}>
      <RoomAudioRenderer />
      {children}
    </RoomContext.Provider>
  );
}
