import { QueryClient } from "@tanstack/react-query";
import { mayRetry, retryDelay } from "@/api/retry";

/** Reads may be tried again; writes are never repeated. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, retry: mayRetry, retryDelay },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
