import { describe, expect, it } from "vitest";

import { openDevices, type DevicePorts } from "./openDevices";

type Wanted = "both" | "audio" | "video";
const kept = { wishes: { microphone: true, camera: true }, devices: {} };
const stream = {} as MediaStream;

/** A browser that refuses what is listed, and says which doors were knocked at. */
function browser(refuses: Partial<Record<Wanted, string>>, microphoneAllowed = false): DevicePorts & { asked: Wanted[] } {
  const asked: Wanted[] = [];
  return {
    asked,
    open: ({ audio, video }) => {
      const wanted = audio && video ? "both" : audio ? "audio" : "video";
      asked.push(wanted);
      const name = refuses[wanted];
      return name ? Promise.reject(new DOMException("said so", name)) : Promise.resolve(stream);
    },
    microphoneAllowed: () => Promise.resolve(microphoneAllowed),
  };
}

describe("openDevices", () => {
  it("opens both", async () => {
    expect(await openDevices(kept, browser({}))).toEqual({ stream, refusal: null });
  });

  it("asks once when both are refused", async () => {
    const refusing = browser({ both: "NotAllowedError" });
    expect(await openDevices(kept, refusing)).toMatchObject({ stream: null, refusal: { which: "both", why: "denied", message: "said so" } });
    expect(refusing.asked).toEqual(["both"]);
  });

  it("still opens the microphone where the camera alone is blocked", async () => {
    const refusing = browser({ both: "NotAllowedError" }, true);
    expect(await openDevices(kept, refusing)).toMatchObject({ stream, refusal: { which: "camera", why: "denied" } });
  });

  it("tells a camera in use from a microphone that is not there", async () => {
    expect(await openDevices(kept, browser({ both: "NotReadableError" }))).toMatchObject({
      stream,
      refusal: { which: "camera", why: "busy" },
    });
    expect(await openDevices(kept, browser({ both: "NotFoundError", audio: "NotFoundError" }))).toMatchObject({
      stream,
      refusal: { which: "microphone", why: "none" },
    });
    const bare = browser({ both: "NotFoundError", audio: "NotFoundError", video: "NotFoundError" });
    expect(await openDevices(kept, bare)).toMatchObject({ stream: null, refusal: { which: "both", why: "none" } });
  });

  it("leaves the camera alone when only sound is wished", async () => {
    const quiet = browser({});
    await openDevices({ ...kept, wishes: { microphone: true, camera: false } }, quiet);
    expect(quiet.asked).toEqual(["audio"]);
  });
});
