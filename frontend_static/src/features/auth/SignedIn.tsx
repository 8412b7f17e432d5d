import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { createQueries } from "@/app/queries";
import { KeptTimeZone } from "./KeptTimeZone";
import { RequireSignIn } from "./RequireSignIn";
import { useFacilitator, type Auth } from "./useAuth";

/** What was read in somebody's name goes with their sign-in. */
const readBy = new WeakMap<Auth, QueryClient>();

function Queries({ children }: { children: ReactNode }) {
  const auth = useFacilitator();
  let queries = readBy.get(auth);
  if (!queries) readBy.set(auth, (queries = createQueries()));
  return (
    <QueryClientProvider key={auth.userId} client={queries}>
      <KeptTimeZone>{children}</KeptTimeZone>
    </QueryClientProvider>
  );
}

/** Around every page of a signed-in Facilitator. */
export function SignedIn({ children }: { children: ReactNode }) {
  return (
    <RequireSignIn>
      <Queries>{children}</Queries>
    </RequireSignIn>
  );
}
