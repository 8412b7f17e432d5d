// Made from core/protocol and the API's models by `python -m functions.contract`. Do not edit: a test fails while it is stale.

/** Who is in a room. */
export const ROLES = [
  "facilitator",
  "partner",
  "coach",
] as const;
export type Role = (typeof ROLES)[number];

/** How the coach is, as `coach.status` says it. */
export const PANEL_STATES = [
  "waiting",
  "listening",
  "thinking",
  "paused",
  "off",
  "leaving",
] as const;
export type PanelState = (typeof PANEL_STATES)[number];

/** How the coach is, as its attribute `coach.state` shows it to both people. */
export const COACH_ROOM_STATES = [
  "joining",
  "listening",
  "idle",
] as const;
export type CoachRoomState = (typeof COACH_ROOM_STATES)[number];

/** Who writes the hints. */
export const HINT_SOURCES = [
  "ai",
  "built-in",
] as const;
export type HintSource = (typeof HINT_SOURCES)[number];

/** What a safety card is about. */
export const SAFETY_KINDS = [
  "self",
  "self_harm",
  "other",
  "child",
  "abuse_at_home",
  "medical",
  "psychosis",
] as const;
export type SafetyKind = (typeof SAFETY_KINDS)[number];

/** Why a coach leaves its room. */
export const LEAVING_REASONS = [
  "ended",
  "replaced",
  "removed",
  "alone",
  "consent",
  "stopped",
  "lost",
  "failed",
  "refused",
] as const;
export type LeavingReason = (typeof LEAVING_REASONS)[number];

/** What a coach reports to the API. */
export const REPORT_KINDS = [
  "segment",
  "hint",
  "memory",
  "status",
  "safety",
  "safety_ack",
] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Why the API tells a coach to leave. */
export const STOP_REASONS = [
  "ended",
  "replaced",
  "consent",
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** What a Partner may agree to. */
export const CONSENT_KINDS = [
  "listening",
  "recording",
  "copy",
] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** A Partner's word; withdrawn is a no after a yes. */
export const CONSENT_WORDS = [
  "none",
  "granted",
  "withdrawn",
] as const;
export type ConsentWord = (typeof CONSENT_WORDS)[number];

/** Whose voice a recording holds, and who may pause it. */
export const VOICES = [
  "facilitator",
  "partner",
] as const;
export type Voice = (typeof VOICES)[number];

/** Whether a sound recording runs. */
export const RECORDING_STATES = [
  "off",
  "running",
  "paused",
  "stopped",
] as const;
export type RecordingState = (typeof RECORDING_STATES)[number];

/** Sound that the API takes. */
export const MEDIA_TYPES = [
  "audio/webm",
  "audio/mp4",
] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** Topics of the coach's text streams. */
export const TOPIC = {
  hint: "coach.hint",
  status: "coach.status",
  safety: "coach.safety",
} as const;

/** Methods the Facilitator's page calls at the coach. */
export const METHOD = {
  generate: "coach.generate",
  pause: "coach.pause",
  acknowledge: "coach.acknowledge",
} as const;

/** Payloads of `METHOD.pause`. */
export const PAUSE = {
  on: "on",
  off: "off",
} as const;

/** What a method answers. */
export const ANSWER = {
  ok: "ok",
  quiet: "quiet",
} as const;

/** Attributes of participants and of text streams. */
export const ATTRIBUTE = {
  role: "role",
  lease: "lease",
  coachState: "coach.state",
  listening: "consent.listening",
  aborted: "aborted",
} as const;

/** Values of `ATTRIBUTE.listening`. */
export const CONSENT = {
  granted: "granted",
  withdrawn: "withdrawn",
} as const;

/** Labels of a hint's lines. */
export const LABEL = {
  summary: "SUMMARY",
  suggestion: "SUGGESTION",
  followUp: "FOLLOW-UP",
  reminder: "REMINDER",
} as const;

/** The kind whose card passes for a hint. */
export const DISCREET_KIND = "abuse_at_home";

/** A coach says how it is at least so often. */
export const STATUS_EVERY_MS = 1000;

/** A coach that said nothing for so long is gone. */
export const SILENT_MS = 2500;

/** A concern is shown for so long after it was heard. */
export const CONCERN_MS = 180_000;

/** A page sends what it recorded so often. */
export const PIECE_MS = 3000;

/** A page begins a new part of its recording after so long. */
export const PART_MS = 600_000;

/** Of sound, as asked of the browser's recorder. */
export const BITS_PER_S = 48_000;

/** Invitations on one hint. */
export const FOLLOW_UPS_MAX = 2;

/** Of a name, in code points; what else a name may be, the API says. */
export const NAME_LENGTH = 240;

/** Of a mail address. */
export const EMAIL_LENGTH = 254;

/** Of what is looked for among the sessions. */
export const SEARCH_LENGTH = 80;

/** Of one's own notes of a session. */
export const NOTES_LENGTH = 15_000;

/** The body of `coach.status`. */
export interface StatusMessage {
  state: PanelState;
  source: HintSource;
  concern: boolean;
  beat: number;
}

/** The body of `coach.safety`. */
export interface SafetyMessage {
  id: string;
  seq: number;
  kind: string;
  discreet: boolean;
}

/** Attributes of a `coach.hint` stream; all of them text, as LiveKit takes them. */
export interface HintAttributes {
  session: string;
  hint: string;
  launch: string;
  seq: string;
  source: string;
  at_ms: string;
}

/** `agreed`: the standing Partner's yes holds. `paused_by`: whose pauses hold it. */
export interface RecordingMetadata {
  state: RecordingState;
  agreed: boolean;
  consent: ConsentWord;
  paused_by: Voice[];
}

/** `partner`: the identity that has the Partner's place. `partner_version` grows with each change of it. */
export interface RoomMetadata {
  partner: string | null;
  partner_version: number;
  recording: RecordingMetadata;
}

/** Every problem's type is this and its slug. */
export const PROBLEMS = "https://nobadparts.app/problems/";

/** Slugs of problems: what the API refuses. */
export * as PROBLEM from "./problemSlugs";

export type ProblemSlug = (typeof import("./problemSlugs"))[keyof typeof import("./problemSlugs")];
