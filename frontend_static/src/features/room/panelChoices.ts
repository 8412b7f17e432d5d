/** How this Facilitator wants the panel, kept on this device. */
import { useSyncExternalStore } from "react";
import { deviceStore } from "@/app/storage";

export type Dock = "top" | "left" | "right";
export type Says = "all" | "suggestion" | "short" | "off";
export interface PanelChoices {
  dock: Dock;
  says: Says;
  singleKeys: boolean;
  /** The first room's notes were read. */
  introduced: boolean;
}

const KEY = "nbp.panel";
const usual: PanelChoices = { dock: "top", says: "suggestion", singleKeys: true, introduced: false };
const listeners = new Set<() => void>();
let read: { raw: string | null; choices: PanelChoices } | null = null;

export function readChoices(): PanelChoices {
  const raw = deviceStore.getItem(KEY);
  if (!read || read.raw !== raw) {
    let kept: Partial<PanelChoices> = {};
    try {
      kept = (JSON.parse(raw ?? "{}") ?? {}) as Partial<PanelChoices>;
    } catch {
      kept = {};
    }
    read = { raw, choices: { ...usual, ...kept } };
  }
  return read.choices;
}

export function choose(change: Partial<PanelChoices>): void {
  deviceStore.setItem(KEY, JSON.stringify({ ...readChoices(), ...change }));
  listeners.forEach((listener) => {
    listener();
  });
}

export function usePanelChoices(): PanelChoices {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, readChoices);
}
