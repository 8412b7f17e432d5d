import { PROBLEM } from "@/api/protocol";
import { useEffect, useMemo, useState } from "react";
import type { PartnerApi } from "@/api/partner";
import { asProblem, type Slug } from "@/api/problem";
import type { Config, PartnerView } from "@/api/types";
import { usePage } from "@/app/usePage";
import { Call } from "@/livekit/call";
import { readDevices } from "@/livekit/keptDevices";
import { NotInRoom } from "@/livekit/NotInRoom";
import { RoomScope } from "@/livekit/RoomScope";
import { useCallState } from "@/livekit/useCall";
import { whoIsHeard, whoMayHear } from "@/livekit/whoMayHear";
import { openRecording } from "@/features/recording/openRecording";
import { partner } from "./words";
import { Listening } from "./listening";
import { RoomInside } from "./RoomInside";
import type { Seat } from "./seat";

/** Refusals after which nobody needs to be told of a stop any more. */
const OVER = new Set<Slug>([PROBLEM.sessionEnded, PROBLEM.unauthorized, PROBLEM.notFound]);

function openRoom(seat: Seat, api: PartnerApi, config: Config, view: PartnerView) {
  const granted = view.consents.listening?.granted ?? false;
  // What the media server is told; changed before anything else hears of it.
  const gate = { coach: granted && !seat.untold };
  const { wishes, devices } = readDevices();
  const call = new Call(
    {
      ticket: () => api.livekitToken(),
      mayHear: (identities) => whoMayHear("partner", identities, gate.coach),
      isHeard: (identities) => whoIsHeard("partner", identities),
      judge: (error) => {
        const { slug, status } = asProblem(error);
        if (slug === PROBLEM.sessionEnded) return "ended";
        return status >= 400 && status < 500 && status !== 429 ? "final" : "retry";
      },
    },
    wishes,
    devices,
  );
  const listening = new Listening(
    {
      permit: (allowed) => {
        gate.coach = allowed;
        if (allowed) call.permit();
        else void call.withdraw();
      },
      tell: async (on) => {
        try {
          await api.consent("listening", on, config.consents.listening.version);
        } catch (error) {
          if (on || !OVER.has(asProblem(error).slug)) throw error;
        }
      },
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      keepUntold: seat.setUntold,
    },
    granted,
    seat.untold,
  );
  const recording = openRecording(call, api.recording(view.session_id), {
    side: "partner",
    sessionId: view.session_id,
    agreed: view.consents.recording?.granted ?? false,
    tellStop: async () => {
      try {
        await api.consent("recording", false, config.consents.recording.version);
      } catch (error) {
        if (!OVER.has(asProblem(error).slug)) throw error;
      }
    },
  });
  return { call, listening, ...recording };
}

/** 3.7: be with a person. Joins when shown, leaves when gone. */
export function PartnerRoom({
  seat,
  api,
  config,
  view,
  onChange,
  onOut,
}: {
  seat: Seat;
  api: PartnerApi;
  config: Config;
  view: PartnerView;
  onChange: (view: PartnerView) => void;
  onOut: (why: "left" | "ended") => void;
}) {
  const [{ call, listening, recording, attend }] = useState(() => openRoom(seat, api, config, view));
  const state = useCallState(call);
  const [wasIn, setWasIn] = useState(false);
  if (!wasIn && state.at === "open") setWasIn(true);
  usePage("Call", false);

  useEffect(() => {
    const away = attend();
    void call.join();
    return () => {
      away();
      void call.leave();
    };
  }, [call, attend]);
  useEffect(() => {
    if (state.at === "ended") onOut("ended");
  }, [state.at, onOut]);

  const name = view.facilitator_name || partner.door.someone;
  const leave = useMemo(
    () => () => {
      void call.leave();
      onOut("left");
    },
    [call, onOut],
  );
  const inside = state.at === "open" || state.at === "reconnecting" || (wasIn && state.at === "connecting");
  if (!inside) return <NotInRoom state={state} name={name} onJoin={() => void call.join()} onLeave={leave} />;
  return (
    <RoomScope call={call}>
      <RoomInside {...{ call, listening, recording, api, config, view, name, onChange }} onLeave={leave} />
    </RoomScope>
  );
}
