/** Opens what is asked for; what is refused does not keep the other one closed. */
import { refusalOf, type Refusal } from "./denied";
import type { Kept } from "./keptDevices";

export type Which = "camera" | "microphone" | "both";

/** What the browser gave. `refusal` names what it did not, and why; `message` is the browser's own word. */
export interface Opened {
  stream: MediaStream | null;
  refusal: { which: Which; why: Refusal; message: string } | null;
}

/** The two doors of the browser that are asked, so that tests need no devices. */
export interface DevicePorts {
  open: (wanted: MediaStreamConstraints) => Promise<MediaStream>;
  /** Whether the microphone may be opened without the browser asking again. */
  microphoneAllowed: () => Promise<boolean>;
}

export const browserDevices: DevicePorts = {
  open: (wanted) => navigator.mediaDevices.getUserMedia(wanted),
  microphoneAllowed: async () => {
    try {
      const status = await navigator.permissions.query({ name: "microphone" as PermissionName });
      return status.state === "granted";
    } catch {
      return false;
    }
  },
};

const messageOf = (error: unknown) => String((error as { message?: unknown } | null)?.message ?? "");

export async function openDevices({ wishes, devices }: Kept, ports: DevicePorts): Promise<Opened> {
  const wish = (id?: string) => (id ? { deviceId: id } : true);
  const audio = wish(devices.audioinput);
  const video = wish(devices.videoinput);
  if (!wishes.camera) {
    try {
      return { stream: await ports.open({ audio }), refusal: null };
    } catch (error) {
      return { stream: null, refusal: { which: "microphone", why: refusalOf(error), message: messageOf(error) } };
    }
  }
  try {
    return { stream: await ports.open({ audio, video }), refusal: null };
  } catch (error) {
    const why = refusalOf(error);
    const message = messageOf(error);
    // Asking again for the one alone would prompt again, unless the microphone is allowed already.
    if (why === "denied" && !(await ports.microphoneAllowed())) return { stream: null, refusal: { which: "both", why, message } };
    try {
      return { stream: await ports.open({ audio }), refusal: { which: "camera", why, message } };
    } catch {
      if (why === "denied") return { stream: null, refusal: { which: "both", why, message } };
    }
    try {
      return { stream: await ports.open({ video }), refusal: { which: "microphone", why, message } };
    } catch {
      return { stream: null, refusal: { which: "both", why, message } };
    }
  }
}
