import { PROBLEM } from "@/api/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import type { FacilitatorApi } from "@/api/facilitator";
import { askConfig } from "@/api/config";
import { asProblem } from "@/api/problem";
import { serverNow } from "@/api/serverTime";
import type { Config, Session } from "@/api/types";
import { Pending } from "@/app/Pending";
import { usePage } from "@/app/usePage";
import { useFacilitator } from "@/features/auth/useAuth";
import { Call } from "@/livekit/call";
import { readDevices } from "@/livekit/keptDevices";
import { NotInRoom } from "@/livekit/NotInRoom";
import { RoomScope } from "@/livekit/RoomScope";
import { useCallState } from "@/livekit/useCall";
import { whoIsHeard, whoMayHear } from "@/livekit/whoMayHear";
import { FacilitatorMark, FacilitatorRecord, PartnersWord } from "@/features/recording/FacilitatorRecording";
import { openRecording } from "@/features/recording/openRecording";
import { SessionTrouble } from "@/features/sessions/SessionTrouble";
import { announce } from "@/ui/announce";
import { session as words } from "./words";
import { CoachLink } from "./coachLink";
import { EndedPage, SessionEndedPage } from "./EndedPage";
import { FacilitatorDoor } from "./FacilitatorDoor";
import { readChoices } from "./panelChoices";
import { RoomInside } from "./RoomInside";
import { tabStore } from "@/app/storage";

const inKey = (id: string) => `nbp.in.${id}`;
/** ms */
const DOOR_MS = 4_000;
const clearedKey = (id: string) => `nbp.cleared.${id}`;

function openRoom(api: FacilitatorApi, sessionId: string) {
  const { wishes, devices } = readDevices();
  const call = new Call(
    {
      ticket: () => api.livekitToken(sessionId),
      mayHear: (identities) => whoMayHear("facilitator", identities, false),
      isHeard: (identities) => whoIsHeard("facilitator", identities),
      judge: (error) => {
        const { slug, status } = asProblem(error);
        if (slug === PROBLEM.sessionEnded) return "ended";
        return status >= 400 && status < 500 && status !== 429 ? "final" : "retry";
      },
    },
    wishes,
    devices,
  );
  const coach = () => call.identities?.coach;
  const link = new CoachLink(
    {
      hear: (topic, open) => call.hear(topic, coach, open),
      ask: (method, payload) => {
        const identity = coach();
        return identity ? call.ask(identity, method, payload) : Promise.reject(new Error("not in the room"));
      },
    },
    {
      hints: () => api.hints(sessionId),
      wake: () => api.wakeCoach(sessionId),
      saveMark: (id, mark) => api.markHint(sessionId, id, mark),
      cleared: {
        ids: (tabStore.getItem(clearedKey(sessionId)) ?? "").split(" ").filter(Boolean),
        keep: (ids) => tabStore.setItem(clearedKey(sessionId), ids.join(" ")),
      },
      onHint: (summary, suggestion) => {
        const { says } = readChoices();
        if (says === "off") return;
        const all = [summary, suggestion].filter(Boolean).join(" ");
        announce(says === "short" ? words.panel.announcedShort : words.panel.announced(says === "all" ? all : suggestion || summary));
      },
      onAlarm: () => announce(words.safety.title, "assertive"),
      now: serverNow,
    },
  );
  const calls = api.recording(sessionId);
  const recording = openRecording(call, calls, {
    side: "facilitator",
    sessionId,
    agreed: false,
    tellStop: async () => {
      await calls.change("stopped");
    },
  });
  return { call, link, ...recording };
}

function Room({
  session,
  config,
  onOut,
}: {
  session: Session;
  config: Config;
  onOut: (why: "left" | "ended", minutes?: number | null) => void;
}) {
  const { api } = useFacilitator();
  const [{ call, link, recording, attend }] = useState(() => openRoom(api, session.id));
  const state = useCallState(call);
  const [wasIn, setWasIn] = useState(false);
  if (!wasIn && state.at === "open") setWasIn(true);

  useEffect(() => {
    const close = link.open();
    const away = attend();
    void call.join();
    return () => {
      close();
      away();
      void call.leave();
    };
  }, [call, link, attend]);
  useEffect(() => {
    if (state.at === "ended") onOut("ended");
  }, [state.at, onOut]);
  // A fresh connection may have missed what streamed meanwhile.
  const open = state.at === "open";
  useEffect(() => {
    if (open) void link.refetch();
  }, [open, link]);

  const inside = open || state.at === "reconnecting" || (wasIn && state.at === "connecting");
  if (!inside) return <NotInRoom state={state} name={null} onJoin={() => void call.join()} onLeave={() => onOut("left")} />;
  return (
    <RoomScope call={call}>
      <RoomInside
        {...{ call, link, config, session }}
        marks={<FacilitatorMark call={call} recording={recording} />}
        news={<PartnersWord recording={recording} />}
        extraSettings={<FacilitatorRecord call={call} recording={recording} />}
        onLeave={() => onOut("left")}
        onEnd={async () => {
          const ended = await api.endSession(session.id);
          onOut("ended", ended.minutes);
        }}
      />
    </RoomScope>
  );
}

/** 3.8: door, room and end of one session for its Facilitator. A reload in the room comes straight back into it. */
export default function FacilitatorRoom({ sessionId }: { sessionId: string }) {
  const { userId, api, email } = useFacilitator();
  const queries = useQueryClient();
  const [step, setStep] = useState<"door" | "room" | "left" | "ended">(() =>
    tabStore.getItem(inKey(sessionId)) ? "room" : "door",
  );
  const [minutes, setMinutes] = useState<number | null>(null);
  usePage(words.title, false);
  const found = useQuery({
    queryKey: [userId, "session", sessionId],
    queryFn: ({ signal }) => api.session(sessionId, { signal }),
    refetchOnWindowFocus: false,
    // at the door: whether the Partner has come meanwhile
    refetchInterval: step === "door" ? DOOR_MS : false,
  });
  const config = useQuery({
    queryKey: ["config"],
    queryFn: askConfig,
    staleTime: Infinity,
  });
  const enter = () => {
    tabStore.setItem(inKey(sessionId), "1");
    setStep("room");
  };
  const out = useCallback(
    (why: "left" | "ended", known?: number | null) => {
      tabStore.removeItem(inKey(sessionId));
      setStep(why);
      if (why !== "ended") return;
      setMinutes(known ?? null);
      void queries.invalidateQueries({ queryKey: [userId, "sessions"] });
      if (known !== undefined) return;
      // Ended elsewhere: the length is the server's to say.
      void api.session(sessionId).then((one) => setMinutes(one.minutes), () => setMinutes(null));
    },
    [api, queries, sessionId, userId],
  );

  const error = found.error ?? config.error;
  if (error && !(found.data && config.data)) {
    return (
      <SessionTrouble
        error={error}
        retry={() => {
          void found.refetch();
          void config.refetch();
        }}
      />
    );
  }
  if (!found.data || !config.data) return <Pending />;
  if (step === "door") return <FacilitatorDoor session={found.data} config={config.data} onEnter={enter} />;
  if (step === "room") return <Room session={found.data} config={config.data} onOut={out} />;
  const left = { sessionId, minutes, email, onBack: enter };
  return step === "ended" ? <SessionEndedPage {...left} /> : <EndedPage {...left} ended={false} notes="none" />;
}
