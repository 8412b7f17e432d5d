import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { browserTimeZone } from "@/app/timeZone";
import { TimeZoneContext } from "@/app/useDates";
import { useFacilitator } from "./useAuth";

/**
 * Shows dates in the zone kept for the Facilitator, and keeps the browser's for one who has none yet. Where that fails their mails
 * say UTC, and no page fails.
 */
export function KeptTimeZone({ children }: { children?: ReactNode }) {
  const { userId, api } = useFacilitator();
  const queries = useQueryClient();
  const me = useQuery({ queryKey: [userId, "me"], queryFn: ({ signal }) => api.me({ signal }) });
  const missing = me.data?.time_zone === null;
  useEffect(() => {
    const time_zone = browserTimeZone();
    if (!missing || !time_zone) return;
    api.saveMe({ time_zone }).then(
      (saved) => queries.setQueryData([userId, "me"], saved),
      () => undefined,
    );
  }, [missing, api, queries, userId]);
  return <TimeZoneContext value={me.data?.time_zone ?? undefined}>{children}</TimeZoneContext>;
}
