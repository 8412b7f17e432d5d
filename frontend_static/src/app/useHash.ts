import { useLocationProperty } from "wouter/use-browser-location";

/** The address's `#part`, empty when there is none. */
export const useHash = () => useLocationProperty(() => location.hash);
