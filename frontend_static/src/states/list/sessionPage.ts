import { ended, madeRecording, ownNotes, summary } from "../answers";
import type { State } from "../state";

const base = { screen: "Session page", at: "/sessions/s-0", by: "facilitator" } as const;
const noted = (change: Partial<typeof summary>): State["answers"] => ({ "GET /sessions/s-0/summary": { body: { ...summary, ...change } } });

export const sessionPage: State[] = [
  { ...base, id: "notes", title: "Summary", shows: "Written by AI, quotes checked." },
  { ...base, id: "notes-writing", title: "Being written", answers: noted({ status: "writing", text: "" }), shows: "Writing your notes, a few seconds." },
  { ...base, id: "notes-extractive", title: "Without AI", answers: noted({ source: "extractive" }), shows: "Made from your partner's own sentences, without AI." },
  { ...base, id: "notes-none", title: "The coach was off", answers: { ...noted({ status: "none", text: "", source: null }), "GET /sessions/s-0": { body: { ...ended, consent: null } } }, shows: "The coach was off, so there is no summary." },
  { ...base, id: "notes-mail-failed", title: "The mail did not arrive", answers: noted({ status: "mail_failed", mailed_at: null, error: "mailbox unavailable." }), shows: "The mail to sam@example.com did not arrive: mailbox unavailable." },
  { ...base, id: "notes-hints", title: "Hints", reach: async ({ press }) => press("Hints", "tab"), shows: "How do you feel toward this foreman right now?" },
  { ...base, id: "notes-no-hints", title: "No hints", answers: { "GET /sessions/s-0/hints": { body: { hints: [], safety: [] } } }, reach: async ({ press }) => press("Hints", "tab"), shows: "No hints in this session." },
  { ...base, id: "session-consent", title: "Consent", reach: async ({ press }) => press("Consent", "tab"), shows: "Listening turned off" },
  { ...base, id: "session-own-notes", title: "Own notes", reach: async ({ press }) => press("Notes", "tab"), shows: "Only you see these. They are saved while you type." },
  {
    ...base,
    id: "session-own-notes-conflict",
    title: "Own notes: two tabs wrote",
    kept: () => localStorage.setItem("nbp.notes.u-1.s-0", JSON.stringify({ text: "Mine, from this tab.", version: ownNotes.version - 1 })),
    reach: async ({ press }) => press("Notes", "tab"),
    shows: "This was changed in another tab. Your text is kept below.",
  },
  {
    ...base,
    id: "session-own-notes-silent",
    title: "Own notes: the server is silent",
    answers: { "PUT /sessions/s-0/notes": { problem: "unavailable", status: 503 } },
    reach: async ({ press, type, later }) => {
      await press("Notes", "tab");
      await type("Your own notes", "Kept here.");
      await later(2_000);
    },
    shows: "We cannot save right now. Your text is kept on this device.",
  },
  { ...base, id: "session-no-recording", title: "No recording", reach: async ({ press }) => press("Recording", "tab"), shows: "No recording was made." },
  {
    ...base,
    id: "session-recording-joining",
    title: "Recording being put together",
    answers: { "GET /sessions/s-0/recording": { body: madeRecording("joining") } },
    reach: async ({ press }) => press("Recording", "tab"),
    shows: "Putting the sound together, a moment.",
  },
  {
    ...base,
    id: "session-recording",
    title: "Recording to hear",
    answers: { "GET /sessions/s-0/recording": { body: madeRecording("ready") } },
    reach: async ({ press }) => press("Recording", "tab"),
    shows: "Kept until",
  },
  { ...base, id: "session-delete", title: "Delete", reach: async ({ press }) => press("Delete"), shows: "Delete this session?" },
];
