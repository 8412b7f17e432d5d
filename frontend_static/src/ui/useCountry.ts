import { useSyncExternalStore } from "react";
import { deviceStore } from "@/app/storage";

const key = "nbp.country";
const changed = new Set<() => void>();

/** Whose crisis lines are shown on this device: what was chosen here, else null, which is the deployment's. */
export function useCountry(): [string | null, (country: string | null) => void] {
  const country = useSyncExternalStore(
    (tell) => {
      changed.add(tell);
      return () => changed.delete(tell);
    },
    () => deviceStore.getItem(key),
  );
  return [country, chooseCountry];
}

export function chooseCountry(country: string | null): void {
  if (country) deviceStore.setItem(key, country);
  else deviceStore.removeItem(key);
  changed.forEach((tell) => {
    tell();
  });
}
