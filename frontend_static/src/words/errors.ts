import { asProblem, ACCOUNT_BLOCKED, OFFLINE, type Slug } from "@/api/problem";
import { PROBLEM } from "@/api/protocol";
import { isolate } from "./names";

/** `name` stands in the sentence as it is: isolated, or words of ours. */
type Filled = { name: string; n: number | null; id: string | null };

/** Problem types and their sentences. Each says what is so and what to do next. */
const sentences: Partial<Record<Slug, (v: Filled) => string>> = {
  [PROBLEM.inviteExpired]: ({ name }) => `This link has run out. Ask ${name} for a new one.`,
  [PROBLEM.inviteRevoked]: ({ name }) => `${upper(name)} has withdrawn this link. Ask them if that is a mistake.`,
  [PROBLEM.inviteUsed]: () => "This link is in use on another device. Go on there, or ask for a new one.",
  [PROBLEM.inviteUnknown]: () => "We do not know this link. Check that all of it was copied.",
  [PROBLEM.sessionEnded]: () => "This session has ended.",
  [PROBLEM.sessionFull]: () => "This call already has two people. Are you in another tab?",
  [PROBLEM.codeInvalid]: () => "That code does not match. Look at the newest mail.",
  [ACCOUNT_BLOCKED]: () => "This account cannot sign in now. Ask whoever runs this site.",
  [PROBLEM.codeExpired]: () => "That code has run out.",
  [PROBLEM.rateLimited]: ({ n }) => `Too many tries. Try again in ${wait(n ?? 60)}.`,
  [PROBLEM.quotaReached]: () => "That is as many as there may be. Delete or end some first.",
  [PROBLEM.tooSlow]: () => "That did not arrive in time. Check your network, then try again.",
  [PROBLEM.mailFailed]: () => "The mail did not go out. Nothing is lost. You can copy the link.",
  [PROBLEM.conflict]: () => "This was changed in another tab. Your text is kept below.",
  [PROBLEM.unavailable]: () => "We cannot save right now. Your text is kept on this device.",
  [PROBLEM.recordingNotAgreed]: () => "Your partner has not agreed to a recording.",
  [PROBLEM.notRecording]: () => "No recording runs in this session.",
  [PROBLEM.tooMuchSound]: () => "The recording is full. What came before is kept.",
  [PROBLEM.unsupportedSound]: () => "What this browser records cannot be kept. Try another browser.",
  [PROBLEM.notFound]: () => "We cannot find that, or it is not yours.",
  [PROBLEM.invalid]: () => "Something in the form does not fit. Check it and try again.",
  [PROBLEM.tooLarge]: () => "That is too long. Make it shorter and try again.",
  [PROBLEM.unauthorized]: () => "You are signed out. Sign in to go on.",
  [OFFLINE]: () => "No connection. Check your network, then try again.",
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
