import { DisconnectReason, Track } from "livekit-client";
import { ago, ended, pausedRecording, runningRecording, session } from "../answers";
import { ScriptedCoach } from "../coach";
import type { Person } from "../scriptedRoom";
import type { Reach, State } from "../state";

export const inRoom = () => {
  sessionStorage.setItem("nbp.in.s-1", "1");
  localStorage.setItem("nbp.panel", JSON.stringify({ introduced: true }));
};
export const robin = (listening?: "granted" | "withdrawn"): Person => ({
  part: "partner",
  name: "Robin",
  attributes: listening ? { "consent.listening": listening } : {},
});
export const room: Omit<State, "id" | "title" | "shows"> = {
  screen: "Facilitator's room",
  at: "/sessions/s-1",
  by: "facilitator",
  kept: inRoom,
  room: { people: [robin("granted")] },
};
/** The coach, there and listening. */
export const coachOf = async (reach: Reach) => {
  const coach = new ScriptedCoach(await reach.room()).is({ state: "listening" });
  await reach.see("(coach is listening…)");
  return coach;
};
const listening = async (reach: Reach) => {
  await coachOf(reach);
};

export const facilitatorDoor: State[] = [
  { screen: "Facilitator's door", id: "enter", title: "Before the room", at: "/sessions/s-1", by: "facilitator", shows: "Enter the room" },
  {
    screen: "Facilitator's door",
    id: "enter-waiting",
    title: "The Partner waits",
    at: "/sessions/s-1",
    by: "facilitator",
    answers: { "GET /sessions/s-1": { body: { ...session, status: "waiting", row: "Partner is here", started_at: null } } },
    shows: "is here and waits for you.",
  },
  {
    screen: "Facilitator's door",
    id: "enter-recording-agreed",
    title: "The Partner waits and agreed to a recording",
    at: "/sessions/s-1",
    by: "facilitator",
    answers: {
      "GET /sessions/s-1": { body: { ...session, status: "waiting", row: "Partner is here", started_at: null, recording_consent: "granted" } },
    },
    shows: "Your partner agreed to a sound recording.",
  },
  {
    screen: "Facilitator's door",
    id: "enter-preview",
    title: "Devices checked",
    at: "/sessions/s-1",
    by: "facilitator",
    reach: async ({ press }) => press("Check camera and microphone"),
    shows: "We hear you",
  },
  {
    screen: "Facilitator's door",
    id: "session-not-mine",
    title: "Not there, or not mine",
    at: "/sessions/s-1",
    by: "facilitator",
    answers: { "GET /sessions/s-1": { problem: "not-found", status: 404 } },
    shows: "We cannot find that, or it is not yours.",
  },
];

export const facilitatorRoom: State[] = [
  {
    ...room,
    id: "room-recording-paused",
    title: "Recording, paused by the Partner",
    answers: { "GET /sessions/s-1/recording": { body: pausedRecording } },
    reach: listening,
    shows: "Recording paused",
  },
  {
    ...room,
    id: "room-recording-agreed",
    title: "The Partner agreed to a recording",
    answers: { "GET /sessions/s-1/recording": { body: { ...runningRecording, state: "off" } } },
    reach: listening,
    shows: "Your partner agreed to a sound recording. Record is in Settings.",
  },
  {
    ...room,
    id: "room-recording-turned-off",
    title: "… and turned it off",
    answers: { "GET /sessions/s-1/recording": { body: { ...runningRecording, state: "off", agreed: false, consent: "withdrawn" } } },
    reach: listening,
    shows: "Your partner turned the sound recording off.",
  },
  { ...room, id: "room-alone", title: "Alone", room: {}, shows: "(waiting for partner…)" },
  { ...room, id: "room-invite", title: "Alone: the link again", room: {}, reach: async ({ press }) => press("Copy link"), shows: "A link was made before." },
  { ...room, id: "room", title: "In the call, coach listening", reach: listening, shows: "(coach is listening…)" },
  {
    ...room,
    id: "room-partner-lost",
    title: "Robin lost connection",
    reach: async (reach) => {
      const coach = await coachOf(reach);
      coach.leaves();
      (await reach.room()).goes("partner");
    },
    shows: "Robin lost connection. Waiting for them.",
  },
  ...([
    ["left", DisconnectReason.CLIENT_INITIATED, "Robin left", "Robin left. They can come back by the same link."],
    ["removed", DisconnectReason.PARTICIPANT_REMOVED, "The link was withdrawn", "The link is withdrawn. Robin is no longer in the call."],
  ] as const).map(
    ([how, reason, title, shows]): State => ({
      ...room,
      id: `room-partner-${how}`,
      title,
      reach: async (reach) => {
        const coach = await coachOf(reach);
        coach.leaves();
        (await reach.room()).goes("partner", reason);
      },
      shows,
    }),
  ),
  {
    ...room,
    id: "room-partner-camera-off",
    title: "Robin's camera and microphone off",
    room: { people: [{ ...robin("granted"), camera: false, microphone: false }] },
    reach: async (reach) => {
      new ScriptedCoach(await reach.room()).is({ state: "listening" });
    },
    shows: "(coach is on, but their microphone is off)",
  },
  {
    ...room,
    id: "room-coach-stays",
    title: "Robin stopped the coach; it is still in the room",
    room: { people: [robin("withdrawn")] },
    reach: async (reach) => {
      new ScriptedCoach(await reach.room()).is({ state: "off" });
    },
    shows: "Silent Coach, not listening",
  },
  {
    ...room,
    id: "room-microphone-silent",
    title: "The device itself mutes the microphone",
    reach: async (reach) => {
      await listening(reach);
      (await reach.room()).mutesByDevice(Track.Source.Microphone);
      await reach.later(2_000);
    },
    shows: "Your device has muted your microphone. Robin cannot hear you. A phone call may be the reason.",
  },
  {
    ...room,
    id: "room-speaks-muted",
    title: "Speaks with the microphone off",
    room: { people: [robin("granted")], speaking: true },
    reach: async (reach) => {
      await listening(reach);
      await reach.press("Microphone on");
      await reach.see("You are muted.");
    },
    shows: "You are muted.",
  },
  {
    ...room,
    id: "room-rejoining",
    title: "Connection gone: Robin as last known",
    answers: { "GET /sessions/s-1/recording": { body: runningRecording } },
    reach: async (reach) => {
      const coach = await coachOf(reach);
      await reach.see("Recording sound");
      reach.answer({ "POST /livekit/token": "silent" });
      coach.fallsSilent();
      (await reach.room()).loses();
    },
    shows: "(your connection is lost…)",
  },
  { ...room, id: "room-partner-shares", title: "Robin shares a screen", room: { people: [{ ...robin("granted"), screen: true }] }, reach: listening, shows: "(coach is listening…)" },
  {
    ...room,
    id: "room-muted",
    title: "Own microphone and camera off",
    reach: async (reach) => {
      await coachOf(reach);
      await reach.press("Microphone on");
      await reach.press("Camera on");
    },
    shows: "(coach is listening…)",
  },
  { ...room, id: "room-settings", title: "Settings", reach: async (reach) => { await listening(reach); await openFromBar(reach, "Settings"); }, shows: "Hints stand" },
  { ...room, id: "room-guide", title: "Guide", reach: async (reach) => { await listening(reach); await openFromBar(reach, "Guide"); }, shows: "Feel toward" },
  { ...room, id: "room-notes", title: "Own notes in the call", reach: async (reach) => { await listening(reach); await openFromBar(reach, "Notes"); }, shows: "Only you see these. They are saved while you type." },
  {
    ...room,
    id: "room-notes-kept",
    title: "Own notes, server silent: kept on the device",
    answers: { "PUT /sessions/s-1/notes": "offline" },
    reach: async (reach) => {
      await listening(reach);
      await openFromBar(reach, "Notes");
      await reach.type("Your own notes", " And ask what it is called.");
      await reach.later(3_000);
    },
    shows: "We cannot save right now. Your text is kept on this device.",
  },
  {
    ...room,
    id: "room-notes-conflict",
    title: "Own notes changed in another tab",
    answers: { "PUT /sessions/s-1/notes": { problem: "conflict", status: 409 } },
    reach: async (reach) => {
      await listening(reach);
      await openFromBar(reach, "Notes");
      await reach.type("Your own notes", " And ask what it is called.");
      reach.answer({ "GET /sessions/s-1/notes": { body: { version: 9, text: "Something else.", saved_at: ago(0) } } });
      await reach.later(3_000);
    },
    shows: "This was changed in another tab. Your text is kept below.",
  },
  { ...room, id: "room-end", title: "End for both?", reach: async ({ press }) => press("End"), shows: "End for both?" },
  {
    ...room,
    id: "room-end-failed",
    title: "It did not end",
    answers: { "POST /sessions/s-1/end": "offline" },
    reach: async ({ press }) => {
      await press("End");
      await press("End session");
    },
    shows: "The session did not end. Try again.",
  },
  {
    ...room,
    id: "room-ended",
    title: "Ended",
    reach: async ({ press }) => {
      await press("End");
      await press("End session");
    },
    shows: "Session ended, 13 min.",
  },
  {
    ...room,
    id: "room-left",
    title: "Only left",
    reach: async ({ press }) => {
      await press("End");
      await press("Only leave");
    },
    shows: "Come back",
  },
  {
    ...room,
    id: "room-denied",
    title: "Camera and microphone blocked",
    room: { people: [robin("granted")], devices: new DOMException("Permission denied", "NotAllowedError") },
    shows: "Your camera and microphone are blocked.",
  },
  {
    ...room,
    id: "room-unplugged",
    title: "Device unplugged",
    room: { people: [robin("granted")], devices: new DOMException("Requested device not found", "NotFoundError") },
    shows: "No camera and no microphone found. Robin will not see or hear you.",
  },
  { ...room, id: "room-sound-blocked", title: "The browser blocks sound", reach: async ({ room: joined }) => (await joined()).silences(), shows: "Turn on sound" },
  {
    ...room,
    id: "room-weak",
    title: "Weak network",
    reach: async (reach) => {
      await listening(reach);
      (await reach.room()).quality("facilitator", 0);
    },
    shows: "Weak connection. Camera off may help.",
  },
  {
    ...room,
    id: "room-reconnecting",
    title: "Reconnecting",
    reach: async (reach) => {
      await listening(reach);
      (await reach.room()).breaks();
    },
    shows: "Connection lost. Reconnecting…",
  },
  {
    ...room,
    id: "room-still-trying",
    title: "Reconnecting for half a minute",
    reach: async (reach) => {
      await listening(reach);
      (await reach.room()).breaks();
      await reach.see("Connection lost. Reconnecting…");
      await reach.later(31_000);
    },
    shows: "Still trying. Check your network.",
  },
  {
    ...room,
    id: "room-back",
    title: "Back again",
    reach: async (reach) => {
      await listening(reach);
      (await reach.room()).breaks();
      await reach.later(2_000);
      (await reach.room()).mends();
    },
    shows: "You are back.",
  },
  {
    ...room,
    id: "room-second-tab",
    title: "Open in another tab",
    reach: async (reach) => {
      await listening(reach);
      (await reach.room()).dropped(DisconnectReason.DUPLICATE_IDENTITY);
    },
    shows: "This call is open in another tab.",
  },
  { ...room, id: "room-full", title: "The call has two people already", answers: { "POST /livekit/token": { problem: "session-full", status: 409 } }, shows: "This call already has two people. Are you in another tab?" },
  {
    ...room,
    id: "room-over",
    title: "Ended elsewhere",
    answers: { "POST /livekit/token": { problem: "session-ended", status: 409 }, "GET /sessions/s-1": { body: { ...session, minutes: ended.minutes } } },
    shows: "Session ended, 48 min.",
  },
  { ...room, id: "room-connecting", title: "Connecting", room: { connects: "never" }, shows: "Connecting…" },
];

/** A control of the bar; on a narrow page it is behind More. */
export async function openFromBar({ press, until }: Reach, name: string): Promise<void> {
  const more = await until(() => document.querySelector<HTMLElement>("[data-testid=more-button]"), "the bar");
  if (more.checkVisibility()) {
    await press("More");
    await press(name, "menuitem");
  } else await press(name);
}
