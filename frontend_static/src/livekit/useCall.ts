import { useSyncExternalStore } from "react";
import type { Call } from "./call";
import type { CallState } from "./callState";

export function useCallState(call: Call): CallState {
  return useSyncExternalStore(call.subscribe, call.read);
}
