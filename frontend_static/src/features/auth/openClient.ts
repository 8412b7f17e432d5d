import { AuthClient } from "@supabase/auth-js";
import type { Config } from "@/api/types";
import { deviceStore } from "@/app/storage";
import { inDeviceTime } from "./deviceTime";

/** Supabase Auth's client for this deployment. The API has answered by now, so the server's clock is known. */
export function openClient(config: Config): InstanceType<typeof AuthClient> {
  return new AuthClient({
    url: `${config.supabase_url.replace(/\/$/, "")}/auth/v1`,
    headers: { apikey: config.supabase_anon_key, Authorization: `Bearer ${config.supabase_anon_key}` },
    storageKey: "nbp.auth",
    storage: inDeviceTime(deviceStore),
    persistSession: true,
    autoRefreshToken: true,
    detectSessionInUrl: false,
    flowType: "implicit",
  });
}
