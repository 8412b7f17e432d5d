/** Cameras, microphones and screens that need no device and no permission: quiet drawings on a canvas. */

type Painter = (c: CanvasRenderingContext2D, w: number, h: number) => void;

const person =
  (wall: string, skin: string, shirt: string): Painter =>
  (c, w, h) => {
    c.fillStyle = wall;
    c.fillRect(0, 0, w, h);
    c.fillStyle = shirt;
    c.beginPath();
    c.ellipse(w / 2, h * 1.05, w * 0.24, h * 0.38, 0, 0, Math.PI * 2);
    c.fill();
    c.fillStyle = skin;
    c.beginPath();
    c.ellipse(w / 2, h * 0.47, h * 0.17, h * 0.22, 0, 0, Math.PI * 2);
    c.fill();
  };

const screen: Painter = (c, w, h) => {
  c.fillStyle = "#ffffff";
  c.fillRect(0, 0, w, h);
  c.fillStyle = "#4a4a55";
  for (let line = 0; line < 9; line += 1) c.fillRect(w * 0.1, h * (0.1 + line * 0.09), w * (line % 3 === 2 ? 0.5 : 0.78), h * 0.03);
};

export const paints = {
  facilitator: person("#7d8a86", "#c9a184", "#3f5a55"),
  partner: person("#a08f7b", "#8d5f45", "#6a4b5c"),
  me: person("#8a8578", "#dcb79a", "#4d5f7a"),
  screen,
};

/** A picture that keeps coming: a video element that is attached late shows it too. */
export function videoTrack(paint: Painter): MediaStreamTrack {
  const canvas = document.createElement("canvas");
  canvas.width = 480;
  canvas.height = 270;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  const draw = () => paint(context, canvas.width, canvas.height);
  draw();
  realEvery(draw, 500);
  const track = canvas.captureStream(2).getVideoTracks()[0];
  if (!track) throw new Error("the canvas gives no picture");
  return track;
}
const realEvery = window.setInterval.bind(window);

/** A tone that the level bar sees, or one so faint that only digital zeros are fainter. */
export function audioTrack(audible = false): MediaStreamTrack {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  const loudness = context.createGain();
  loudness.gain.value = audible ? 0.5 : 0.0005;
  tone.connect(loudness).connect(out);
  tone.start();
  const track = out.stream.getAudioTracks()[0];
  if (!track) throw new Error("no sound track");
  return track;
}

export type Devices = "fine" | "denied" | "denied-by-system" | "busy" | "none" | "asking" | "absent";

const found = [
  ["audioinput", "mic-1", "Built-in microphone"],
  ["audioinput", "mic-2", "Headset"],
  ["videoinput", "cam-1", "Built-in camera"],
  ["audiooutput", "out-1", "Built-in speakers"],
].map(([kind, deviceId, label]) => ({ kind, deviceId, label, groupId: "", toJSON: () => ({}) }) as MediaDeviceInfo);

/** What the page asks the browser for, answered as a person's devices would be. */
export function placeDevices(devices: Devices): void {
  const refuse = (name: string, message = "") => Promise.reject(new DOMException(message, name));
  const getUserMedia = ({ audio, video }: MediaStreamConstraints = {}): Promise<MediaStream> => {
    document.documentElement.dataset["asked"] = "yes";
    switch (devices) {
      case "asking":
        return new Promise(() => undefined);
      case "denied":
        return refuse("NotAllowedError", "Permission denied");
      case "denied-by-system":
        return refuse("NotAllowedError", "Permission denied by system");
      case "none":
        return refuse("NotFoundError", "Requested device not found");
      case "busy":
        if (video) return refuse("NotReadableError", "Could not start video source");
    }
    return Promise.resolve(new MediaStream([...(audio ? [audioTrack(true)] : []), ...(video ? [videoTrack(paints.me)] : [])]));
  };
  const listed = devices === "none" ? found.filter((one) => one.kind === "audiooutput") : found;
  const stood =
    devices === "absent"
      ? undefined
      : {
          getUserMedia,
          getDisplayMedia: () => Promise.resolve(new MediaStream([videoTrack(paints.screen)])),
          enumerateDevices: () => Promise.resolve(listed),
          getSupportedConstraints: () => ({}),
          addEventListener: () => undefined,
          removeEventListener: () => undefined,
        };
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: stood });
}
