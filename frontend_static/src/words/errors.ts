import { asProblem } from "@/api/problem";
import { isolate } from "./names";

/** `name` stands in the sentence as it is: isolated, or words of ours. */
type Filled = { name: string; n: number | null; id: string | null };

/** Problem types and their sentences. Each says what is so and what to do next. */
const sentences: Record<string, (v: Filled) => string> = {
  "invite-expired": ({ name }) => `This link has run out. Ask ${name} for a new one.`,
  "invite-revoked": ({ name }) => `${upper(name)} has withdrawn this link. Ask them if that is a mistake.`,
  "invite-used": () => "This link is in use on another device. Go on there, or ask for a new one.",
  "invite-unknown": () => "We do not know this link. Check that all of it was copied.",
  "session-ended": () => "This session has ended.",
  "session-full": () => "This call already has two people. Are you in another tab?",
  "code-invalid": () => "That code does not match. Look at the newest mail.",
  "account-blocked": () => "This account cannot sign in now. Ask whoever runs this site.",
  "code-expired": () => "That code has run out.",
  "rate-limited": ({ n }) => `Too many tries. Try again in ${wait(n ?? 60)}.`,
  "quota-reached": () => "That is as many as there may be. Delete or end some first.",
  "too-slow": () => "That did not arrive in time. Check your network, then try again.",
  "mail-failed": () => "The mail did not go out. Nothing is lost. You can copy the link.",
  conflict: () => "This was changed in another tab. Your text is kept below.",
  unavailable: () => "We cannot save right now. Your text is kept on this device.",
  "recording-not-agreed": () => "Your partner has not agreed to a recording.",
  "not-recording": () => "No recording runs in this session.",
  "too-much-sound": () => "The recording is full. What came before is kept.",
  "unsupported-sound": () => "What this browser records cannot be kept. Try another browser.",
  "not-found": () => "We cannot find that, or it is not yours.",
  forbidden: () => "We cannot find that, or it is not yours.",
  invalid: () => "Something in the form does not fit. Check it and try again.",
  "too-large": () => "That is too long. Make it shorter and try again.",
  unauthorized: () => "You are signed out. Sign in to go on.",
  offline: () => "No connection. Check your network, then try again.",
};

/** A wait as people say it: seconds, minutes or hours, rounded up. */
function wait(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The sentence for whatever went wrong. `name` is the Facilitator's, where the page knows it. */
export function sayError(error: unknown, filled: { name?: string | null } = {}): string {
  const problem = asProblem(error);
  const say = sentences[problem.slug];
  const known = filled.name || problem.inviter;
  if (say) return say({ name: known ? isolate(known) : "the sender", n: problem.retryAfterS, id: problem.id });
  const start = "Something went wrong on our side. Try again.";
  return problem.id ? `${start} If it stays, quote ${problem.id}.` : start;
}
