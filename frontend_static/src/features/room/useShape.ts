/** The room's shape by the window it has. */
import { useSyncExternalStore } from "react";

export interface Shape {
  /** Sheets, the card's words smaller, whatever the dock. */
  phone: boolean;
  /** Too low for card and picture one above the other, wide enough for them side by side. */
  low: boolean;
  /** Room for Earlier beside the card. */
  wide: boolean;
}

const QUERIES: Record<keyof Shape, string> = {
  phone: "(width < 40rem)",
  low: "(height < 500px) and (width >= 40rem)",
  wide: "(width >= 80rem)",
};

function listen(changed: () => void): () => void {
  const all = Object.values(QUERIES).map((query) => window.matchMedia(query));
  all.forEach((one) => one.addEventListener("change", changed));
  return () => all.forEach((one) => one.removeEventListener("change", changed));
}

function read(): string {
  return Object.keys(QUERIES)
    .filter((key) => window.matchMedia(QUERIES[key as keyof Shape]).matches)
    .join(" ");
}

export function useShape(): Shape {
  const names = useSyncExternalStore(listen, read).split(" ");
  return { phone: names.includes("phone"), low: names.includes("low"), wide: names.includes("wide") };
}
