/** The shapes of the HTTP API by the names the pages use; generated ones come from `npm run api:types`. */
import type { ConsentKind, SafetyKind } from "./protocol";
import type { components } from "./schema";

export type { ConsentKind, SafetyKind } from "./protocol";

type Schema = components["schemas"];

export type Session = Schema["Session"];
export type RowState = Session["row"];
export type InviteState = Schema["InviteState"];
export type SessionList = Schema["SessionList"];
export type Invite = Schema["Invite"];
export type Me = Schema["Me"];
export type CrisisLine = Schema["CrisisLine"];
export type HelpIn = Schema["HelpIn"];
export type PartnerHeld = Schema["Held"];
export type CodeAsked = Schema["CodeAsked"];
export type DataToken = Schema["DataToken"];
export type MyPlace = Schema["Place"];
export type PartnerPackage = Schema["Package"];
export type ConsentText = Schema["ConsentText"];
export type Config = Omit<Schema["Config"], "consents"> & { consents: Record<ConsentKind, ConsentText> };
export type ConsentStanding = Schema["Standing"];
export type PartnerView = Omit<Schema["PartnerView"], "consents"> & {
  consents: Record<ConsentKind, ConsentStanding | null>;
};
export type InviteLook = Schema["Looked"];
export type LivekitToken = Schema["TokenMinted"];
export type StoredHint = Schema["StoredHint"];
export type HintMark = NonNullable<StoredHint["mark"]>;
export type StoredSafety = Omit<Schema["StoredSafetyCard"], "kind"> & { kind: SafetyKind };
export type StoredHints = { hints: StoredHint[]; safety: StoredSafety[] };
export type Summary = Schema["Summary"];
export type ConsentLedger = Schema["Ledger"];
export type Everything = Schema["Everything"];
export type PrivateNotes = Schema["PrivateNotes"];
export type CoachWoken = Schema["CoachLaunch"];
export type RecordingView = Schema["RecordingView"];
export type RecordingState = RecordingView["state"];
export type Recording = Schema["Recording"];
export type SoundFile = Schema["SoundFile"];
