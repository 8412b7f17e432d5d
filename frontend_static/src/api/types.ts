/** The shapes of the HTTP API, as the pages use them. */
export type RowState =
  | "Invited, not opened"
  | "Partner is here"
  | "Live now"
  | "Writing notes"
  | "Notes ready"
  | "Mail failed"
  | "Ended";

export type InviteState = { status: "none" | "open" | "redeemed" | "revoked" | "expired"; expires_at: string | null };

export type Session = {
  id: string;
  partner_label: string | null;
  status: "invited" | "waiting" | "live" | "ended";
  row: RowState;
  scheduled_for: string | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  minutes: number | null;
  invite: InviteState | null;
  consent: { listening: boolean; at: string | null } | null;
  partner_name: string | null;
  coach: { state: string; at: string | null } | null;
};

export type SessionList = { sessions: Session[]; next: string | null };
export type Invite = { url: string; expires_at: string };
export type Me = { user_id: string; email: string; display_name: string | null };
export type CrisisLine = { name: string; number: string; hours: string };
export type ConsentKind = "listening" | "recording" | "copy";
export type ConsentText = { version: string; text: string };

export type Config = {
  supabase_url: string;
  supabase_anon_key: string;
  livekit_url: string;
  country: string;
  emergency: string;
  crisis_lines: CrisisLine[];
  transcript_days: number;
  where: string;
  company: string | null;
  consents: Record<ConsentKind, ConsentText>;
};

export type ConsentStanding = { granted: boolean; version: string; at: string };
export type PartnerView = {
  session_id: string;
  status: Session["status"];
  facilitator_name: string;
  display_name: string | null;
  consents: Record<ConsentKind, ConsentStanding | null>;
  facilitator_here: boolean;
};

export type InviteLook = {
  facilitator_name: string;
  status: "open" | "yours";
  expires_at: string;
  country: string;
  emergency: string;
};

export type LivekitToken = {
  url: string;
  token: string;
  room: string;
  identity: string;
  expires_at: string;
  identities: { facilitator: string; partner: string; coach: string };
};

export type StoredHint = {
  seq: number;
  id: string;
  text: string;
  source: "ai" | "built-in";
  step: string | null;
  at: string;
  latency_ms: number | null;
};
export type SafetyKind = "self" | "self_harm" | "other" | "child" | "abuse_at_home" | "medical" | "psychosis";
export type StoredSafety = { seq: number; kind: SafetyKind; at: string; acknowledged_at: string | null };
export type StoredHints = { hints: StoredHint[]; safety: StoredSafety[] };

export type Summary = {
  status: "none" | "writing" | "ready" | "mail_failed";
  source: "ai" | "extractive" | null;
  text: string | null;
  html: string | null;
  mailed_at: string | null;
  error: string | null;
};
