import type { ConsentKind } from "@/api/protocol";
import { isolate } from "@/words/names";
export const sessions = {
  page: "Sessions",
  title: "Sessions",
  search: "Search",
  new: "New session",
  open: "Open",
  more: "More for this session",
  next: "Show more",
  empty: "No sessions yet. Start one and send the link.",
  noMatch: (q: string) => `Nothing found for "${q}".`,
  clear: "Clear",
  noName: "Partner",
  upcoming: "Now and next",
  past: "Earlier",
  emptyLead: "A session is one call with one person. You get a link to send; they open it and choose what the coach may hear.",
  minutes: (n: number) => `${n} min`,
  menu: { invite: "Invite", change: "Name and date", delete: "Delete" },
  retry: "Try again",
};

export const newSession = {
  title: "New session",
  label: "What do you call your partner?",
  labelHint: "Only you see this.",
  date: "Date (optional)",
  yourName: "Your name (optional)",
  yourNameHint: "Your partner sees it on the invitation.",
  create: "Create",
  creating: "Creating…",
};

export const changeSession = {
  title: "Name and date",
  save: "Save",
  saving: "Saving…",
  conflict: "This was changed in another tab. Your text is kept below.",
  now: (name: string, date: string) => `Saved there: ${isolate(name)}, ${date}`,
  noDate: "no date",
  tell: "Your partner gets no message about a new date. Tell them, or send the link again.",
};

export const invite = {
  title: "Invite",
  link: "Invitation link",
  until: (moment: string) => `For one person, until ${moment}.`,
  copy: "Copy link",
  copied: "Link copied.",
  notCopied: "Not copied. Select the link and copy it.",
  send: "Send by e-mail",
  email: "Your partner's e-mail",
  emailNeeded: "Type an e-mail address.",
  submit: "Send",
  sending: "Sending…",
  sent: (email: string) => `Sent to ${email}.`,
  replaced: "The mail carries a new link. One you copied before no longer opens.",
  notSent: "Not sent. Copy the link instead.",
  showQr: "Show QR code",
  hideQr: "Hide QR code",
  qr: "QR code of the invitation link",
  withdraw: "Withdraw link",
  withdrawn: "Withdrawn. The old link no longer opens.",
  make: "New link",
  making: "Making a link…",
  hidden: "A link was made before. It is kept only as a fingerprint, so it cannot be shown again. A new link replaces it.",
  inUse: "Your partner is using a link. A new link replaces it.",
  open: "Open session",
};

export const remove = {
  title: "Delete this session?",
  text: "Its hints, text and summary go for good.",
  confirm: "Delete session",
  keep: "Keep",
};

export const sessionPage = {
  page: "Session",
  length: (day: string, minutes: number | null) => (minutes === null ? day : `${day}, ${minutes} min`),
  agreed: (spans: string[]) => `Listening agreed ${spans.join(", ")}`,
  notAgreed: "Listening was off",
  download: "Download",
  delete: "Delete",
  summary: "Summary",
  hints: "Hints",
  consent: "Consent",
  notes: "Notes",
  choicesLead: "What your partner chose, when, and the text they read. Nothing is on unless they turn it on.",
  person: (number: number) => {
    const ordinal = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth"][number - 1];
    return ordinal ? `${ordinal} person` : `Person ${number}`;
  },
  placeEnded: "Ended with their place",
  noChoices: "Your partner turned nothing on in this session.",
  choice: (kind: ConsentKind, granted: boolean) =>
    ({
      listening: ["Listening agreed", "Listening turned off"],
      recording: ["Sound recording agreed", "Sound recording turned off"],
      copy: ["A copy of the summary asked for", "The copy of the summary turned off"],
    })[kind][granted ? 0 : 1],
  version: (version: string) => `Text ${version}`,
  whatTheyRead: "What they read",
  transcript: (day: string, gone: boolean) =>
    gone ? `Transcript deleted on ${day}, as agreed.` : `The transcript is deleted on ${day}.`,
  helped: "Helped",
  notNow: "Not now",
  byAi: "Written by AI, quotes checked.",
  extractive: "Made from your partner's own sentences, without AI.",
  writing: "Writing your notes, a few seconds.",
  none: "The coach was off, so there is no summary. Your own notes are below.",
  deletedByPartner: "Your partner had their data deleted, so there is no summary. Your own notes are below.",
  mailFailed: (email: string, reason: string) => `The mail to ${email} did not arrive: ${reason}.`,
  noReason: "the mail server refused it",
  mailed: (moment: string) => `Mailed ${moment}`,
  sendAgain: "Send again",
  sending: "Sending…",
  queued: "On its way.",
  noHints: "No hints in this session.",
  hint: (time: string) => `Hint, ${time}`,
  builtIn: "Built-in coach (fixed rules)",
  ai: "AI coach",
  safety: "Safety first",
  safetyRead: (time: string) => `Read ${time}`,
};
