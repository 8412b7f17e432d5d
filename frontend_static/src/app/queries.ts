import { QueryClient } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";

/** Reads are tried again twice when nothing answered or the server failed; a refusal is final. Writes are never repeated. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => {
          const { status } = asProblem(error);
          return failures < 2 && (status === 0 || status >= 500);
        },
        retryDelay: (failures) => 500 * 2 ** failures,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
