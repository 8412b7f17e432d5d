import { SEARCH_LENGTH } from "@/api/protocol";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Plus, Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import type { Session } from "@/api/types";
import { usePage } from "@/app/usePage";
import { useFacilitator } from "@/features/auth/useAuth";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { Shapes } from "@/ui/shapes";
import { Loading, Skeleton } from "@/ui/skeleton";
import { sayError } from "@/words/errors";
import { sessions as words } from "./words";
import { InviteDialog } from "./InviteDialog";
import { SessionRow } from "./SessionRow";

// loaded once the page is shown, so that they open at once
const loadNew = async () => ({ default: (await import("./NewSessionDialog")).NewSessionDialog });
const NewSessionDialog = lazy(loadNew);
const loadChange = async () => ({ default: (await import("./ChangeDialog")).ChangeDialog });
const ChangeDialog = lazy(loadChange);
const DeleteDialog = lazy(async () => ({ default: (await import("./DeleteDialog")).DeleteDialog }));

function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** Find a session or start one. */
export function SessionsPage() {
  const { userId, api } = useFacilitator();
  const h1 = usePage(words.page);
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim(), 250);
  const [dialog, setDialog] = useState<{ is: "new" } | { is: "invite" | "change" | "delete"; session: Session } | null>(null);
  const close = () => setDialog(null);
  useEffect(() => {
    void loadNew();
    void loadChange();
  }, []);

  const list = useInfiniteQuery({
    queryKey: [userId, "sessions", q],
    queryFn: ({ pageParam, signal }) => api.sessions({ q, before: pageParam, limit: 30 }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  const rows = list.data?.pages.flatMap((page) => page.sessions) ?? [];
  const searched = q !== "" || typed !== "";

  return (
    <main className="mx-auto flex w-full max-w-[67rem] flex-1 flex-col gap-4 px-4 py-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 ref={h1} tabIndex={-1} className="grow text-h1 font-[650]">
          {words.title}
        </h1>
        <div className="relative max-sm:w-full sm:w-72">
          <Search aria-hidden className="pointer-events-none absolute top-3 left-3 size-5 stroke-[1.75] text-text-2" />
          <Input
            type="search"
            aria-label={words.search}
            placeholder={words.search}
            className="pl-10"
            maxLength={SEARCH_LENGTH}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <Button variant="primary" className="max-sm:hidden" onClick={() => setDialog({ is: "new" })}>
          <Plus aria-hidden />
          {words.new}
        </Button>
      </div>

      {list.error ? (
        <Notice
          tone="error"
          role="alert"
          action={<Button onClick={() => void list.refetch()}>{words.retry}</Button>}
        >
          {sayError(list.error)}
        </Notice>
      ) : null}

      {list.isPending ? (
        <Loading>
          <div className="flex flex-col gap-2">
            {[0, 1, 2].map((n) => (
              <Skeleton key={n} className="h-[4.5rem] w-full rounded-card!" />
            ))}
          </div>
        </Loading>
      ) : rows.length > 0 ? (
        <ul className="flex flex-col overflow-hidden rounded-card border border-line bg-surface" aria-busy={list.isPlaceholderData}>
          {rows.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              onInvite={() => setDialog({ is: "invite", session })}
              onChange={() => setDialog({ is: "change", session })}
              onDelete={() => setDialog({ is: "delete", session })}
            />
          ))}
        </ul>
      ) : list.data && !list.isPlaceholderData ? (
        searched ? (
          <div role="status" className="flex flex-wrap items-center gap-2 py-8 text-lead text-text-2">
            <p>{words.noMatch(q)}</p>
            <Button variant="link" onClick={() => setTyped("")}>
              {words.clear}
            </Button>
          </div>
        ) : (
          <div role="status" className="flex flex-col items-center gap-3 px-4 py-12 text-center">
            <Shapes className="size-36" />
            <p className="text-lead font-[600]">{words.empty}</p>
            <p className="max-w-[48ch] text-text-2">{words.emptyLead}</p>
          </div>
        )
      ) : null}

      {list.hasNextPage ? (
        <Button className="self-center" aria-disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.next}
        </Button>
      ) : null}

      <div className="sticky bottom-0 -mx-4 mt-auto -mb-8 border-t border-line bg-bg p-4 pb-[max(1rem,env(safe-area-inset-bottom))] sm:hidden">
        <Button variant="primary" wide onClick={() => setDialog({ is: "new" })}>
          <Plus aria-hidden />
          {words.new}
        </Button>
      </div>

      <Suspense>
        {dialog?.is === "new" ? <NewSessionDialog onClose={close} /> : null}
        {dialog?.is === "change" ? <ChangeDialog session={dialog.session} onClose={close} /> : null}
        {dialog?.is === "delete" ? <DeleteDialog session={dialog.session} onClose={close} onDeleted={close} /> : null}
      </Suspense>
      {dialog?.is === "invite" ? <InviteDialog session={dialog.session} onClose={close} /> : null}
    </main>
  );
}
