/** The Partner's place in this browser: their bearer, kept under a hash of the invitation so that the link itself is not kept. */
import { deviceStore, tabStore, type Store } from "@/app/storage";

export interface Seat {
  token: string | null;
  keep: (token: string) => void;
  forget: () => void;
  /** In the call when the page was last seen: a reload goes straight back. Per tab. */
  inCall: boolean;
  setInCall: (inCall: boolean) => void;
  /** A stop that the server has not heard of yet. */
  untold: boolean;
  setUntold: (untold: boolean) => void;
}

async function hashed(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest).slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function mark(storage: Store, key: string, on: boolean): void {
  if (on) storage.setItem(key, "1");
  else storage.removeItem(key);
}

export async function openSeat(invite: string): Promise<Seat> {
  const key = `nbp.partner.${await hashed(invite)}`;
  const seat: Seat = {
    token: deviceStore.getItem(key),
    keep(token) {
      seat.token = token;
      deviceStore.setItem(key, token);
    },
    forget() {
      seat.token = null;
      deviceStore.removeItem(key);
      tabStore.removeItem(`${key}.in`);
    },
    get inCall() {
      return tabStore.getItem(`${key}.in`) !== null;
    },
    setInCall: (on) => mark(tabStore, `${key}.in`, on),
    get untold() {
      return deviceStore.getItem(`${key}.untold`) !== null;
    },
    setUntold: (on) => mark(deviceStore, `${key}.untold`, on),
  };
  return seat;
}
