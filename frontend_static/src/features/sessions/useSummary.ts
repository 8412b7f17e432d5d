import { useQuery } from "@tanstack/react-query";
import { useFacilitator } from "@/features/auth/useAuth";

/** The summary; asked again every two seconds while it is being written. */
export function useSummary(sessionId: string) {
  const { userId, api } = useFacilitator();
  return useQuery({
    queryKey: [userId, "summary", sessionId],
    queryFn: ({ signal }) => api.summary(sessionId, { signal }),
    refetchInterval: (query) => (query.state.data?.status === "writing" ? 2000 : false),
  });
}
