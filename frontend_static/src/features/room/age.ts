/** A hint's age in words that change at most every 10 s. */
export const AGED_MS = 60_000;

export function ageWords(ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${Math.floor(seconds / 10) * 10} s`;
  return `${Math.floor(seconds / 60)} min`;
}
