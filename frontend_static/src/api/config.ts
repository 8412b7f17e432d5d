import { useEffect, useState } from "react";
import { call } from "./call";
import { mayRetry, retryDelay } from "./retry";
import type { Config } from "./types";

/** One question for the running configuration; anybody may ask. */
export const fetchConfig = (): Promise<Config> => call<Config>("/config");

async function ask(): Promise<Config> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await fetchConfig();
    } catch (error) {
      if (!mayRetry(failures, error)) throw error;
      await new Promise((done) => setTimeout(done, retryDelay(failures)));
    }
  }
}

let asked: Promise<Config> | null = null;

/** The running configuration, asked once a visit. Without the query library, which the first page does not load. Throws Problem. */
export function askConfig(): Promise<Config> {
  asked ??= ask().catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}

/** Undefined until it is known; asked anew when the connection comes back. */
export function useConfig(): Config | undefined {
  const [config, setConfig] = useState<Config>();
  useEffect(() => {
    let here = true;
    const look = () => {
      askConfig().then(
        (known) => here && setConfig(known),
        () => undefined,
      );
    };
    look();
    window.addEventListener("online", look);
    return () => {
      here = false;
      window.removeEventListener("online", look);
    };
  }, []);
  return config;
}
