import { rows } from "../answers";
import type { Reach, State } from "../state";

const base = { screen: "Sessions", at: "/sessions", by: "facilitator" } as const;

export const sessions: State[] = [
  { ...base, id: "sessions", title: "Every kind of row", shows: "Mail failed" },
  { ...base, id: "sessions-empty", title: "None yet", answers: { "GET /sessions": { body: { sessions: [], next: null } } }, shows: "No sessions yet. Start one and send the link." },
  {
    ...base,
    id: "sessions-no-match",
    title: "Nothing found",
    reach: async ({ see, type, answer, later }) => {
      await see("Noa");
      answer({ "GET /sessions": { body: { sessions: [], next: null } } });
      await type("Search", "zebra");
      await later(300);
    },
    shows: "Nothing found for",
  },
  { ...base, id: "sessions-more", title: "More than one page", answers: { "GET /sessions": { body: { sessions: rows, next: "x" } } }, shows: "Show more" },
  {
    ...base,
    id: "sessions-loading",
    title: "Loading",
    answers: { "GET /sessions": "silent" },
    reach: async ({ see, later }) => {
      await see("Sessions");
      await later(400);
    },
    shows: "Loading",
  },
  {
    ...base,
    id: "sessions-error",
    title: "Server error, with its number",
    answers: { "GET /sessions": { problem: "internal", status: 500 } },
    reach: async ({ see, later }) => {
      await see("Sessions");
      await later(3_000);
    },
    shows: "If it stays, quote 7f3a2c.",
  },
  {
    ...base,
    id: "sessions-delete",
    title: "Delete?",
    reach: async ({ press }) => {
      await press(/More for this session: Noa/);
      await press("Delete", "menuitem");
    },
    shows: "Delete this session?",
  },
];

const openNew = async ({ see, press }: Reach) => {
  await see("Noa");
  await press("New session");
};
const create = async (reach: Reach) => {
  await openNew(reach);
  await reach.type(/What do you call your partner/, "Robin");
  await reach.press("Create");
};
const inviting = { screen: "Invite", at: "/sessions", by: "facilitator" } as const;

export const invite: State[] = [
  { ...inviting, id: "new-session", title: "New session", reach: openNew, shows: "What do you call your partner?" },
  {
    ...inviting,
    id: "new-session-nameless",
    title: "New session, own name not known yet",
    answers: { "GET /me": { body: { user_id: "u-1", email: "sam@example.com", display_name: null } } },
    reach: openNew,
    shows: "Your partner sees it on the invitation.",
  },
  { ...inviting, id: "invite-link", title: "The link, once", reach: create, shows: "For one person, until" },
  {
    ...inviting,
    id: "invite-copied",
    title: "Copied",
    reach: async (reach) => {
      Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: () => Promise.resolve() } });
      await create(reach);
      await reach.press("Copy link");
    },
    shows: "Link copied.",
  },
  {
    ...inviting,
    id: "invite-sent",
    title: "Sent by e-mail",
    reach: async (reach) => {
      await create(reach);
      await reach.press("Send by e-mail");
      await reach.type("Your partner's e-mail", "robin@example.com");
      await reach.press("Send");
    },
    shows: "Sent to robin@example.com.",
  },
  {
    ...inviting,
    id: "invite-mail-failed",
    title: "The mail did not go out",
    answers: { "POST /sessions/s-1/invite/mail": { problem: "mail-failed", status: 502 } },
    reach: async (reach) => {
      await create(reach);
      await reach.press("Send by e-mail");
      await reach.type("Your partner's e-mail", "robin@example.com");
      await reach.press("Send");
    },
    shows: "Not sent. Copy the link instead.",
  },
  {
    ...inviting,
    id: "invite-qr",
    title: "QR code",
    reach: async (reach) => {
      await create(reach);
      await reach.press("Show QR code");
      await reach.until(() => document.querySelector("[role=img], img, svg[aria-label]"), "the code");
    },
    shows: "Hide QR code",
  },
  {
    ...inviting,
    id: "invite-withdrawn",
    title: "Withdrawn",
    reach: async (reach) => {
      await create(reach);
      await reach.press("Withdraw link");
    },
    shows: "Withdrawn. The old link no longer opens.",
  },
  {
    ...inviting,
    id: "invite-no-link",
    title: "Session made, its link not",
    answers: { "POST /sessions/s-1/invite": { problem: "unavailable", status: 503 } },
    reach: create,
    shows: "New link",
  },
];
