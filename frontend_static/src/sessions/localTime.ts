/** What a datetime-local field shows of a moment, in the reader's own time; empty for none. */
export function toLocal(iso: string | null): string {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment a datetime-local field means; null for an empty one. */
export function fromLocal(value: string): string | null {
  return value ? new Date(value).toISOString() : null;
}
