import { queryOptions, useQuery } from "@tanstack/react-query";
import { publicApi } from "./client";

/** The running configuration, asked once a visit. */
export const configQuery = queryOptions({
  queryKey: ["config"],
  queryFn: ({ signal }) => publicApi.config({ signal }),
  staleTime: Infinity,
  gcTime: Infinity,
  refetchOnWindowFocus: false,
});

export function useConfig() {
  return useQuery(configQuery);
}
