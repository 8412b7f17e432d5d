/** What a call can be in, and what it needs of the page that opens it. */
import type { Identities } from "./whoMayHear";

export interface Ticket {
  url: string;
  token: string;
  identities: Identities;
  /** See `Place.version`. */
  partner_version: number;
}

/**
 * `open.backMs`: since when, after a break. `refused`: the ticket was refused, `error` says why. Times are unix ms.
 * `reconnecting.putOut`: the server put us out, and only a fresh ticket tells whether there is a way back.
 */
export type CallState =
  | { at: "connecting" }
  | { at: "open"; backMs?: number }
  | { at: "reconnecting"; sinceMs: number; putOut?: true }
  | { at: "elsewhere" }
  | { at: "ended" }
  | { at: "left" }
  | { at: "refused"; error: unknown };

export interface CallPorts {
  /** A fresh ticket; a refusal throws. */
  ticket: () => Promise<Ticket>;
  /** Identities that may subscribe to us, asked anew each time it matters. */
  mayHear: (identities: Identities) => string[];
  /** Identities whose sound and picture we take. */
  isHeard: (identities: Identities) => string[];
  /** What a refused ticket means: the session is over, trying again is useless, or it is worth another try. */
  judge: (error: unknown) => "ended" | "final" | "retry";
}

export type Device = "microphone" | "camera" | "share";
export interface Wishes {
  microphone: boolean;
  camera: boolean;
}
export interface Devices {
  audioinput?: string;
  videoinput?: string;
  audiooutput?: string;
}
