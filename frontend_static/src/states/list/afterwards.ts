import { agreed, view } from "../answers";
import type { State } from "../state";
import { LINK, seated } from "./door";

const base = { screen: "Partner, afterwards", at: LINK, by: "partner" } as const;
const room: State["room"] = { people: [{ part: "facilitator", name: "Sam" }] };

export const afterwards: State[] = [
  { ...base, id: "left", title: "Left by oneself", kept: seated(true), room, reach: async ({ press }) => press("Leave"), shows: "You have left. Take a moment for yourself." },
  { ...base, id: "left-ended", title: "Ended by Sam", kept: seated(false), answers: { "GET /partner": { body: { ...view, status: "ended" } } }, shows: "The session has ended. Take a moment for yourself." },
  {
    ...base,
    id: "left-data",
    title: "My data",
    kept: seated(false),
    answers: { "GET /partner": { body: { ...agreed, status: "ended" } } },
    reach: async ({ press }) => press("See or delete my data"),
    shows: "Let the coach listen to me",
  },
];
