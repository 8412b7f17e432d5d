import { useQuery } from "@tanstack/react-query";
import { Redirect } from "wouter";
import { Pending } from "@/app/Pending";
import { useFacilitator } from "@/features/auth/useAuth";

/** `/facilitator`: leads to the newest session that still runs, else to the list. */
export function NewestSession() {
  const { userId, api } = useFacilitator();
  const { data, error } = useQuery({
    queryKey: [userId, "sessions", "newest"],
    queryFn: ({ signal }) => api.sessions({ limit: 1 }, { signal }),
    staleTime: 0,
  });
  if (!data && !error) return <Pending />;
  const newest = data?.sessions[0];
  return <Redirect to={newest && newest.status !== "ended" ? `/sessions/${newest.id}` : "/sessions"} replace />;
}
