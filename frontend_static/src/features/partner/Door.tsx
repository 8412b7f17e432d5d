import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { PartnerApi } from "@/api/partner";
import type { Config, PartnerView } from "@/api/types";
import { Pending } from "@/app/Pending";
import { partner } from "./words";
import { DoorProblem } from "./DoorProblem";
import { loadRoom } from "./loadRoom";
import { OpenDoor } from "./OpenDoor";
import type { Seat } from "./seat";

/** 3.5: decide in calm. Opening it spends nothing and prompts for nothing. */
export function Door({
  invite,
  seat,
  api,
  config,
  standing,
  onEnter,
}: {
  invite: string;
  seat: Seat;
  api: PartnerApi;
  config: Config;
  /** What the Partner chose before, when they come back. */
  standing: PartnerView | null;
  onEnter: (view: PartnerView) => void;
}) {
  const look = useQuery({
    queryKey: ["invite", invite],
    queryFn: ({ signal }) => api.look(invite, { signal }),
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  useEffect(() => {
    // While somebody reads and decides, the room's code arrives; failing here is told when Join needs it.
    void loadRoom().catch(() => undefined);
  }, []);

  if (look.isPending) return <Pending />;
  if (look.error) {
    return <DoorProblem error={look.error} name={standing?.facilitator_name ?? null} onAgain={() => void look.refetch()} />;
  }
  return (
    <OpenDoor
      {...{ invite, seat, api, config, standing, onEnter }}
      name={look.data.facilitator_name || partner.door.someone}
      here={look.data.facilitator_here}
      emergency={look.data.emergency}
    />
  );
}
