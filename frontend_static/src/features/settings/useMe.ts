import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Me } from "@/api/types";
import { useFacilitator } from "@/features/auth/useAuth";

/** Who is signed in, as the API knows them. */
export function useMe() {
  const { userId, api } = useFacilitator();
  return useQuery({ queryKey: [userId, "me"], queryFn: ({ signal }) => api.me({ signal }) });
}

/** Changes what is given and shows what the API answered. */
export function useMeChange() {
  const { userId, api } = useFacilitator();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<Pick<Me, "display_name" | "country" | "mail_link_only" | "time_zone">>) => api.saveMe(change),
    onSuccess: (me) => queries.setQueryData([userId, "me"], me),
  });
}
