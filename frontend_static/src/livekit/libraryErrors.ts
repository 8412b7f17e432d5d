import { DeviceUnsupportedError, LivekitError } from "livekit-client";

/** The library's own errors (a publication that timed out, an engine that closed), not the browser's refusal of a device. */
export function isOfTheLine(error: unknown): boolean {
  return error instanceof LivekitError && !(error instanceof DeviceUnsupportedError);
}

/** The server's own "no", not the library's "no answer". */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || error.name !== "SignalRequestError") return false;
  return !("reason" in error && error.reason === "TimeoutError");
}
