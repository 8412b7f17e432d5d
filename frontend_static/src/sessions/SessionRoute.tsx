import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useLocation, useParams } from "react-router";
import { Pending } from "@/app/Pending";
import { Header } from "@/app/Shell";
import { useFacilitator } from "@/auth/useAuth";
import { SessionPage } from "./SessionPage";
import { SessionTrouble } from "./SessionTrouble";

const FacilitatorRoom = lazy(() => import("@/session/FacilitatorRoom"));

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

export function SessionRoute() {
  const { id = "" } = useParams();
  const { key } = useLocation();
  return <Switch key={`${id} ${key}`} id={id} />;
}
