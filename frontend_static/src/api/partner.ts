import { recordingApi } from "@/features/recording/api";
import { browserTimeZone } from "@/app/timeZone";
import { call, type Bearer } from "./call";
import type {
  CodeAsked,
  ConsentKind,
  DataToken,
  InviteLook,
  LivekitToken,
  MyPlace,
  PartnerHeld,
  PartnerPackage,
  PartnerView,
} from "./types";

type Signal = { signal?: AbortSignal };

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
    chooseTimeZone: (time_zone: string) => call<PartnerHeld>(`/partner/time-zone${query}`, { method: "PUT", body: { time_zone }, bearer }),
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
        body: { token, time_zone: browserTimeZone(), ...(displayName ? { display_name: displayName } : {}) },
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
