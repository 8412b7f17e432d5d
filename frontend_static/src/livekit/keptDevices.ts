/** Which devices this browser uses and whether they start on. Kept per device, holds no names. */
import type { Devices, Wishes } from "./callState";

const KEY = "nbp.devices";
export interface Kept {
  wishes: Wishes;
  devices: Devices;
}

const usual: Kept = { wishes: { microphone: true, camera: true }, devices: {} };

export function readDevices(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as Partial<Kept> | null;
    return { wishes: { ...usual.wishes, ...kept?.wishes }, devices: { ...kept?.devices } };
  } catch {
    return usual;
  }
}

export function keepDevices(kept: Kept): void {
  localStorage.setItem(KEY, JSON.stringify(kept));
}
