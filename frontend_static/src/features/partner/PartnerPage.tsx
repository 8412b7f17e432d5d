import { PROBLEM } from "@/api/protocol";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useState } from "react";
import { fetchConfig } from "@/api/config";
import { partnerApi, type PartnerApi } from "@/api/partner";
import { asProblem } from "@/api/problem";
import type { Config, PartnerView } from "@/api/types";
import { Pending } from "@/app/Pending";
import { createQueries } from "@/app/queries";
import type { PageProps } from "@/app/routes";
import { useHash } from "@/app/useHash";
import { readInvitation } from "@/features/landing/invitation";
import { Door } from "./Door";
import { DoorProblem } from "./DoorProblem";
import { loadRoom } from "./loadRoom";
import { openSeat, type Seat } from "./seat";

const PartnerRoom = lazy(async () => ({ default: (await loadRoom()).PartnerRoom }));
const LeftPage = lazy(async () => ({ default: (await import("./LeftPage")).LeftPage }));
/** Few open it, and dialogs and a player come with it: the door is open sooner without. */
const OwnData = lazy(() => import("@/features/my-data/OwnData"));

interface Place {
  seat: Seat;
  api: PartnerApi;
  config: Config;
  /** The Partner's own standing, once the invitation is theirs. */
  view: PartnerView | null;
  /** The place was taken back, and what this browser said there can still be seen and deleted: the refusal. */
  withdrawn: unknown;
}

/** Finds this browser's seat. A bearer that is no longer known is put away, and the door asks anew; one that was taken back stays. */
async function findPlace(invite: string): Promise<Place> {
  const [seat, config] = await Promise.all([openSeat(invite), fetchConfig()]);
  const api = partnerApi(() => seat.token);
  let view: PartnerView | null = null;
  let withdrawn: unknown = null;
  if (seat.token) {
    try {
      view = await api.view();
    } catch (error) {
      const { status, slug } = asProblem(error);
      if (slug === PROBLEM.inviteRevoked) withdrawn = error;
      else if (status === 401 || status === 403 || status === 404) seat.forget();
      else throw error;
    }
  }
  return { seat, api, config, view, withdrawn };
}

type Step = "door" | "room" | "left" | "ended";

function Steps({ invite, place }: { invite: string; place: Place }) {
  const { seat, api, config } = place;
  const hash = useHash();
  const [view, setView] = useState(place.view);
  const [step, setStep] = useState<Step>(
    place.view?.status === "ended" ? "ended" : place.view && seat.inCall ? "room" : "door",
  );
  const enter = (next: PartnerView) => {
    seat.setInCall(true);
    setView(next);
    setStep("room");
  };
  const out = useCallback(
    (why: "left" | "ended") => {
      seat.setInCall(false);
      setStep(why);
      // What was changed in the call (the coach, on another device) shows on the pages after it.
      api.view().then(setView, () => undefined);
    },
    [seat, api],
  );
  const refresh = () => void api.view().then(setView, () => undefined);

  if (step === "room" && view) {
    return (
      <Suspense fallback={<Pending />}>
        <PartnerRoom seat={seat} api={api} config={config} view={view} onChange={setView} onOut={out} />
      </Suspense>
    );
  }
  if ((view || place.withdrawn) && hash === "#data") {
    return (
      <Suspense fallback={<Pending />}>
        <OwnData api={api} onGone={refresh} />
      </Suspense>
    );
  }
  if ((step === "left" || step === "ended") && view) {
    return (
      <Suspense fallback={<Pending />}>
        <LeftPage
          {...{ api, config, view }}
          ended={step === "ended"}
          onBack={async () => enter(await api.view())}
          onChange={setView}
        />
      </Suspense>
    );
  }
  if (place.withdrawn) return <DoorProblem error={place.withdrawn} name={null} hasData />;
  return <Door invite={invite} seat={seat} api={api} config={config} standing={view} onEnter={enter} />;
}

function Found({ token }: { token: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["partner", token],
    queryFn: () => findPlace(token),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (data) return <Steps key={token} invite={token} place={data} />;
  if (error) return <DoorProblem error={error} name={null} onAgain={() => void refetch()} />;
  return <Pending />;
}

export default function PartnerPage({ params: { token = "" } }: PageProps) {
  const [queries] = useState(createQueries);
  return (
    <QueryClientProvider client={queries}>
      <Found token={readInvitation(token) ?? token} />
    </QueryClientProvider>
  );
}
