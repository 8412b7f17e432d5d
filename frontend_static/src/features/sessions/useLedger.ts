import { useQuery } from "@tanstack/react-query";
import { useFacilitator } from "@/features/auth/useAuth";

/** What the Partner agreed to and took back in a session. */
export function useLedger(sessionId: string) {
  const { userId, api } = useFacilitator();
  return useQuery({ queryKey: [userId, "consents", sessionId], queryFn: ({ signal }) => api.consents(sessionId, { signal }) });
}
