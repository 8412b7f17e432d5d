/** The API and Supabase Auth as a table: fetch is answered from it, and an address that is not in it is a mistake of the state. */
import listeningText from "../../../functions/consent/listening.v1.en.md?raw";
import recordingText from "../../../functions/consent/recording.v1.en.md?raw";
import copyText from "../../../functions/consent/copy.v1.en.md?raw";
import type { Config, ConsentLedger, Invite, InviteLook, LivekitToken, Me, MyPlace, PartnerHeld, PartnerView, PrivateNotes, RecordingView, Session, StoredHints, Summary } from "@/api/types";
import { NOW } from "./clock";
import { identities } from "./scriptedRoom";

export type Answer =
  | { body: unknown; status?: number }
  /** problem+json */
  | { problem: string; status: number; more?: Record<string, unknown> }
  /** No line to the server, or a server that never answers. */
  | "offline"
  | "silent";
/** By `METHOD /path` without the query; Supabase Auth's under `/auth/v1`. */
export type Answers = Record<string, Answer>;

/** ISO, so many minutes before (or, negative, after) the states' now. */
export const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const days = (n: number) => n * 24 * 60;

const fill = (text: string, days: number) =>
  text.trim().replaceAll("{where}", "Your sound becomes text on our own server. The text goes to no other company.").replaceAll("{days}", String(days));

export const config: Config = {
  supabase_url: "https://auth.example",
  supabase_anon_key: "anon",
  livekit_url: "wss://livekit.example",
  country: "US",
  emergency: "911",
  crisis_lines: [{ name: "988 Suicide and Crisis Lifeline", number: "988", hours: "day and night", topics: ["crisis"] }],
  help_by_country: [
    { country: "US", emergency: "911", lines: [{ name: "988 Suicide and Crisis Lifeline", number: "988", hours: "day and night", topics: ["crisis"] }] },
    { country: "GB", emergency: "999", lines: [{ name: "Samaritans", number: "116 123", hours: "day and night", topics: ["crisis"] }] },
  ],
  language: "en",
  language_limits: ["danger_by_word_list"],
  transcript_days: 30,
  recording_days: 30,
  where: "Your sound becomes text on our own server. The text goes to no other company.",
  company: null,
  consents: {
    listening: { version: "listening.v1", text: fill(listeningText, 30) },
    recording: { version: "recording.v1", text: fill(recordingText, 30) },
    copy: { version: "copy.v1", text: fill(copyText, 30) },
  },
};

export const me: Me = { user_id: "u-1", email: "sam@example.com", display_name: "Sam", country: null, mail_link_only: false, time_zone: "UTC" };

export const session: Session = {
  id: "s-1",
  version: 1,
  partner_label: "Robin",
  partner_name: null,
  partners: [{ id: "p-1", name: null, came_at: ago(14), place_ended_at: null }],
  status: "live",
  row: "Live now",
  scheduled_for: null,
  created_at: ago(days(1)),
  started_at: ago(12.7),
  ended_at: null,
  minutes: null,
  invite: { status: "open", expires_at: ago(-days(7)) },
  consent: null,
  recording_consent: "none",
  coach: null,
};

export const ended: Session = {
  ...session,
  id: "s-0",
  status: "ended",
  row: "Notes ready",
  created_at: ago(days(3)),
  started_at: ago(days(3)),
  ended_at: ago(days(3) - 48),
  minutes: 48,
  invite: { status: "redeemed", expires_at: null },
  consent: { listening: true, at: ago(days(3) - 1) },
};

export const rows: Session[] = [
  { ...session, id: "r-1", row: "Partner is here", status: "waiting", started_at: null },
  { ...session, id: "r-2", partner_label: "Kim", row: "Invited, not opened", status: "invited", started_at: null, scheduled_for: ago(-days(1)) },
  { ...session, id: "r-8", partner_label: "Ari", row: "Not invited yet", status: "invited", started_at: null, invite: null },
  { ...session, id: "r-9", partner_label: "Max", row: "Link withdrawn", status: "invited", started_at: null },
  { ...session, id: "r-10", partner_label: "Lou", row: "Link has run out", status: "invited", started_at: null },
  { ...session, id: "r-3", partner_label: "Alexandria Featherstonehaugh-Montgomery", row: "Live now" },
  { ...ended, id: "r-4", partner_label: "Noa", row: "Writing notes", minutes: 31, started_at: ago(50), ended_at: ago(19) },
  { ...ended, id: "r-5", row: "Notes ready" },
  { ...ended, id: "r-6", partner_label: "Jo", row: "Mail failed", started_at: ago(days(9)), created_at: ago(days(9)) },
  { ...ended, id: "r-7", partner_label: null, row: "Ended", minutes: 5, started_at: ago(days(400)), created_at: ago(days(400)) },
];

export const invite: Invite = { url: "https://nobadparts.example/p/aFineLinkOfFortyThreeLettersAndDigits0123456", expires_at: ago(-days(7)) };

export const look: InviteLook = {
  facilitator_name: "Sam",
  status: "open",
  expires_at: ago(-days(7)),
  country: "US",
  emergency: "911",
} as InviteLook;

export const view: PartnerView = {
  session_id: "s-1",
  status: "live",
  facilitator_name: "Sam",
  display_name: "Robin",
  facilitator_here: true,
  consents: { listening: null, recording: null, copy: null },
} as PartnerView;

export const agreed: PartnerView = {
  ...view,
  consents: { ...view.consents, listening: { granted: true, at: ago(10), version: "listening.v1" } },
};

export const copied: PartnerView = {
  ...agreed,
  consents: { ...agreed.consents, copy: { granted: true, at: ago(1), version: "copy.v1" } },
  copy_email: "robin@example.org",
};
export const held: PartnerHeld = {
  session_id: "s-1",
  facilitator_name: "Sam",
  display_name: "Robin",
  came_at: ago(60),
  time_zone: "UTC",
  place_ended_at: null,
  ended_at: ago(10),
  choices: [
    { kind: "listening", granted: true, version: "listening.v1", at: ago(58) },
    { kind: "listening", granted: false, version: "listening.v1", at: ago(30) },
    { kind: "copy", granted: true, version: "copy.v1", at: ago(29) },
  ],
  recorded: false,
  sentences: 84,
  deleted_on: ago(-days(30)),
  days: 30,
  copy_email: "robin@example.org",
  copy_mailed_at: null,
  copy_error: null,
  forgotten_at: null,
  address_confirmed_at: null,
};

export const places: MyPlace[] = [
  { partner_id: "p-1", session_id: "s-1", facilitator_name: "Sam", came_at: ago(60), ended_at: ago(10) },
  { partner_id: "p-2", session_id: "s-2", facilitator_name: "Alexandria Featherstonehaugh-Montgomery", came_at: ago(days(6)), ended_at: ago(days(6)) },
];

const ticket = (identity: string): LivekitToken => ({
  url: "wss://livekit.example",
  token: "t",
  room: "nbp-s-1",
  identity,
  identities: { ...identities },
  partner_version: 1,
  expires_at: ago(-60),
});

export const summary: Summary = {
  status: "ready",
  source: "ai",
  html: "",
  mailed_at: ago(days(3) - 49),
  error: null,
  transcript_until: ago(days(3) - 49 - days(30)),
  text: [
    "9 November, 48 min",
    "Listening agreed 18:42-19:30 UTC.",
    "Written by AI, quotes checked.",
    "",
    "In their words",
    '  19:02  "It never lets me sit down. Not even on Sundays."',
    '  19:11  "It thinks that if it stops, everybody will see how little I am."',
    '  19:26  "It is younger than I thought. It has my old school bag."',
    "",
    "Parts met",
    "  - A part that keeps working. Felt toward it: tired at first, later warm.",
    "  - A young one with a school bag. Felt toward it: protective.",
    "",
    "Steps reached",
    "  Find, focus, flesh out, feel toward, befriend.",
    "",
    "Moments to return to",
    "  19:26  The school bag: what is in it was not asked yet.",
    "",
    "What seemed to help",
    "  - Asking the worker what it fears, and waiting.",
    "",
    "Questions for next time",
    "  - What would the worker like to do with a free Sunday?",
    "",
    "Transcript is deleted on 9 December.",
  ].join("\n"),
};

const listeningChoice = (granted: boolean, minutes: number) => ({
  partner_id: "p-1",
  kind: "listening" as const,
  granted,
  version: "listening.v1",
  at: ago(days(3) - minutes),
  reason: "chosen" as const,
  text: config.consents.listening.text,
});

export const ledger: ConsentLedger = {
  choices: [
    listeningChoice(true, 1),
    listeningChoice(false, 20),
    listeningChoice(true, 26),
  ],
};

export const ownNotes: PrivateNotes = {
  text: "The school bag: ask what is in it.\n\nI hurried at the end. Next time, wait one breath longer.",
  version: 4,
  saved_at: ago(days(3) - 60),
};

const hint = (seq: number, minutes: number, text: string, source: "ai" | "built-in" = "ai") => ({
  launch: 1,
  seq,
  id: `h-${seq}`,
  partner_id: "p-1",
  text,
  source,
  step: null,
  at: ago(minutes),
  latency_ms: 600,
  mark: null,
});

export const hintText = {
  full: [
    "SUMMARY: A part of you sounds tired of holding it all.",
    "SUGGESTION: Could you ask it what it fears would happen if it rested for a moment?",
    "FOLLOW-UP: Where do you feel it? | How do you feel toward it?",
    "REMINDER: Peer support, not therapy.",
  ].join("\n"),
  long: [
    "SUMMARY: There is a part that has been keeping watch over everybody since you were very small, and it has never once been thanked for it.",
    "SUGGESTION: When you sense how long it has been standing there, what would you like to let it know, and does it notice that you are here with it now?",
    "FOLLOW-UP: What happens in your chest as you hear yourself say that? | Is there another part that does not want you to get to know this one?",
    "REMINDER: Peer support, not therapy. You decide what to say.",
  ].join("\n"),
  second: [
    "SUMMARY: It has worked since you were seven.",
    "SUGGESTION: How do you feel toward it as you hear that?",
    "FOLLOW-UP: Does it know how old you are today?",
  ].join("\n"),
};

export const hints: StoredHints = {
  hints: [
    hint(1, 11, "SUMMARY: Something is loud today.\nSUGGESTION: Where do you notice it in your body?"),
    hint(2, 9, "SUMMARY: It sits in your shoulders.\nSUGGESTION: How does it look or sound?\nFOLLOW-UP: How old does it seem?", "built-in"),
    hint(3, 6, "SUMMARY: It looks like a foreman.\nSUGGESTION: How do you feel toward this foreman right now?"),
    hint(4, 3, hintText.second),
  ],
  safety: [],
};

/** A tenth of a second of nothing, so that a player has a sound to open. */
const SILENCE = `data:audio/wav;base64,${btoa(`RIFF\xc4\x06\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0@\x1f\0\0@\x1f\0\0\x01\0\x08\0data\xa0\x06\0\0${"\x80".repeat(1696)}`)}`;
const voice = (who: "facilitator" | "partner") => ({ who, url: SILENCE, download: SILENCE, duration_s: 2880, bytes: 17_000_000 });
export const unrecorded: RecordingView = { agreed: false, consent: "none", now: ago(0), paused_by: [], recordings: [], state: "off" };
export const runningRecording: RecordingView = { ...unrecorded, agreed: true, consent: "granted", state: "running" };
/** Paused by the Partner: nothing is recorded, and both see it. */
export const pausedRecording: RecordingView = { ...unrecorded, agreed: true, consent: "granted", state: "paused", paused_by: ["partner"] };
export const madeRecording = (state: "joining" | "ready"): RecordingView => ({
  ...unrecorded,
  agreed: true,
  consent: "granted",
  state: "stopped",
  recordings: [
    {
      id: "r-1",
      partner_id: "p-1",
      state,
      begun_at: ago(50),
      deleted_on: "2025-12-12",
      files: state === "ready" ? [voice("facilitator"), voice("partner")] : [],
    },
  ],
});

/** What holds for every state unless it says otherwise. */
export function usual(by: "facilitator" | "partner" | "nobody"): Answers {
  return {
    "GET /config": { body: config },
    "GET /me": { body: me },
    "GET /sessions": { body: { sessions: rows, next: null } },
    "POST /sessions": { status: 201, body: session },
    "GET /sessions/s-1": { body: session },
    "GET /sessions/s-0": { body: ended },
    "POST /sessions/s-1/end": { body: { ...session, status: "ended", minutes: 13, ended_at: ago(0) } },
    "POST /sessions/s-1/invite": { status: 201, body: invite },
    "POST /sessions/s-1/invite/mail": { status: 202, body: invite },
    "DELETE /sessions/s-1/invite": { status: 204, body: undefined },
    "GET /sessions/s-1/hints": { body: { hints: [], safety: [] } },
    "GET /sessions/s-0/hints": { body: hints },
    "GET /sessions/s-0/summary": { body: summary },
    "GET /sessions/s-0/consents": { body: ledger },
    "GET /sessions/s-0/notes": { body: ownNotes },
    "GET /sessions/s-1/notes": { body: ownNotes },
    "GET /sessions/s-1/summary": { body: summary },
    "POST /sessions/s-1/coach": { body: {} },
    "POST /invites/look": { body: look },
    "POST /invites/redeem": { body: { partner_token: "nbp_p", session: view } },
    "GET /sessions/s-1/recording": { body: unrecorded },
    "GET /sessions/s-0/recording": { body: unrecorded },
    [`PUT ${PIECE}`]: { body: { state: "running" } },
    "GET /partner": { body: view },
    "GET /partner/data": { body: held },
    "POST /partner/address": { status: 202, body: { request: "r-1" } },
    "POST /partner/address/confirm": { body: { ...held, address_confirmed_at: ago(1) } },
    "POST /my-data/codes": { status: 202, body: { request: "r-1" } },
    "POST /my-data/token": { body: { token: "nbp_d", expires_at: ago(-60) } },
    "GET /my-data": { body: { places } },
    "PUT /partner/consents/listening": { body: agreed },
    "POST /livekit/token": { body: ticket(by === "partner" ? identities.partner : identities.facilitator) },
    "POST /auth/v1/otp": { body: {} },
  };
}

/** A part has an id of its own in each run, and a slow machine comes to its first pieces. */
const PIECE_OF_PART = "/parts/:part/pieces/:n";
const PIECE = `/sessions/s-1/recording${PIECE_OF_PART}`;

function respond(answer: Exclude<Answer, "offline" | "silent">): Response {
  const problem = "problem" in answer;
  const body = problem
    ? { type: `https://nobadparts.app/problems/${answer.problem}`, title: answer.problem, status: answer.status, instance: "urn:request:7f3a2c", ...answer.more }
    : answer.body;
  const headers = { "content-type": problem ? "application/problem+json" : "application/json" };
  return new Response(body === undefined ? null : JSON.stringify(body), { status: answer.status ?? 200, headers });
}

/** Answers fetch from the table that `table` gives at that moment. */
export function placeFetch(table: () => Answers): void {
  const real = window.fetch.bind(window);
  window.fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.href);
    const ours = url.pathname.startsWith("/api/") || url.pathname.startsWith("/auth/");
    if (!ours) return real(input, init);
    const path = url.pathname.replace(/^\/api/, "").replace(/\/parts\/[^/]+\/pieces\/\d+$/, PIECE_OF_PART);
    const key = `${(init.method ?? "GET").toUpperCase()} ${path}`;
    const answer = table()[key];
    if (answer === undefined) {
      console.error(`no answer for ${key}`);
      return respond({ problem: "not-found", status: 404 });
    }
    if (answer === "offline") throw new TypeError("Failed to fetch");
    if (answer === "silent") return new Promise(() => undefined);
    return respond(answer);
  };
}
