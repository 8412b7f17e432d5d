/** As the API makes it (`new_token` in functions/platform/principals.py): a prefix and 256 bits in 43 url-safe characters. */
const TOKEN = /nbp_i_[A-Za-z0-9_-]{43}/;
/** What mail programs and messengers put into a long link: line breaks, quote marks of a reply, soft breaks, invisible characters. */
const BREAKS = /=\r?\n|\r?\n[>|\s]*|[\s\u00ad\u200b-\u200d\u2060\ufeff]+/g;

/**
 * The invitation's token in whatever was pasted or opened: a whole link, a path, the bare token, with what stood around it (a full
 * stop, a bracket) or broken over lines. Null when there is none.
 */
export function readInvitation(pasted: string): string | null {
  return TOKEN.exec(unescaped(pasted).replace(BREAKS, ""))?.[0] ?? null;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
