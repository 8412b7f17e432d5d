/** Whether something can be an address at all; the mail server says the rest. */
export function looksLikeEmail(text: string): boolean {
  return /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(text.trim());
}
