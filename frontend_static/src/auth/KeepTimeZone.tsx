import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { browserTimeZone } from "@/app/timeZone";
import { useFacilitator } from "./useAuth";

/** Keeps the browser's time zone for a Facilitator who has none yet. Where that fails their mails say UTC, and no page fails. */
export function KeepTimeZone() {
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
  return null;
}
