/** Every word about the sound recording, for review. */
import { isolate } from "./names";
import { sayMoment } from "./time";

export const recording = {
  mark: {
    running: "Recording sound",
    waiting: "Recording waits",
    paused: "Recording paused",
    stopped: "Recording stopped",
    telling: "Stopped on this device. Still telling the server…",
    menu: "Recording: pause or stop",
  },
  pause: "Pause recording",
  goOn: "Go on recording",
  stop: "Stop recording",
  failed: "That did not reach the server. Try again.",
  record: {
    title: "Sound recording",
    start: "Record",
    help: "Two sound files, yours and your partner's. Pressing Record is your yes.",
    notAgreed: "Your partner has not agreed to a recording.",
    alone: "Waiting for your partner.",
    cannot: "This browser cannot record sound.",
    pausedByPartner: "Your partner paused it. Only they can go on.",
  },
  tab: {
    name: "Recording",
    none: "No recording was made.",
    joining: "Putting the sound together, a moment.",
    later: "The sound files are made when the session ends.",
    empty: "A recording was started, but no sound arrived.",
    gone: "The recording is deleted.",
    keptUntil: (iso: string) => `Kept until ${sayMoment(iso)}, then deleted.`,
    download: (who: string) => `Download ${who}`,
    delete: "Delete recording",
    deleteTitle: "Delete this recording?",
    deleteText: "Both voices go for good, for both of you.",
    keep: "Keep",
    loading: "Looking for the recording",
  },
  player: {
    play: "Play",
    pause: "Pause",
    seek: "Position",
    hear: (who: string) => `Hear ${who}`,
    at: (now: string, all: string) => `${now} of ${all}`,
    failed: "The sound could not be opened.",
    again: "Try again",
  },
  you: "your voice",
  voiceOf: (name: string | null) => (name ? `${isolate(name)}'s voice` : "your partner's voice"),
} as const;
