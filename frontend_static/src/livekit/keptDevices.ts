/** Which devices this browser uses and whether they start on. Kept per device, holds no names. */
import { deviceStore } from "@/app/storage";
import type { Devices, Wishes } from "./callState";

const KEY = "nbp.devices";
export interface Kept {
  wishes: Wishes;
  devices: Devices;
}

const usual: Kept = { wishes: { microphone: true, camera: true }, devices: {} };

export function readDevices(): Kept {
  try {
    const kept = JSON.parse(deviceStore.getItem(KEY) ?? "null") as Partial<Kept> | null;
    return { wishes: { ...usual.wishes, ...kept?.wishes }, devices: { ...kept?.devices } };
  } catch {
    return usual;
  }
}

export function keepDevices(kept: Kept): void {
  deviceStore.setItem(KEY, JSON.stringify(kept));
}
