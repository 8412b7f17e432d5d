/** What a refused camera or microphone means, and where this browser lets one allow it again. */
import { call } from "./words";

export type Refusal = "denied" | "busy" | "none";

export function refusalOf(error: unknown): Refusal {
  const name = (error as { name?: unknown } | null)?.name;
  if (name === "NotFoundError" || name === "OverconstrainedError" || name === "DevicesNotFoundError") return "none";
  if (name === "NotReadableError" || name === "AbortError" || name === "TrackStartError") return "busy";
  return "denied";
}

/** Mail and chat apps that show pages in their own window mostly cannot open calls. */
export function isInApp(agent: string, hasDevices: boolean): boolean {
  return !hasDevices || /FBAN|FBAV|Instagram|Line\/|MicroMessenger|GSA\/|; wv\)/.test(agent);
}

export function canOpenCalls(): boolean {
  return !isInApp(navigator.userAgent, typeof navigator.mediaDevices?.getUserMedia === "function");
}

/** The sentence for what was refused at the door. `name` is the other person's. */
export function refusalWords(refused: { which: "camera" | "microphone" | "both"; why: Refusal; message: string }, name: string, agent: string): string {
  const { preview, denied, refused: words } = call;
  if (refused.why === "none") {
    return refused.which === "both" ? words.noneOfBoth(name) : refused.which === "camera" ? preview.noneCamera(name) : preview.none(name);
  }
  if (refused.why === "busy") return refused.which === "microphone" ? preview.busyMicrophone : preview.busy;
  const help = `${denied.which[refused.which]} ${allowWords(agent, refused.message)}`;
  return refused.which === "both" ? `${help} ${preview.listenOnly(name)}` : help;
}

/** 5.5 for this browser; `system` when the browser itself was refused by the computer. */
export function allowWords(agent: string, message = ""): string {
  const { denied } = call;
  const where = /system/i.test(message)
    ? denied.system
    : /iPhone|iPad/.test(agent)
      ? denied.iphone
      : /Android/.test(agent)
        ? denied.android
        : /Firefox\//.test(agent)
          ? denied.firefox
          : /Chrome\/|Chromium\/|Edg\//.test(agent)
            ? denied.chrome
            : denied.safari;
  return `${where} ${denied.then}`;
}
