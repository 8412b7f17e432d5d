/**
 * Where the session is kept, with its expiry in this device's time: the Auth client compares it with `Date.now()`, and a clock
 * that is an hour ahead would take every token for expired and refresh it at each call.
 */
import { serverAheadMs } from "@/api/serverTime";

interface Kept {
  getItem: (key: string) => string | null;
  setItem: (key: string, value: string) => unknown;
  removeItem: (key: string) => void;
}

/** The token's own expiry, unix seconds by the server's clock; null when it is none that can be read. */
function expiryOf(token: unknown): number | null {
  if (typeof token !== "string") return null;
  try {
    const claims = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const { exp } = JSON.parse(atob(claims)) as { exp?: unknown };
    return typeof exp === "number" ? exp : null;
  } catch {
    return null;
  }
}

/** What is kept stays as it was written; what is read has `expires_at` by the token and this device's clock. */
export function inDeviceTime(store: Kept): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  return {
    getItem: (key) => {
      const text = store.getItem(key);
      if (text === null) return null;
      try {
        const session = JSON.parse(text) as { access_token?: unknown; expires_at?: unknown } | null;
        const expiry = expiryOf(session?.access_token);
        if (expiry === null) return text;
        return JSON.stringify({ ...session, expires_at: expiry - serverAheadMs() / 1_000 });
      } catch {
        return text;
      }
    },
    setItem: (key, text) => void store.setItem(key, text),
    removeItem: (key) => store.removeItem(key),
  };
}
