import type { GoTrueClient as AuthClient, Session } from "@supabase/auth-js";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { facilitatorApi } from "@/api/facilitator";
import { openAuth } from "./session";
import { AuthContext, type Auth } from "./useAuth";

/** Knows who is signed in. Waits for the configuration, then for the kept session. */
export function AuthProvider({ children }: { children: ReactNode }) {
  const [{ client, failed }, setOpened] = useState<{ client?: AuthClient; failed?: { error: unknown } }>({});
  const [tries, setTries] = useState(0);
  const [known, setKnown] = useState<{ client: AuthClient; session: Session | null } | null>(null);

  useEffect(() => {
    let here = true;
    openAuth().then(
      (client) => here && setOpened({ client }),
      (error: unknown) => here && setOpened({ failed: { error } }),
    );
    return () => {
      here = false;
    };
  }, [tries]);

  useEffect(() => {
    if (!failed) return;
    const again = () => setTries((n) => n + 1);
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [failed]);

  useEffect(() => {
    if (!client) return;
    const { data } = client.onAuthStateChange((_event, session) => setKnown({ client, session }));
    return () => data.subscription.unsubscribe();
  }, [client]);

  // A refreshed token is no new person: below only the person matters, not the session object.
  const settled = known !== null && known.client === client;
  const userId = settled ? known.session?.user.id : undefined;
  const email = (settled && known.session?.user.email) || "";
  const auth = useMemo<Auth>(() => {
    if (!client) {
      return failed ? { state: "unavailable", error: failed.error, retry: () => setTries((n) => n + 1) } : { state: "loading" };
    }
    if (!settled) return { state: "loading" };
    if (!userId) return { state: "signed-out", client };
    return {
      state: "signed-in",
      client,
      userId,
      email,
      api: facilitatorApi(async () => (await client.getSession()).data.session?.access_token ?? null),
      signOut: async () => {
        await client.signOut({ scope: "local" });
      },
    };
  }, [client, failed, settled, userId, email]);

  return <AuthContext value={auth}>{children}</AuthContext>;
}
