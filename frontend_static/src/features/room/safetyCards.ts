/** The fixed safety cards: what to say, ask and do, by kind. Never written by a model. */
import { DISCREET_KIND, SAFETY_KINDS, type SafetyMessage } from "@/api/protocol";
import type { Config, SafetyKind } from "@/api/types";

export interface SafetyWords {
  say: string;
  ask: string | null;
  do: string;
}

export function safetyWords(kind: SafetyKind, emergency: string): SafetyWords {
  switch (kind) {
    case "self":
      return {
        say: "I am glad you told me. Are you safe right now?",
        ask: "Are you thinking of ending your life?",
        do: `Ask where they are. Stay on the call. If it is now, call ${emergency}.`,
      };
    case "self_harm":
      return {
        say: "I am glad you told me. Are you hurt right now?",
        ask: "Are you thinking of dying?",
        do: `Ask where they are and who is near. Stay on the call. If they are hurt, call ${emergency}.`,
      };
    case "other":
      return {
        say: "I hear how strong this is. Is anyone in danger right now?",
        ask: null,
        do: `Ask them to step away from the other person. Stay on the call. If the danger is real, call ${emergency}.`,
      };
    case "child":
      return {
        say: "Thank you for speaking up. Is the child safe right now?",
        ask: null,
        do: `If not, call ${emergency}. Else call a child line today, together. Do not promise to keep it secret.`,
      };
    case "abuse_at_home":
      return {
        say: "I believe you. It is not your fault. Is it safe to talk?",
        ask: null,
        do: `If they are in danger now, call ${emergency}. Do not press them to leave. They choose the next step.`,
      };
    case "medical":
      return {
        say: "This may need a doctor right now. I stay with you.",
        ask: null,
        do: `Ask where they are and who is near. Call ${emergency}, even if they feel fine.`,
      };
    case "psychosis":
      return {
        say: "That sounds frightening. Are you safe right now?",
        ask: "Does anything tell you to hurt anyone?",
        do: `Do not argue, and do not treat it as a part. If they are told to harm, call ${emergency}.`,
      };
  }
}

type Line = Config["crisis_lines"][number];

/** The lines of a card: those for its kind first, then the crisis line; all of them where a country has none of that kind. */
export function linesFor(kind: SafetyKind, lines: Line[]): Line[] {
  const topic = kind === DISCREET_KIND ? "abuse" : kind === "child" ? "child" : "crisis";
  const about = (wanted: string) => lines.filter(({ topics }) => topics.some((one) => one === wanted));
  const first = about(topic);
  return [...new Set([...first, ...about("crisis")])].slice(0, 4);
}

export interface Alarm {
  /** Which card this is. */
  id: string;
  kind: SafetyKind;
  discreet: boolean;
  acknowledged: boolean;
}

/** A `coach.safety` body, or null when it is none. An unknown kind is shown as the gravest. */
export function readAlarm(body: string): Alarm | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { id, kind, discreet } = value as Partial<Record<keyof SafetyMessage, unknown>>;
  if (typeof id !== "string" || !id) return null;
  return {
    id,
    kind: SAFETY_KINDS.find((one) => one === kind) ?? "self",
    discreet: discreet === true || kind === DISCREET_KIND,
    acknowledged: false,
  };
}

/** Adds an alarm by its id; once acknowledged it stays so. */
export function withAlarm(alarms: Alarm[], next: Alarm): Alarm[] {
  const known = alarms.find((one) => one.id === next.id);
  const merged = { ...next, acknowledged: next.acknowledged || (known?.acknowledged ?? false) };
  return known ? alarms.map((one) => (one === known ? merged : one)) : [...alarms, merged];
}

/** What the session has stored, in its order, then what is known here alone. */
export function withStored(alarms: Alarm[], stored: Alarm[]): Alarm[] {
  const merged = stored.map((one) => ({ ...one, acknowledged: one.acknowledged || alarms.some((known) => known.id === one.id && known.acknowledged) }));
  return [...merged, ...alarms.filter((one) => !stored.some((known) => known.id === one.id))];
}
