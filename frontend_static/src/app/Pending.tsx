import { Loading, Skeleton } from "@/ui/skeleton";

/** Stands while a page's code arrives. */
export function Pending() {
  return (
    <main className="mx-auto w-full max-w-[65rem] p-4 sm:p-8">
      <Loading>
        <Skeleton className="mb-6 h-9 w-48" />
        <Skeleton className="h-32 w-full" />
      </Loading>
    </main>
  );
}
