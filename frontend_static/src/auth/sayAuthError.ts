import type { AuthError } from "@supabase/auth-js";
import { Problem } from "@/api/problem";

/** What Supabase Auth refused, in our own problem types. Wrong and expired codes answer alike there; age tells them apart. */
export function authProblem(error: AuthError, codeIsOld: boolean): Problem {
  const status = error.status ?? 0;
  if (error.code === "otp_expired") return new Problem(codeIsOld ? "code-expired" : "code-invalid", status);
  if (error.code === "user_banned") return new Problem("account-blocked", status);
  if (status === 429) {
    const seconds = Number(/(\d+) seconds?/.exec(error.message)?.[1]);
    return new Problem("rate-limited", status, null, seconds > 0 ? seconds : 60);
  }
  if (error.name === "AuthRetryableFetchError" && status === 0) return new Problem("offline", 0);
  return new Problem("other", status);
}
