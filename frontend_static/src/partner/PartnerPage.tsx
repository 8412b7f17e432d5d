import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import { partnerApi, publicApi, type PartnerApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { Config, PartnerView } from "@/api/types";
import { Pending } from "@/app/Pending";
import { Button } from "@/ui/button";
import { sayError } from "@/words/errors";
import { shell } from "@/words/shell";
import { Door } from "./Door";
import { LeftPage } from "./LeftPage";
import { PartnerRoom } from "./PartnerRoom";
import { openSeat, type Seat } from "./seat";

interface Place {
  seat: Seat;
  api: PartnerApi;
  config: Config;
  /** The Partner's own standing, once the invitation is theirs. */
  view: PartnerView | null;
}

/** Finds this browser's seat. A bearer that is no longer known is put away, and the door asks anew. */
async function findPlace(invite: string): Promise<Place> {
  const [seat, config] = await Promise.all([openSeat(invite), publicApi.config()]);
  const api = partnerApi(() => seat.token);
  let view: PartnerView | null = null;
  if (seat.token) {
    try {
      view = await api.view();
    } catch (error) {
      const { status } = asProblem(error);
      if (status !== 401 && status !== 403 && status !== 404) throw error;
      seat.forget();
    }
  }
  return { seat, api, config, view };
}

function Steps({ invite, place }: { invite: string; place: Place }) {
  const { seat, api, config } = place;
  const [view, setView] = useState(place.view);
  const [step, setStep] = useState<"door" | "room" | "left" | "ended">(
    place.view?.status === "ended" ? "ended" : place.view && seat.inCall ? "room" : "door",
  );
  const enter = (next: PartnerView) => {
    seat.setInCall(true);
    setView(next);
    setStep("room");
  };
  const out = (why: "left" | "ended") => {
    seat.setInCall(false);
    setStep(why);
  };
  if (step === "room" && view) {
    return <PartnerRoom seat={seat} api={api} config={config} view={view} onOut={out} />;
  }
  if ((step === "left" || step === "ended") && view) {
    return (
      <LeftPage
        api={api}
        config={config}
        name={view.facilitator_name}
        ended={step === "ended"}
        onBack={async () => enter(await api.view())}
      />
    );
  }
  return <Door invite={invite} seat={seat} api={api} config={config} standing={view} onEnter={enter} />;
}

export default function PartnerPage() {
  const { token = "" } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ["partner", token],
    queryFn: () => findPlace(token),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (data) return <Steps key={token} invite={token} place={data} />;
  if (error) {
    return (
      <main className="mx-auto flex w-full max-w-120 flex-col gap-6 px-4 py-12">
        <p role="alert" className="text-lead">
          {sayError(error)}
        </p>
        <Button className="self-start" onClick={() => void refetch()}>
          {shell.tryAgain}
        </Button>
      </main>
    );
  }
  return <Pending />;
}
