import { expect, it } from "vitest";
import { guardedStore } from "./storage";

/** A browser's storage that holds `room` characters; `blocked` throws at the first mention, as with site data blocked. */
function browser(room: number) {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      const others = [...kept].filter(([one]) => one !== key).reduce((sum, [one, text]) => sum + one.length + text.length, 0);
      if (others + key.length + value.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
  return { kept, storage };
}

const blocked = (): Storage => {
  throw new DOMException("denied", "SecurityError");
};

it("keeps in the browser where it can", () => {
  const { kept, storage } = browser(1_000);
  const store = guardedStore(() => storage);
  expect(store.setItem("a", "1")).toBe(true);
  expect([store.getItem("a"), kept.get("a"), store.lasts()]).toEqual(["1", "1", true]);
  store.removeItem("a");
  expect([store.getItem("a"), kept.size]).toEqual([null, 0]);
});

it("keeps in memory where site data is blocked, and says so", () => {
  const store = guardedStore(blocked);
  expect([store.getItem("a"), store.lasts()]).toEqual([null, false]);
  expect(store.setItem("a", "1")).toBe(false);
  expect(store.getItem("a")).toBe("1");
  store.removeItem("a");
  expect(store.getItem("a")).toBeNull();
});

it("keeps the newest value when the storage is full, and goes back to it when there is room", () => {
  const { kept, storage } = browser(300);
  const store = guardedStore(() => storage);
  expect(store.setItem("a", "old")).toBe(true);
  kept.set("other", "x".repeat(280));
  expect(store.lasts()).toBe(false);
  expect(store.setItem("a", "a newer and longer value")).toBe(false);
  expect(store.getItem("a")).toBe("a newer and longer value");
  kept.delete("other");
  expect(store.setItem("a", "newest")).toBe(true);
  expect([store.getItem("a"), kept.get("a")]).toEqual(["newest", "newest"]);
});
