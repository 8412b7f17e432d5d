import { PROBLEM } from "@/api/protocol";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useRef } from "react";
import { asProblem } from "@/api/problem";
import { useFacilitator } from "@/features/auth/useAuth";
import { begin, isDue, isUnsaved, next, waitMs, type Draft, type Happened } from "./draft";
import { keep, readKept } from "./keptNotes";

/** The notes of one session: read, kept on the device while unsaved, saved a breath after the last letter and when one leaves. */
export function useNotes(sessionId: string): {
  draft: Draft;
  tell: (event: Happened) => void;
  saveNow: () => void;
  loading: boolean;
  error: unknown;
  retry: () => void;
} {
  const { userId, api } = useFacilitator();
  const [draft, tell] = useReducer(next, null, () => begin(readKept(userId, sessionId)));
  const now = useRef(draft);
  const read = useQuery({
    queryKey: [userId, "notes", sessionId],
    queryFn: ({ signal }) => api.notes(sessionId, { signal }),
    staleTime: 0,
    gcTime: 0,
  });

  const { data } = read;
  useEffect(() => {
    if (data) tell({ is: "read", saved: data });
  }, [data]);

  const save = useCallback(
    async (leaving = false) => {
      const { text, saved } = now.current;
      if (!isDue(now.current) || !saved) return;
      now.current = next(now.current, { is: "sending" });
      tell({ is: "sending" });
      try {
        tell({ is: "saved", saved: await api.saveNotes(sessionId, { text, version: saved.version }, leaving) });
      } catch (failure) {
        const problem = asProblem(failure);
        tell({ is: "refused", problem });
        if (problem.slug !== PROBLEM.conflict) return;
        await api.notes(sessionId).then(
          (theirs) => tell({ is: "read", saved: theirs }),
          () => undefined, // the next save asks again
        );
      }
    },
    [api, sessionId],
  );

  useEffect(() => {
    now.current = draft;
    keep(userId, sessionId, isUnsaved(draft) ? { text: draft.text, version: draft.saved?.version ?? 0 } : null);
    if (!isDue(draft)) return;
    const timer = setTimeout(() => void save(), waitMs(draft));
    return () => clearTimeout(timer);
  }, [draft, save, userId, sessionId]);

  useEffect(() => {
    const leave = () => void save(true);
    const online = () => void save();
    window.addEventListener("pagehide", leave);
    window.addEventListener("online", online);
    return () => {
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("online", online);
      leave();
    };
  }, [save]);

  return {
    draft,
    tell,
    saveNow: () => void save(),
    loading: read.isPending && draft.saved === null,
    error: draft.saved ? null : read.error,
    retry: () => void read.refetch(),
  };
}
