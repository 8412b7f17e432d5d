/** What the Facilitator is told about the coach, from what the page truly sees. Pure, over milliseconds. */
import { CONCERN_MS, CONSENT, PANEL_STATES, SILENT_MS, type ConsentWord, type HintSource, type StatusMessage } from "@/api/protocol";
import { session } from "./words";

/** How long a coach may take to come at first. */
export const COMING_MS = 5_000;
/** The API is asked after one that has not come, so long before it counts as missing. */
export const ASK_AFTER_MS = 3_500;
/** How long it may take while the API says that it has been launched: a busy or sleeping machine. */
export const STARTING_MS = 15_000;
/** A coach that took the place of another is announced as such at least this long: a shorter line cannot be read. */
export const TAKEOVER_MS = 1_500;
export const LONG_SILENT_MS = 20_000;
export const SETTLING_MS = 5_000;
const RETRY_MS = [0, 3_000, 6_000, 12_000, 24_000];
const LAST_RETRY_MS = 30_000;

/** One `coach.status` message. */
export type Beat = StatusMessage;

export interface CoachSight {
  /** This page's own connection stands. */
  connected: boolean;
  partnerHere: boolean;
  /** The Partner's microphone sends nothing. */
  partnerMuted: boolean;
  listening: ConsentWord;
  /** The Partner had agreed while this page watched. */
  everGranted: boolean;
  coachHere: boolean;
  /** Since when a coach is due (Partner here, consent standing, this page connected), or null. */
  dueSinceMs: number | null;
  lastBeatMs: number | null;
  /** The API says that it is launched, and it has not beaten yet. */
  starting: boolean;
  beat: Beat | null;
  concernUntilMs: number;
  /** Since when the coach says that it hears nobody, or null. */
  deafSinceMs: number | null;
  /** A new coach came in the place of one that was heard, and does not hear yet. */
  returning: boolean;
  /** When it came, or null. */
  tookOverMs: number | null;
  /** Generate was pressed and is not answered yet. */
  asking: boolean;
}

export const unseen: CoachSight = {
  connected: true,
  partnerHere: false,
  partnerMuted: false,
  listening: "none",
  everGranted: false,
  coachHere: false,
  dueSinceMs: null,
  lastBeatMs: null,
  starting: false,
  beat: null,
  concernUntilMs: 0,
  deafSinceMs: null,
  returning: false,
  tookOverMs: null,
  asking: false,
};

export type CoachState = "cut" | "waiting" | "joining" | "listening" | "muted" | "thinking" | "offline" | "paused" | "off";

export interface CoachFace {
  state: CoachState;
  words: string;
  concern: boolean;
  source: HintSource | null;
}

export type CoachEvent =
  | ({ type: "room"; nowMs: number } & Pick<CoachSight, "connected" | "partnerHere" | "coachHere" | "listening"> & Partial<Pick<CoachSight, "partnerMuted">>)
  | { type: "beat"; beat: Beat; nowMs: number }
  | { type: "woken"; launched: boolean }
  | { type: "asking"; asking: boolean };

export function reduceSight(sight: CoachSight, event: CoachEvent): CoachSight {
  switch (event.type) {
    case "room": {
      const due = event.connected && event.partnerHere && event.listening === CONSENT.granted;
      return {
        ...sight,
        connected: event.connected,
        partnerHere: event.partnerHere,
        partnerMuted: event.partnerMuted ?? false,
        coachHere: event.coachHere,
        listening: event.listening,
        everGranted: sight.everGranted || event.listening === CONSENT.granted,
        dueSinceMs: due ? (sight.dueSinceMs ?? event.nowMs) : null,
        // A coach that is no longer due leaves no beat behind: the next one starts afresh.
        lastBeatMs: due ? sight.lastBeatMs : null,
        starting: due && sight.starting,
        beat: due ? sight.beat : null,
        returning: due && sight.returning,
        tookOverMs: due ? sight.tookOverMs : null,
      };
    }
    case "beat": {
      const rising = event.beat.concern && !sight.beat?.concern;
      // Each coach counts its beats from 1.
      const another = event.beat.beat < (sight.beat?.beat ?? 0);
      return {
        ...sight,
        beat: event.beat,
        lastBeatMs: event.nowMs,
        starting: false,
        returning: event.beat.state === "waiting" && (sight.returning || another),
        tookOverMs: another ? event.nowMs : sight.tookOverMs,
        deafSinceMs: event.beat.state === "waiting" ? (sight.deafSinceMs ?? event.nowMs) : null,
        concernUntilMs: rising ? event.nowMs + CONCERN_MS : sight.concernUntilMs,
      };
    }
    case "woken":
      return { ...sight, starting: event.launched && sight.dueSinceMs !== null && sight.lastBeatMs === null };
    case "asking":
      return { ...sight, asking: event.asking };
  }
}

/** Since when the coach is missing though it should be there, or null. */
export function missingSinceMs(sight: CoachSight, nowMs: number): number | null {
  if (sight.dueSinceMs === null) return null;
  const heard = Math.max(sight.lastBeatMs ?? 0, sight.dueSinceMs);
  if (nowMs - heard >= (sight.lastBeatMs === null ? COMING_MS : SILENT_MS)) return heard;
  const gone = !sight.coachHere && sight.lastBeatMs !== null;
  return gone ? heard : null;
}

/** Whether the API is to be asked to make sure of the coach. */
export function isToBeAsked(sight: CoachSight, nowMs: number): boolean {
  const slow = sight.dueSinceMs !== null && sight.lastBeatMs === null && nowMs - sight.dueSinceMs >= ASK_AFTER_MS;
  return slow || missingSinceMs(sight, nowMs) !== null;
}

function stateOf(sight: CoachSight, nowMs: number): CoachState {
  if (!sight.connected) return "cut";
  if (!sight.partnerHere) return "waiting";
  if (sight.listening !== CONSENT.granted) return "off";
  const missing = missingSinceMs(sight, nowMs);
  if (missing !== null) return sight.starting && nowMs - missing < STARTING_MS ? "joining" : "offline";
  if (sight.lastBeatMs === null || sight.beat === null) return "joining";
  if (sight.tookOverMs !== null && nowMs - sight.tookOverMs < TAKEOVER_MS) return "offline";
  if (sight.beat.state === "paused") return "paused";
  if (sight.asking && sight.beat.state !== "off") return "thinking";
  switch (sight.beat.state) {
    case "listening":
      return sight.partnerMuted ? "muted" : "listening";
    case "thinking":
      return "thinking";
    case "waiting":
      // With the Partner here a coach that just came is not yet hearing; later it truly waits for their microphone.
      if (nowMs - (sight.deafSinceMs ?? nowMs) >= SETTLING_MS) return "waiting";
      return sight.returning ? "offline" : "joining";
    case "leaving":
      return "offline";
    case "off":
      return "joining";
  }
}

export function faceOf(sight: CoachSight, nowMs: number): CoachFace {
  const state = stateOf(sight, nowMs);
  const missing = missingSinceMs(sight, nowMs);
  const words = session.status;
  let text: string = words[state];
  if (state === "off" && sight.everGranted) text = `${words.stoppedByPartner} ${text}`;
  if (state === "offline" && missing !== null && nowMs - missing >= LONG_SILENT_MS) text = `${text} ${words.offlineLong}`;
  const here = state !== "waiting" && state !== "off" && state !== "cut";
  return {
    state,
    words: text,
    concern: here && ((sight.beat?.concern ?? false) || nowMs < sight.concernUntilMs),
    source: sight.beat?.source ?? null,
  };
}

/** Why Generate hint is impossible now, or null. `unread`: a safety card waits to be read, and hints wait with it. */
export function whyNoHint(face: CoachFace, asking: boolean, unread = false): string | null {
  const why = session.impossible;
  switch (face.state) {
    case "cut":
      return why.cut;
    case "off":
      return why.off;
    case "offline":
      return why.offline;
    case "joining":
      return why.joining;
    case "waiting":
      return why.alone;
    case "paused":
      return why.paused;
    default:
      return unread ? why.unread : asking ? why.busy : null;
  }
}

/** How long to wait before asking the API again to bring a missing coach back. */
export function retryDelayMs(attempt: number): number {
  return RETRY_MS[attempt] ?? LAST_RETRY_MS;
}

/** A `coach.status` body, or null when it is none. */
export function readBeat(body: string): Beat | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { state, source, concern, beat } = value as Partial<Record<keyof StatusMessage, unknown>>;
  const known = PANEL_STATES.find((one) => one === state);
  if (!known) return null;
  return { state: known, source: source === "ai" ? "ai" : "built-in", concern: concern === true, beat: Number(beat) || 0 };
}
