/** What a state is: an address of the product, what its servers answer, who is in the room, and what was done to get there. */
import type { UserEvent } from "@testing-library/user-event";
import type { Answers } from "./answers";
import type { StateClock } from "./clock";
import type { Devices } from "./pictures";
import type { RoomScript, ScriptedRoom } from "./scriptedRoom";

export type Screen =
  | "Landing"
  | "Sign in"
  | "Sessions"
  | "Invite"
  | "Partner's door"
  | "Device preview"
  | "Partner's room"
  | "Partner, afterwards"
  | "Facilitator's door"
  | "Facilitator's room"
  | "Coach Panel"
  | "Safety"
  | "Session page"
  | "Settings"
  | "Everywhere";

/** Hands and eyes on the page while a state is being reached. */
export interface Reach extends Pick<StateClock, "later" | "until"> {
  user: UserEvent;
  /** Waits for words on the page. */
  see: (words: string | RegExp) => Promise<HTMLElement>;
  press: (name: string | RegExp, role?: string) => Promise<void>;
  type: (label: string | RegExp, text: string) => Promise<void>;
  /** The room, once the page has joined it. */
  room: () => Promise<ScriptedRoom>;
  /** What the servers answer from now on. */
  answer: (answers: Answers) => void;
}

export interface State {
  /** In the address, in pictures' names and in tests. */
  id: string;
  screen: Screen;
  /** What there is to see. */
  title: string;
  at: string;
  by: "facilitator" | "partner" | "nobody";
  answers?: Answers;
  devices?: Devices;
  /** navigator.userAgent, where the page reads it. */
  agent?: string;
  room?: RoomScript;
  /** What this device has kept from before. */
  kept?: () => void | Promise<void>;
  reach?: (reach: Reach) => Promise<void>;
  /** Words that must stand on the page: exact copy. */
  shows: string | RegExp;
  /** Time goes on in this state. */
  live?: true;
}
