import { recordingApi } from "@/recording/api";
import { call, type Bearer } from "./call";
import type {
  CoachWoken,
  CodeAsked,
  Config,
  ConsentKind,
  ConsentLedger,
  DataToken,
  Everything,
  Invite,
  InviteLook,
  LivekitToken,
  Me,
  MyPlace,
  PartnerHeld,
  PartnerPackage,
  PartnerView,
  PrivateNotes,
  Session,
  SessionList,
  StoredHints,
  Summary,
} from "./types";

type Signal = { signal?: AbortSignal };

/** What anybody may ask. */
export const publicApi = {
  config: (o: Signal = {}) => call<Config>("/config", o),
};

/** What the signed-in Facilitator may ask. */
export function facilitatorApi(bearer: Bearer) {
  const at = (id: string) => `/sessions/${encodeURIComponent(id)}`;
  return {
    me: (o: Signal = {}) => call<Me>("/me", { ...o, bearer }),
    saveMe: (body: { display_name?: string | null; country?: string | null; mail_link_only?: boolean }) =>
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
    markHint: (id: string, hint: string, mark: "helped" | "not-now" | null) =>
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

/** A Partner's own data: theirs also after the place was taken back. `partner`: whose, when the bearer is a data token. */
export function dataApi(bearer: Bearer, partner?: string) {
  const query = partner ? `?${new URLSearchParams({ partner })}` : "";
  return {
    heldKey: ["partner-data", partner ?? null] as const,
    recording: (sessionId: string) => recordingApi(sessionId, bearer, query),
    held: (o: Signal = {}) => call<PartnerHeld>(`/partner/data${query}`, { ...o, bearer }),
    package: (o: Signal = {}) => call<PartnerPackage>(`/partner/data/package${query}`, { ...o, bearer }),
    forget: () => call<PartnerHeld>(`/partner/data${query}`, { method: "DELETE", bearer }),
    nameAddress: (email: string) => call<CodeAsked>(`/partner/address${query}`, { method: "POST", body: { email }, bearer }),
    confirmAddress: (request: string, code: string) =>
      call<PartnerHeld>(`/partner/address/confirm${query}`, { method: "POST", body: { request, code }, bearer }),
    forgetAddress: () => call<PartnerHeld>(`/partner/address${query}`, { method: "DELETE", bearer }),
  };
}
export type DataApi = ReturnType<typeof dataApi>;

const nobody: Bearer = () => null;
/** The way to one's data by a code mailed to a confirmed address. */
export const myDataApi = {
  ask: (email: string) => call<CodeAsked>("/my-data/codes", { method: "POST", body: { email }, bearer: nobody }),
  open: (request: string, code: string) => call<DataToken>("/my-data/token", { method: "POST", body: { request, code }, bearer: nobody }),
  places: (token: string, o: Signal = {}) => call<{ places: MyPlace[] }>("/my-data", { ...o, bearer: () => token }),
};

/** What the Partner may ask; the bearer is null until the invitation is redeemed. */
export function partnerApi(bearer: Bearer) {
  return {
    look: (token: string, o: Signal = {}) =>
      call<InviteLook>("/invites/look", { ...o, method: "POST", body: { token }, bearer }),
    redeem: (token: string, displayName?: string) =>
      call<{ partner_token: string; session: PartnerView }>("/invites/redeem", {
        method: "POST",
        body: displayName ? { token, display_name: displayName } : { token },
        bearer,
      }),
    view: (o: Signal = {}) => call<PartnerView>("/partner", { ...o, bearer }),
    /** `email`: where the copy of the summary is to go. */
    consent: (kind: ConsentKind, granted: boolean, version: string, email?: string) =>
      call<PartnerView>(`/partner/consents/${kind}`, {
        method: "PUT",
        body: email ? { granted, version, email } : { granted, version },
        bearer,
        keepalive: true,
      }),
    livekitToken: (o: Signal = {}) => call<LivekitToken>("/livekit/token", { ...o, method: "POST", body: {}, bearer }),
    ...dataApi(bearer),
  };
}
export type PartnerApi = ReturnType<typeof partnerApi>;
