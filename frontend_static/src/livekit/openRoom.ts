import { Room } from "livekit-client";

import type { Devices } from "./callState";

/** A room of the LiveKit client's, not joined, with the devices that this browser uses. */
export function openRoom(devices: Devices): Room {
  return new Room({
    adaptiveStream: true,
    dynacast: true,
    // It would leave on `beforeunload`, which a phone number, a mail address and a download fire too. See `watchPage`.
    disconnectOnPageLeave: false,
    audioCaptureDefaults: {
      autoGainControl: true,
      echoCancellation: true,
      noiseSuppression: true,
      ...(devices.audioinput ? { deviceId: devices.audioinput } : {}),
    },
    ...(devices.videoinput ? { videoCaptureDefaults: { deviceId: devices.videoinput } } : {}),
    ...(devices.audiooutput ? { audioOutput: { deviceId: devices.audiooutput } } : {}),
  });
}
