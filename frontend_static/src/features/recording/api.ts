/** The recording's own calls to the API; the same for both people, each with their own bearer. */
import { call, type Bearer } from "@/api/call";
import type { RecordingState, RecordingView } from "@/api/types";

export interface Piece {
  part: string;
  /** From 0, in order. */
  n: number;
  /** ms, by the server's clock: when the part began. */
  startedAtMs: number;
  mediaType: string;
  sound: Blob;
  /** Nothing follows in this part. */
  last: boolean;
}

/** `query`: what says whose data it is, where the bearer opens more than one Partner's. */
export function recordingApi(sessionId: string, bearer: Bearer, query = "") {
  const at = `/sessions/${encodeURIComponent(sessionId)}/recording`;
  return {
    view: (o: { signal?: AbortSignal } = {}) => call<RecordingView>(at + query, { ...o, bearer }),
    change: (state: Exclude<RecordingState, "off">) =>
      call<RecordingView>(at, { method: "PUT", body: { state }, bearer, keepalive: true }),
    remove: () => call<undefined>(at + query, { method: "DELETE", bearer }),
    send: ({ part, n, startedAtMs, mediaType, sound, last }: Piece) => {
      const query = new URLSearchParams({ started_at: new Date(startedAtMs).toISOString() });
      if (last) query.set("last", "true");
      return call<{ state: RecordingState }>(`${at}/parts/${part}/pieces/${n}?${query}`, {
        method: "PUT",
        raw: { data: sound, type: mediaType },
        bearer,
      });
    },
  };
}
export type RecordingApi = ReturnType<typeof recordingApi>;
