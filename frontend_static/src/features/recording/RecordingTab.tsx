import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SoundFile } from "@/api/types";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { recording as words } from "./words";
import { shell } from "@/words/shell";
import type { RecordingApi } from "./api";
import { Recordings } from "./Recordings";

const JOINING_MS = 2_000;
/** Links are good for an hour. */
const LINKS_MS = 50 * 60_000;

/** The recording of one session as this person may have it. Asks again while its files are being made. */
export function RecordingTab({
  queryKey,
  api,
  names,
  people,
}: {
  queryKey: readonly unknown[];
  api: RecordingApi;
  names: Record<SoundFile["who"], string>;
  people?: ReadonlyMap<string, string>;
}) {
  const queries = useQueryClient();
  const [gone, setGone] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.view({ signal }),
    // A new link would begin the sound anew: only when it must be.
    refetchOnWindowFocus: false,
    staleTime: LINKS_MS,
    refetchInterval: (query) => (query.state.data?.recordings.some((one) => one.state === "joining") ? JOINING_MS : false),
  });
  if (error && !data) {
    return (
      <Notice tone="error" action={<Button onClick={() => void refetch()}>{shell.tryAgain}</Button>}>
        {sayError(error)}
      </Notice>
    );
  }
  if (!data) return <p className="text-text-2">{words.tab.loading}</p>;
  return (
    <Recordings
      recordings={data.recordings}
      gone={gone}
      names={names}
      people={people}
      onStale={() => void refetch()}
      onDelete={async () => {
        await api.remove();
        setGone(true);
        await queries.invalidateQueries({ queryKey });
      }}
    />
  );
}
