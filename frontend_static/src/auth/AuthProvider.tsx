import type { GoTrueClient as AuthClient, Session } from "@supabase/auth-js";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { facilitatorApi } from "@/api/client";
import { configQuery } from "@/api/useConfig";
import { openAuth } from "./session";
import { AuthContext, type Auth } from "./useAuth";

/** Knows who is signed in. Waits for the configuration, then for the kept session. */
export function AuthProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { data: client, error, refetch } = useQuery({
    queryKey: ["auth-client"],
    queryFn: async () => openAuth(await queries.fetchQuery(configQuery)),
    staleTime: Infinity,
    gcTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const [known, setKnown] = useState<{ client: AuthClient; session: Session | null } | null>(null);

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
      return error ? { state: "unavailable", error, retry: () => void refetch() } : { state: "loading" };
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
        queries.removeQueries({ predicate: (query) => !["auth-client", "config"].includes(String(query.queryKey[0])) });
      },
    };
  }, [client, error, settled, userId, email, queries, refetch]);

  return <AuthContext value={auth}>{children}</AuthContext>;
}
