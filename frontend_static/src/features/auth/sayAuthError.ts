import { PROBLEM } from "@/api/protocol";
import type { AuthError } from "@supabase/auth-js";
import { ACCOUNT_BLOCKED, OFFLINE, Problem } from "@/api/problem";

/** What Supabase Auth refused, in our own problem types. Wrong and expired codes answer alike there; age tells them apart. */
export function authProblem(error: AuthError, codeIsOld: boolean): Problem {
  const status = error.status ?? 0;
  if (error.code === "otp_expired") return new Problem(codeIsOld ? PROBLEM.codeExpired : PROBLEM.codeInvalid, status);
  if (error.code === "user_banned") return new Problem(ACCOUNT_BLOCKED, status);
  if (status === 429) {
    const seconds = Number(/(\d+) seconds?/.exec(error.message)?.[1]);
    return new Problem(PROBLEM.rateLimited, status, null, seconds > 0 ? seconds : 60);
  }
  if (error.name === "AuthRetryableFetchError" && status === 0) return new Problem(OFFLINE, 0);
  return new Problem(PROBLEM.other, status);
}
