/**
 * What the browser keeps: `deviceStore` outlives the page, `tabStore` a reload. Where the browser refuses (site data blocked,
 * storage full) both keep in memory until the page closes, so that no page fails for want of storage.
 */
export interface Store {
  getItem: (key: string) => string | null;
  /** False when the value lives in memory only. */
  setItem: (key: string, value: string) => boolean;
  removeItem: (key: string) => void;
  /** Whether a value set now would outlive the page; writes a test value of a token's size. */
  lasts: () => boolean;
}

const PROBE = "nbp.probe";
const PROBE_VALUE = "0".repeat(256);

/** `open` is asked at each use: the mere mention of `localStorage` throws where site data is blocked. */
export function guardedStore(open: () => Storage): Store {
  const memory = new Map<string, string>();
  const attempt = <T>(act: (storage: Storage) => T, otherwise: T): T => {
    try {
      return act(open());
    } catch {
      return otherwise;
    }
  };
  const write = (key: string, value: string) =>
    attempt((storage) => {
      storage.setItem(key, value);
      return true;
    }, false);
  const store: Store = {
    getItem: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key), null),
    setItem(key, value) {
      const kept = write(key, value);
      if (kept) memory.delete(key);
      else memory.set(key, value);
      return kept;
    },
    removeItem(key) {
      memory.delete(key);
      attempt((storage) => {
        storage.removeItem(key);
      }, undefined);
    },
    lasts() {
      const kept = write(PROBE, PROBE_VALUE);
      store.removeItem(PROBE);
      return kept;
    },
  };
  return store;
}

export const deviceStore = guardedStore(() => window.localStorage);
export const tabStore = guardedStore(() => window.sessionStorage);
