import { useSyncExternalStore } from "react";
import type { Call, CallState } from "./call";

export function useCallState(call: Call): CallState {
  return useSyncExternalStore(call.subscribe, call.read);
}
