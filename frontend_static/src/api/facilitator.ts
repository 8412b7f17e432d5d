import { recordingApi } from "@/features/recording/api";
import { call, type Bearer } from "./call";
import type {
  CoachWoken,
  ConsentLedger,
  Everything,
  HintMark,
  Invite,
  LivekitToken,
  Me,
  PrivateNotes,
  Session,
  SessionList,
  StoredHints,
  Summary,
} from "./types";

type Signal = { signal?: AbortSignal };

/** What the signed-in Facilitator may ask. */
export function facilitatorApi(bearer: Bearer) {
  const at = (id: string) => `/sessions/${encodeURIComponent(id)}`;
  return {
    me: (o: Signal = {}) => call<Me>("/me", { ...o, bearer }),
    saveMe: (body: { display_name?: string | null; country?: string | null; mail_link_only?: boolean; time_zone?: string | null }) =>
      call<Me>("/me", { method: "PATCH", body, bearer }),
    everything: () => call<Everything>("/me/everything", { bearer }),
    deleteEverything: () => call<undefined>("/me?confirm=DELETE", { method: "DELETE", bearer }),
    sessions: ({ q, before, limit }: { q?: string; before?: string; limit?: number } = {}, o: Signal = {}) => {
      const query = new URLSearchParams();
      if (q) query.set("q", q);
      if (before) query.set("before", before);
      if (limit) query.set("limit", String(limit));
      const tail = query.size ? `?${query}` : "";
      return call<SessionList>(`/sessions${tail}`, { ...o, bearer });
    },
    createSession: (body: { partner_label?: string; scheduled_for?: string }) =>
      call<Session>("/sessions", { method: "POST", body, bearer }),
    session: (id: string, o: Signal = {}) => call<Session>(at(id), { ...o, bearer }),
    saveSession: (id: string, body: { partner_label?: string | null; scheduled_for?: string | null; version?: number }) =>
      call<Session>(at(id), { method: "PATCH", body, bearer }),
    deleteSession: (id: string) => call<undefined>(at(id), { method: "DELETE", bearer }),
    endSession: (id: string) => call<Session>(`${at(id)}/end`, { method: "POST", bearer }),
    invite: (id: string) => call<Invite>(`${at(id)}/invite`, { method: "POST", body: {}, bearer }),
    withdrawInvite: (id: string) => call<undefined>(`${at(id)}/invite`, { method: "DELETE", bearer }),
    mailInvite: (id: string, email: string) =>
      call<Invite>(`${at(id)}/invite/mail`, { method: "POST", body: { email }, bearer }),
    livekitToken: (id: string, o: Signal = {}) =>
      call<LivekitToken>("/livekit/token", { ...o, method: "POST", body: { session_id: id }, bearer }),
    hints: (id: string, o: Signal = {}) => call<StoredHints>(`${at(id)}/hints`, { ...o, bearer }),
    markHint: (id: string, hint: string, mark: HintMark | null) =>
      call<undefined>(`${at(id)}/hints/${hint}/mark`, { method: "PUT", body: { mark }, bearer }),
    summary: (id: string, o: Signal = {}) => call<Summary>(`${at(id)}/summary`, { ...o, bearer }),
    mailSummary: (id: string) => call<unknown>(`${at(id)}/summary/mail`, { method: "POST", bearer }),
    consents: (id: string, o: Signal = {}) => call<ConsentLedger>(`${at(id)}/consents`, { ...o, bearer }),
    notes: (id: string, o: Signal = {}) => call<PrivateNotes>(`${at(id)}/notes`, { ...o, bearer }),
    saveNotes: (id: string, body: { text: string; version: number }, keepalive = false) =>
      call<PrivateNotes>(`${at(id)}/notes`, { method: "PUT", body, bearer, keepalive }),
    recording: (id: string) => recordingApi(id, bearer),
    /** Makes sure that the coach is there. Pressing it twice changes nothing. */
    wakeCoach: (id: string) => call<CoachWoken>(`${at(id)}/coach`, { method: "POST", bearer }),
  };
}
export type FacilitatorApi = ReturnType<typeof facilitatorApi>;
