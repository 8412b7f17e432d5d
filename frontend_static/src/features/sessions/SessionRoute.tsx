import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { Pending } from "@/app/Pending";
import type { PageProps } from "@/app/routes";
import { Header } from "@/app/Shell";
import { useFacilitator } from "@/features/auth/useAuth";
import { SessionPage } from "./SessionPage";
import { SessionTrouble } from "./SessionTrouble";

const FacilitatorRoom = lazy(() => import("@/features/room/FacilitatorRoom"));

/**
 * The room while the session runs, its page once it has ended. Decided when one arrives at the address and kept until one
 * arrives again, so that the room can show its own end.
 */
function Switch({ id }: { id: string }) {
  const { userId, api } = useFacilitator();
  const { data, error, isFetchedAfterMount, refetch } = useQuery({
    queryKey: [userId, "session", id],
    queryFn: ({ signal }) => api.session(id, { signal }),
    refetchOnMount: "always",
  });
  const [arrived, setArrived] = useState<"room" | "page" | null>(null);
  if (arrived === null && data && isFetchedAfterMount) setArrived(data.status === "ended" ? "page" : "room");

  if (arrived === "room") {
    return (
      <Suspense fallback={<Pending />}>
        <FacilitatorRoom sessionId={id} />
      </Suspense>
    );
  }
  return (
    <>
      <Header />
      {arrived === "page" && data ? (
        <SessionPage session={data} />
      ) : error ? (
        <SessionTrouble error={error} retry={() => void refetch()} />
      ) : (
        <Pending />
      )}
    </>
  );
}

/** Counts how often one came to this address again while here: by a link to it, or by going back. */
function useArrivals(): number {
  const [arrivals, setArrivals] = useState(0);
  useEffect(() => {
    const here = location.pathname;
    const look = () => {
      if (location.pathname === here) setArrivals((n) => n + 1);
    };
    window.addEventListener("pushState", look);
    window.addEventListener("popstate", look);
    return () => {
      window.removeEventListener("pushState", look);
      window.removeEventListener("popstate", look);
    };
  }, []);
  return arrivals;
}

function Arrived({ id }: { id: string }) {
  return <Switch key={useArrivals()} id={id} />;
}

export function SessionRoute({ params: { id = "" } }: PageProps) {
  return <Arrived key={id} id={id} />;
}
