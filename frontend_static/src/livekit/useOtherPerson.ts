import { RoomEvent, type DisconnectReason, type RemoteParticipant } from "livekit-client";
import { useEffect, useReducer, useRef } from "react";
import { announce } from "@/ui/announce";
import { call as words } from "./words";
import type { Call } from "./call";
import { reduceOther, unseen, type Whereabouts } from "./otherPerson";
import type { Side } from "./whoMayHear";

/** What is said of somebody who was here and is not; null while there is nothing to say. */
export function sayAbsence(at: Whereabouts, name: string, side: Side): string | null {
  switch (at) {
    case "left":
      return side === "facilitator" ? words.other.leftByLink(name) : words.other.left(name);
    case "lost":
      return words.connection.lost(name);
    case "removed":
      return words.other.removed(name);
    case "gone":
      return side === "facilitator" ? words.other.goneByLink(name) : words.other.gone(name);
    default:
      return null;
  }
}

/** Where the other person is, said aloud when it changes. */
export function useOtherPerson(
  call: Call,
  {
    person,
    expected,
    connected,
    name,
    side,
  }: {
    person: RemoteParticipant | undefined;
    /** The identity that has their place; another one is another person. */
    expected: string | null | undefined;
    /** Our own connection stands. */
    connected: boolean;
    name: string;
    /** Whose page this is. */
    side: Side;
  },
): Whereabouts {
  const [other, tell] = useReducer(reduceOther, unseen);
  const identity = person?.identity;
  const known = useRef(identity);
  useEffect(() => {
    if (expected && known.current && expected !== known.current && identity === undefined) tell({ type: "another" });
    known.current = identity ?? expected ?? known.current;
  }, [identity, expected]);
  useEffect(() => {
    const went = (gone: RemoteParticipant, reason?: DisconnectReason) => {
      if (gone.identity === known.current) tell({ type: "went", reason });
    };
    call.room.on(RoomEvent.ParticipantDisconnected, went);
    return () => {
      call.room.off(RoomEvent.ParticipantDisconnected, went);
    };
  }, [call]);
  const here = person !== undefined;
  useEffect(() => {
    tell({ type: "seen", here, connected });
  }, [here, connected]);
  const said = useRef(other.at);
  useEffect(() => {
    if (said.current === other.at) return;
    said.current = other.at;
    const sentence = other.at === "here" ? words.joined(name) : sayAbsence(other.at, name, side);
    if (sentence) announce(sentence);
  }, [other.at, name, side]);
  return other.at;
}
