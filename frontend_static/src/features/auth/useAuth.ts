import type { GoTrueClient as AuthClient } from "@supabase/auth-js";
import { createContext, useContext } from "react";
import type { FacilitatorApi } from "@/api/facilitator";

export type Auth =
  | { state: "loading" }
  | { state: "unavailable"; error: unknown; retry: () => void }
  | { state: "signed-out"; client: AuthClient }
  | {
      state: "signed-in";
      client: AuthClient;
      userId: string;
      email: string;
      api: FacilitatorApi;
      signOut: () => Promise<void>;
    };

export const AuthContext = createContext<Auth | null>(null);

export function useAuth(): Auth {
  const auth = useContext(AuthContext);
  if (!auth) throw new Error("useAuth needs AuthProvider");
  return auth;
}

/** For pages behind RequireSignIn: the signed-in Facilitator, with the API in their name. */
export function useFacilitator(): Extract<Auth, { state: "signed-in" }> {
  const auth = useAuth();
  if (auth.state !== "signed-in") throw new Error("useFacilitator needs RequireSignIn");
  return auth;
}
