import { asProblem } from "./problem";

/** Reads are tried again twice when nothing answered or the server failed; a refusal is final. */
export function mayRetry(failures: number, error: unknown): boolean {
  const { status } = asProblem(error);
  return failures < 2 && (status === 0 || status >= 500);
}

/** ms */
export const retryDelay = (failures: number) => 500 * 2 ** failures;
