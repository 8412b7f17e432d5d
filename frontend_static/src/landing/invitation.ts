const token = /^[A-Za-z0-9_-]{20,200}$/;

/** The token in a pasted invitation: a whole link, a path or the bare token. Null when it is none. */
export function readInvitation(pasted: string): string | null {
  const text = pasted.trim();
  const inPath = /\/p\/([^/?#\s]+)/.exec(text)?.[1];
  const found = inPath ?? (text.includes("/") ? "" : text);
  return token.test(found) ? found : null;
}
