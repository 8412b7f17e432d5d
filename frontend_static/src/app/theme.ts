import { useSyncExternalStore } from "react";
import { deviceStore } from "./storage";

export type Theme = "system" | "light" | "dark";
const key = "nbp.theme";
const changed = new Set<() => void>();

export function readTheme(): Theme {
  const kept = deviceStore.getItem(key);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** Puts the theme on the page; `system` leaves it to the device. Kept per device. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export function setTheme(theme: Theme): void {
  if (theme === "system") deviceStore.removeItem(key);
  else deviceStore.setItem(key, theme);
  applyTheme(theme);
  changed.forEach((tell) => {
    tell();
  });
}

export function useTheme(): Theme {
  return useSyncExternalStore((tell) => {
    changed.add(tell);
    return () => changed.delete(tell);
  }, readTheme);
}
