import { openSeat } from "@/features/partner/seat";
import { agreed, look } from "../answers";
import type { State } from "../state";

export const LINK = "/p/aFineLinkOfFortyThreeLettersAndDigits0123456";
/** This browser has been through the door before. */
export const seated = (inCall: boolean) => async () => {
  const seat = await openSeat(LINK.slice(3));
  seat.keep("nbp_p");
  seat.setInCall(inCall);
};

const base = { screen: "Partner's door", at: LINK, by: "partner" } as const;
const refused = (problem: string, status: number): State["answers"] => ({ "POST /invites/look": { problem, status, more: { name: "Sam" } } });

export const door: State[] = [
  { ...base, id: "door", title: "First visit: everything off", shows: "Sam invites you to a session" },
  {
    ...base,
    id: "door-listening-on",
    title: "Listening turned on: Join looks the same",
    reach: async ({ press }) => press(/Let the coach listen to me/, "switch"),
    shows: "We keep the time of your choice.",
  },
  {
    ...base,
    id: "door-back",
    title: "Back at the door, as left",
    kept: seated(false),
    answers: { "GET /partner": { body: { ...agreed, facilitator_here: false } }, "POST /invites/look": { body: { ...look, status: "yours" } } },
    shows: "Sam is not here yet. You can join and wait.",
  },
  {
    ...base,
    id: "door-keeps-nothing",
    title: "The browser keeps no data",
    kept: () => {
      Storage.prototype.setItem = () => {
        throw new DOMException("blocked", "SecurityError");
      };
    },
    shows: "This browser keeps no data.",
  },
  { ...base, id: "door-nameless", title: "The inviter has no name yet", answers: { "POST /invites/look": { body: { ...look, facilitator_name: "" } } }, shows: "invites you to a session" },
  { ...base, id: "door-expired", title: "Link expired", answers: refused("invite-expired", 410), shows: "This link has run out. Ask Sam for a new one." },
  { ...base, id: "door-revoked", title: "Link withdrawn", answers: refused("invite-revoked", 410), shows: "Sam has withdrawn this link. Ask them if that is a mistake." },
  {
    ...base,
    id: "door-revoked-data",
    title: "Link withdrawn, and this browser was through the door",
    kept: seated(false),
    answers: { "GET /partner": { problem: "invite-revoked", status: 410, more: { name: "Sam" } } },
    shows: "See or delete my data",
  },
  { ...base, id: "door-used", title: "Link in use elsewhere", answers: refused("invite-used", 409), shows: "This link is in use on another device. Go on there, or ask for a new one." },
  { ...base, id: "door-unknown", title: "Link unknown", answers: refused("invite-unknown", 404), shows: "We do not know this link. Check that all of it was copied." },
  { ...base, id: "door-ended", title: "Session over", answers: refused("session-ended", 410), shows: "This session has ended." },
  {
    ...base,
    id: "door-join-refused",
    title: "Used on another device while being read; the name stays",
    answers: { "POST /invites/redeem": { problem: "invite-used", status: 409 } },
    reach: async ({ type, press }) => {
      await type(/Your name for Sam/, "Robin");
      await press("Join");
    },
    shows: "This link is in use on another device. Go on there, or ask for a new one.",
  },
  {
    ...base,
    id: "door-name-refused",
    title: "A name with an address in it: why, under the field",
    answers: {
      "POST /invites/redeem": {
        problem: "invalid",
        status: 422,
        more: { errors: [{ pointer: "/body/display_name", detail: "A name cannot have a web or mail address in it. Leave it out, or put a space after each dot." }] },
      },
    },
    reach: async ({ type, press }) => {
      await type(/Your name for Sam/, "robin.example");
      await press("Join");
    },
    shows: "A name cannot have a web or mail address in it.",
  },
  {
    ...base,
    id: "door-name-other-direction",
    title: "A name written from right to left",
    answers: { "POST /invites/look": { body: { ...look, facilitator_name: "מאיה כהן" } } },
    shows: "invites you to a session",
  },
  {
    ...base,
    id: "door-offline",
    title: "No line to the server",
    answers: { "POST /invites/look": "offline" },
    reach: async ({ until, later }) => {
      await until(() => document.querySelector("[aria-busy=true]"), "the skeleton");
      await later(4_000);
    },
    shows: "No connection. Check your network, then try again.",
  },
  {
    ...base,
    id: "door-silent",
    title: "Server silent",
    answers: { "POST /invites/look": "silent" },
    reach: async ({ until, later }) => {
      await until(() => document.querySelector("[aria-busy=true]"), "the skeleton");
      await later(9_000);
    },
    shows: "This takes longer than usual.",
  },
];

const check: State["reach"] = async ({ press }) => press("Check camera and microphone");
const before = { screen: "Device preview", at: LINK, by: "partner", reach: check } as const;
const browsers = {
  chrome: ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36", "Click the icon left of the address. Set Camera and Microphone to Allow."],
  firefox: ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Click the crossed-out camera or microphone by the address and remove the block."],
  safari: ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "In the menu bar: Safari, Settings for this website. Set Camera and Microphone to Allow."],
  iphone: ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Tap the page menu beside the address, then Website Settings. Allow Camera and Microphone."],
  android: ["Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36", "Tap the icon left of the address, then Permissions. Allow Camera and Microphone."],
} as const;

export const preview: State[] = [
  { ...before, id: "preview", title: "Camera and microphone work", shows: "We hear you" },
  { ...before, id: "preview-asking", title: "The browser asks", devices: "asking", shows: "Your browser now asks for camera and microphone. Choose Allow." },
  ...Object.entries(browsers).map(
    ([name, [agent, words]]): State => ({ ...before, id: `preview-denied-${name}`, title: `Blocked, in ${name}`, devices: "denied", agent, shows: `${words} Then press Try again.` }),
  ),
  { ...before, id: "preview-denied-system", title: "Blocked by the computer", devices: "denied-by-system", shows: "Your computer blocks this browser. Allow Camera and Microphone in its privacy settings. Then press Try again." },
  { ...before, id: "preview-busy", title: "Camera used by another app", devices: "busy", shows: "Another app uses your camera. Close it, or join with sound only." },
  { ...before, id: "preview-none", title: "No device", devices: "none", shows: "No camera and no microphone found. Sam will not see or hear you." },
  {
    ...before,
    id: "preview-in-app",
    title: "In a mail or chat app's own browser",
    agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 300.0",
    shows: "This app cannot open calls. Open the link in Safari or Chrome.",
  },
];
