import { NOW } from "../clock";
import type { State } from "../state";

const nobody = { by: "nobody" } as const;
const pending = (email: string, secondsAgo: number) => () =>
  localStorage.setItem("nbp.sign-in", JSON.stringify({ email, sentAt: NOW - secondsAgo * 1000 }));

export const landing: State[] = [
  {
    ...nobody,
    id: "landing",
    screen: "Landing",
    title: "Pick a side",
    at: "/",
    shows: "Practise with your parts, with a quiet coach at hand.",
  },
  {
    id: "landing-signed-in",
    screen: "Landing",
    title: "Signed in",
    at: "/",
    by: "facilitator",
    shows: "Open my sessions",
  },
  {
    ...nobody,
    id: "landing-bad-paste",
    screen: "Landing",
    title: "What was pasted is no link",
    at: "/",
    reach: async ({ type, press }) => {
      await type("Invitation link", "hello");
      await press("Open");
    },
    shows: "That is not an invitation link.",
  },
];

export const partnerLink: State[] = [
  { ...nobody, id: "partner-link", screen: "Landing", title: "/partner asks for the link", at: "/partner", shows: "Open your invitation" },
];

export const signIn: State[] = [
  { ...nobody, id: "sign-in", screen: "Sign in", title: "Address", at: "/sign-in", shows: "Send code" },
  {
    ...nobody,
    id: "sign-in-bad-address",
    screen: "Sign in",
    title: "No address",
    at: "/sign-in",
    reach: async ({ type, press }) => {
      await type("E-mail", "sam");
      await press("Send code");
    },
    shows: "That address does not look right. Check it.",
  },
  {
    ...nobody,
    id: "sign-in-sent",
    screen: "Sign in",
    title: "Code sent",
    at: "/sign-in",
    reach: async ({ type, press }) => {
      await type("E-mail", "sam@example.com");
      await press("Send code");
    },
    shows: /We sent a code to sam@example.com. It works for \d+ minutes./,
  },
  {
    ...nobody,
    id: "sign-in-no-mail",
    screen: "Sign in",
    title: "Send again",
    at: "/sign-in",
    kept: pending("sam@example.com", 90),
    shows: "Send again",
  },
  {
    ...nobody,
    id: "sign-in-wrong-code",
    screen: "Sign in",
    title: "Wrong code, kept in the field",
    at: "/sign-in",
    kept: pending("sam@example.com", 20),
    answers: { "POST /auth/v1/verify": { status: 403, body: { code: 403, error_code: "otp_expired", msg: "Token has expired or is invalid" } } },
    reach: async ({ type, press }) => {
      await type("Code", "482 913");
      await press("Sign in");
    },
    shows: "That code does not match. Look at the newest mail.",
  },
  {
    ...nobody,
    id: "sign-in-old-code",
    screen: "Sign in",
    title: "Code has run out",
    at: "/sign-in",
    kept: pending("sam@example.com", 3_590),
    answers: { "POST /auth/v1/verify": { status: 403, body: { code: 403, error_code: "otp_expired", msg: "Token has expired or is invalid" } } },
    reach: async ({ type, press, later }) => {
      await type("Code", "482 913");
      await later(20_000);
      await press("Sign in");
    },
    shows: "That code has run out.",
  },
  {
    ...nobody,
    id: "sign-in-too-many",
    screen: "Sign in",
    title: "Too many tries",
    at: "/sign-in",
    answers: {
      "POST /auth/v1/otp": {
        status: 429,
        body: { code: 429, error_code: "over_email_send_rate_limit", msg: "For security purposes, you can only request this after 41 seconds." },
      },
    },
    reach: async ({ type, press }) => {
      await type("E-mail", "sam@example.com");
      await press("Send code");
    },
    shows: "Too many tries. Try again in 41 s.",
  },
  {
    ...nobody,
    id: "sign-in-link",
    screen: "Sign in",
    title: "Mailed link opened: nothing is spent yet",
    at: "/sign-in?token_hash=abc&type=email",
    kept: pending("sam@example.com", 60),
    shows: "Sign in as sam@example.com",
  },
  {
    ...nobody,
    id: "sign-in-link-used",
    screen: "Sign in",
    title: "Mailed link was used",
    at: "/sign-in?token_hash=abc&type=email",
    answers: { "POST /auth/v1/verify": { status: 403, body: { code: 403, error_code: "otp_expired", msg: "Email link is invalid or has expired" } } },
    reach: async ({ press }) => press("Sign in"),
    shows: "This link has run out or was used.",
  },
];

export const settings: State[] = [
  {
    id: "settings-delete",
    screen: "Settings",
    title: "Delete everything",
    at: "/settings",
    by: "facilitator",
    reach: async ({ press }) => press("Delete everything"),
    shows: "Type DELETE to go on",
  },
  { id: "settings", screen: "Settings", title: "Profile and choices", at: "/settings", by: "facilitator", shows: "Your name" },
  {
    id: "settings-error",
    screen: "Settings",
    title: "Server error",
    at: "/settings",
    by: "facilitator",
    answers: { "GET /me": { problem: "internal", status: 500 } },
    reach: async ({ later }) => later(3_000),
    shows: "Try again",
  },
];

export const everywhere: State[] = [
  { ...nobody, id: "not-found", screen: "Everywhere", title: "Unknown address", at: "/nothing/here", shows: "We cannot find that, or it is not yours." },
  {
    ...nobody,
    id: "server-silent",
    screen: "Everywhere",
    title: "Server silent for eight seconds",
    at: "/sessions",
    answers: { "GET /config": "silent" },
    reach: async ({ until, later }) => {
      await until(() => document.querySelector("[aria-busy=true]"), "the skeleton");
      await later(8_500);
    },
    shows: "This takes longer than usual.",
  },
  {
    ...nobody,
    id: "server-away",
    screen: "Everywhere",
    title: "No line to the server",
    at: "/sign-in",
    answers: { "GET /config": "offline" },
    reach: async ({ later }) => later(4_000),
    shows: "No connection. Check your network, then try again.",
  },
  {
    id: "offline",
    screen: "Everywhere",
    title: "The device went offline",
    at: "/sessions",
    by: "facilitator",
    reach: async ({ see }) => {
      await see("Noa");
      Object.defineProperty(navigator, "onLine", { configurable: true, get: () => false });
      window.dispatchEvent(new Event("offline"));
    },
    shows: "Connection lost. Reconnecting…",
  },
  {
    id: "account-menu",
    screen: "Everywhere",
    title: "Account and theme",
    at: "/sessions",
    by: "facilitator",
    reach: async ({ press }) => press("Your account"),
    shows: "Sign out",
  },
];
