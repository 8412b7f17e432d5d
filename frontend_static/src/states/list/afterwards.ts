import { ago, agreed, copied, held, view } from "../answers";
import type { State } from "../state";
import { LINK, seated } from "./door";

const base = { screen: "Partner, afterwards", at: LINK, by: "partner" } as const;
const room: State["room"] = { people: [{ part: "facilitator", name: "Sam" }] };

const ended: State["answers"] = { "GET /partner": { body: { ...agreed, status: "ended" } } };
const openData: NonNullable<State["reach"]> = async ({ press }) => press("See or delete my data", "link");
const data = { ...base, kept: seated(false), reach: openData } as const;

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
];
