import { ago, agreed, copied, held, view } from "../answers";
import type { Reach, State } from "../state";
import { LINK, seated } from "./door";

const base = { screen: "Partner, afterwards", at: LINK, by: "partner" } as const;
const room: State["room"] = { people: [{ part: "facilitator", name: "Sam" }] };

const ended: State["answers"] = { "GET /partner": { body: { ...agreed, status: "ended" } } };
const openData: NonNullable<State["reach"]> = async ({ press }) => press("See or delete my data", "link");
const data = { ...base, kept: seated(false), reach: openData } as const;

const giveCode = async ({ type, press }: Reach, submit: string) => {
  await type("Code", "482913");
  await press(submit);
};
const nameAddress: NonNullable<State["reach"]> = async (on) => {
  await openData(on);
  await on.type("Your e-mail", "robin@example.org");
  await on.press("Send code");
};

export const afterwards: State[] = [
  { ...base, id: "left", title: "Left by oneself", kept: seated(true), room, reach: async ({ press }) => press("Leave"), shows: "You have left. Take a moment for yourself." },
  { ...base, id: "left-ended", title: "Ended by Sam", kept: seated(false), answers: { "GET /partner": { body: { ...view, status: "ended" } } }, shows: "The session has ended. Take a moment for yourself." },
  {
    ...base,
    id: "left-copy",
    title: "A copy asked for",
    kept: seated(false),
    answers: {
      "GET /partner": { body: { ...agreed, status: "ended" } },
      "PUT /partner/consents/copy": { body: { ...copied, status: "ended" } },
    },
    reach: async ({ press, type }) => {
      await press(/Send me a copy/, "switch");
      await type("Your e-mail", "robin@example.org");
      await press("Save");
    },
    shows: "It goes to robin@example.org.",
  },
  { ...data, id: "left-data", title: "My data", answers: { ...ended, "GET /partner/data": { body: held } }, shows: "84 sentences." },
  {
    ...data,
    id: "left-data-delete",
    title: "My data: delete?",
    answers: { ...ended, "GET /partner/data": { body: held } },
    reach: async (on) => {
      await openData(on);
      await on.press("Delete");
    },
    shows: "This goes, at once and for good:",
  },
  {
    ...data,
    id: "left-data-deleted",
    title: "My data: deleted",
    answers: { ...ended, "GET /partner/data": { body: { ...held, display_name: null, sentences: 0, deleted_on: null, copy_email: null, forgotten_at: ago(2) } } },
    shows: "Deleted. Nothing you said is left here.",
  },
  { ...data, id: "left-data-offline", title: "My data: no line to the server", answers: { ...ended, "GET /partner/data": "offline" }, shows: "No connection. Check your network, then try again." },
  {
    ...data,
    id: "left-data-withdrawn",
    title: "My data, after the link was withdrawn",
    answers: { "GET /partner": { problem: "invite-revoked", status: 410, more: { name: "Sam" } } },
    shows: "Come back to your data later",
  },
  { ...data, id: "left-data-address", title: "My data: code sent", answers: ended, reach: nameAddress, shows: "We sent a code to robin@example.org." },
  {
    ...data,
    id: "left-data-address-wrong",
    title: "My data: wrong code",
    answers: { ...ended, "POST /partner/address/confirm": { problem: "code-invalid", status: 422 } },
    reach: async (on) => {
      await nameAddress(on);
      await giveCode(on, "Confirm");
    },
    shows: "That code does not match. Look at the newest mail.",
  },
  {
    ...data,
    id: "left-data-address-confirmed",
    title: "My data: address confirmed",
    answers: ended,
    reach: async (on) => {
      await nameAddress(on);
      await giveCode(on, "Confirm");
    },
    shows: "You confirmed an address on",
  },
  {
    ...base,
    id: "left-keep-way",
    title: "Left: a way back to the data",
    kept: seated(false),
    answers: ended,
    reach: async ({ press }) => press("Come back to your data later"),
    shows: "Give us your e-mail address.",
  },
];

const outside = { screen: "Partner, afterwards", at: "/my-data", by: "nobody" } as const;
const askCode: NonNullable<State["reach"]> = async ({ type, press, until }) => {
  // the page gives its first focus to the heading; typing waits for that
  await until(() => document.activeElement?.matches("h1"), "the first focus");
  await type("Your e-mail", "robin@example.org");
  await press("Send code");
};
const openPlaces: NonNullable<State["reach"]> = async (on) => {
  await askCode(on);
  await giveCode(on, "Go on");
};

export const withoutLink: State[] = [
  { ...outside, id: "my-data", title: "My data, without a link", shows: "See or delete your data" },
  { ...outside, id: "my-data-code", title: "My data, without a link: code asked for", reach: askCode, shows: "If we know robin@example.org" },
  {
    ...outside,
    id: "my-data-expired",
    title: "My data, without a link: code has run out",
    answers: { "POST /my-data/token": { problem: "code-expired", status: 410 } },
    reach: openPlaces,
    shows: "That code has run out.",
  },
  { ...outside, id: "my-data-places", title: "My data, without a link: the calls", reach: openPlaces, shows: "Your calls" },
  {
    ...outside,
    id: "my-data-none",
    title: "My data, without a link: nothing kept",
    answers: { "GET /my-data": { body: { places: [] } } },
    reach: openPlaces,
    shows: "Nothing is kept for this address.",
  },
  {
    ...outside,
    id: "my-data-open",
    title: "My data, without a link: one call",
    reach: async (on) => {
      await openPlaces(on);
      await on.press(/With Sam, /);
    },
    shows: "84 sentences.",
  },
];
