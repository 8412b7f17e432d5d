import { DisconnectReason, Track } from "livekit-client";
import { agreed, pausedRecording, runningRecording, view } from "../answers";
import type { Person, RoomScript } from "../scriptedRoom";
import type { State } from "../state";
import { LINK, seated } from "./door";

const sam: Person = { part: "facilitator", name: "Sam" };
const coach = (state: string): Person => ({ part: "coach", name: "Silent Coach", attributes: { "coach.state": state } });
const withCoach: RoomScript = { people: [sam, coach("listening")] };
const base = { screen: "Partner's room", at: LINK, by: "partner", kept: seated(true) } as const;
const yes = { "GET /partner": { body: agreed } } as const;

export const partnerRoom: State[] = [
  { ...base, id: "partner-listening", title: "Coach is listening", answers: yes, room: withCoach, shows: "Coach is listening" },
  {
    ...base,
    id: "partner-told-of-danger",
    title: "Danger was heard: nothing changes here",
    answers: yes,
    room: withCoach,
    reach: async ({ room, see, later }) => {
      await see("Coach is listening");
      const told = await room();
      // A server that erred, and sent the Partner what is not for them.
      told.says("coach.safety", { id: "s-1", seq: 1, kind: "self", discreet: false });
      told.says("coach.hint", "SUGGESTION: Are you safe?", { seq: "1", hint: "h-1", source: "ai" });
      await later(500);
    },
    shows: "Coach is listening",
  },
  {
    ...base,
    id: "partner-recording-paused",
    title: "Recording, paused by the Partner",
    answers: { ...yes, "GET /sessions/s-1/recording": { body: pausedRecording } },
    room: withCoach,
    reach: async ({ see }) => {
      await see("Coach is listening");
    },
    shows: "Recording paused",
  },
  { ...base, id: "partner-joining", title: "Coach is joining", answers: yes, room: { people: [sam] }, shows: "Coach is joining" },
  {
    ...base,
    id: "partner-away",
    title: "Coach is away",
    answers: yes,
    room: withCoach,
    reach: async ({ room, see }) => {
      await see("Coach is listening");
      (await room()).goes("coach");
    },
    shows: "Coach is away",
  },
  {
    ...base,
    id: "partner-muted",
    title: "Own microphone off",
    answers: yes,
    room: withCoach,
    reach: async ({ press, see }) => {
      await see("Coach is listening");
      await press("Microphone on");
    },
    shows: "Coach is on, but your mic is off",
  },
  {
    ...base,
    id: "partner-just-stopped",
    title: "Stop pressed",
    answers: { ...yes, "PUT /partner/consents/listening": { body: view } },
    room: withCoach,
    reach: async ({ press }) => press("Stop the coach"),
    shows: "Coach stopped. It cannot hear you.",
  },
  { ...base, id: "partner-off", title: "Coach is off", room: { people: [sam] }, shows: "Coach is off" },
  {
    ...base,
    id: "partner-telling",
    title: "Stop pressed, the server is silent",
    answers: { ...yes, "PUT /partner/consents/listening": "silent" },
    room: withCoach,
    reach: async ({ press, later }) => {
      await press("Stop the coach");
      await later(2_000);
    },
    shows: "Stopped on this device. Still telling the server…",
  },
  { ...base, id: "partner-turn-on", title: "Turn on?", room: { people: [sam] }, reach: async ({ press }) => press("Turn on"), shows: "An AI coach hears your microphone and turns your words into text." },
  {
    ...base,
    id: "partner-turn-on-failed",
    title: "Turning on failed",
    room: { people: [sam] },
    answers: { "PUT /partner/consents/listening": { problem: "unavailable", status: 503 } },
    reach: async ({ press, user, until }) => {
      await press("Turn on");
      await user.click(await until(() => document.querySelector("[data-testid=turn-on-yes]"), "the dialog"));
    },
    shows: "The coach could not be turned on. Try again.",
  },
  { ...base, id: "partner-alone", title: "Alone: waiting for Sam", answers: yes, room: {}, shows: "Sam is not here yet. This page starts by itself." },
  {
    ...base,
    id: "partner-sam-lost",
    title: "Sam lost connection",
    answers: yes,
    room: withCoach,
    reach: async ({ room, see }) => {
      await see("Coach is listening");
      (await room()).goes("facilitator");
    },
    shows: "Sam lost connection. Waiting for them.",
  },
  { ...base, id: "partner-sam-camera-off", title: "Sam's camera and microphone off", answers: yes, room: { people: [{ ...sam, camera: false, microphone: false }, coach("listening")] }, shows: "Sam's camera is off" },
  { ...base, id: "partner-sam-shares", title: "Sam shares a screen", answers: yes, room: { people: [{ ...sam, screen: true }, coach("listening")] }, shows: "Coach is listening" },
  {
    ...base,
    id: "partner-camera-off",
    title: "Own camera off",
    answers: yes,
    room: withCoach,
    reach: async ({ press }) => press("Camera on"),
    shows: "Coach is listening",
  },
  {
    ...base,
    id: "partner-menu",
    title: "More",
    answers: yes,
    room: withCoach,
    reach: async ({ press }) => press("More"),
    shows: "Hide my picture",
  },
  { ...base, id: "partner-help", title: "Help: the same for everybody", answers: yes, room: withCoach, reach: async ({ press }) => press("Help"), shows: "Leave and open a weather page" },
  {
    ...base,
    id: "partner-where",
    title: "Where does my sound go?",
    answers: yes,
    room: withCoach,
    reach: async ({ press, see }) => {
      await see("Coach is listening");
      await press(/Where does my sound go/);
    },
    shows: "You to Sam: live. Kept only while you both see the red recording mark.",
  },
  {
    ...base,
    id: "partner-devices",
    title: "Devices in the call",
    answers: yes,
    room: withCoach,
    reach: async ({ press }) => {
      await press("More");
      await press("Check camera and microphone", "menuitem");
    },
    shows: "Headset",
  },
  {
    ...base,
    id: "partner-denied",
    title: "Camera and microphone blocked in the call",
    answers: yes,
    room: { ...withCoach, devices: new DOMException("Permission denied", "NotAllowedError") },
    shows: "Your camera and microphone are blocked.",
  },
  {
    ...base,
    id: "partner-unplugged",
    title: "Device unplugged in the call",
    answers: yes,
    room: { ...withCoach, devices: new DOMException("Requested device not found", "NotFoundError") },
    shows: "No camera and no microphone found. Sam will not see or hear you.",
  },
  {
    ...base,
    id: "partner-sound-blocked",
    title: "The browser blocks sound",
    answers: yes,
    room: withCoach,
    reach: async ({ room }) => (await room()).silences(),
    shows: "Turn on sound",
  },
  {
    ...base,
    id: "partner-weak",
    title: "Weak network",
    answers: yes,
    room: withCoach,
    reach: async ({ room, see }) => {
      await see("Coach is listening");
      (await room()).quality("partner", 0);
    },
    shows: "Weak connection. Camera off may help.",
  },
  {
    ...base,
    id: "partner-reconnecting",
    title: "Reconnecting",
    answers: yes,
    room: withCoach,
    reach: async ({ room, see }) => {
      await see("Coach is listening");
      (await room()).breaks();
    },
    shows: "Coach is on. Your connection is lost.",
  },
  {
    ...base,
    id: "partner-rejoining",
    title: "Connection gone: Sam and the coach as last known",
    answers: { ...yes, "GET /sessions/s-1/recording": { body: runningRecording } },
    room: withCoach,
    reach: async ({ room, see, answer }) => {
      await see("Recording sound");
      answer({ "POST /livekit/token": "silent" });
      (await room()).loses();
    },
    shows: "Recording waits",
  },
  {
    ...base,
    id: "partner-sam-left",
    title: "Sam left",
    answers: yes,
    room: withCoach,
    reach: async ({ room, see }) => {
      await see("Coach is listening");
      (await room()).goes("facilitator", DisconnectReason.CLIENT_INITIATED);
    },
    shows: "Sam left. You can wait here: this page goes on when they are back.",
  },
  {
    ...base,
    id: "partner-sam-gone",
    title: "Sam went while our own connection was lost",
    answers: yes,
    room: withCoach,
    reach: async ({ room, see, later }) => {
      await see("Coach is listening");
      const joined = await room();
      joined.script.people = [coach("listening")];
      joined.loses();
      await later(5_000);
    },
    shows: "Sam is not in the call now. This page goes on when they are back.",
  },
  ...([
    ["microphone", Track.Source.Microphone, "Your device has muted your microphone. Sam cannot hear you. A phone call may be the reason."],
    ["camera", Track.Source.Camera, "Your device has stopped your camera. Sam cannot see you."],
  ] as const).map(
    ([device, source, shows]): State => ({
      ...base,
      id: `partner-${device}-silent`,
      title: `The device itself mutes the ${device}`,
      answers: yes,
      room: withCoach,
      reach: async ({ room, see, later }) => {
        await see("Coach is listening");
        (await room()).mutesByDevice(source);
        await later(2_000);
      },
      shows,
    }),
  ),
  {
    ...base,
    id: "partner-speaks-muted",
    title: "Speaks with the microphone off",
    answers: yes,
    room: { ...withCoach, speaking: true },
    reach: async ({ press, see }) => {
      await press("Microphone on");
      await see("You are muted.");
    },
    shows: "You are muted.",
  },
  {
    ...base,
    id: "partner-coach-stays",
    title: "Stopped; the coach is still in the room",
    room: { people: [sam, coach("idle")] },
    shows: "Silent Coach, not listening",
  },
  {
    ...base,
    id: "partner-still-trying",
    title: "Reconnecting for half a minute",
    answers: yes,
    room: withCoach,
    reach: async ({ room, see, later }) => {
      await see("Coach is listening");
      (await room()).breaks();
      await see("Connection lost. Reconnecting…");
      await later(31_000);
    },
    shows: "Still trying. Check your network.",
  },
  {
    ...base,
    id: "partner-back",
    title: "Back again",
    answers: yes,
    room: withCoach,
    reach: async ({ room, see, later }) => {
      await see("Coach is listening");
      (await room()).breaks();
      await later(3_000);
      (await room()).mends();
    },
    shows: "You are back.",
  },
  {
    ...base,
    id: "partner-second-tab",
    title: "Open in another tab",
    answers: yes,
    room: withCoach,
    reach: async ({ room, see }) => {
      await see("Coach is listening");
      (await room()).dropped(DisconnectReason.DUPLICATE_IDENTITY);
    },
    shows: "This call is open in another tab.",
  },
  { ...base, id: "partner-full", title: "The call has two people already", answers: { ...yes, "POST /livekit/token": { problem: "session-full", status: 409 } }, shows: "This call already has two people. Are you in another tab?" },
  { ...base, id: "partner-connecting", title: "Connecting", answers: yes, room: { connects: "never" }, shows: "Connecting…" },
];
