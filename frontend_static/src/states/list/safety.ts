import type { Reach, State } from "../state";
import { coachOf, room } from "./facilitatorRoom";

const base = { ...room, screen: "Safety" } as const;
const alarmed = (kind: string) => async (reach: Reach) => {
  (await coachOf(reach)).alarm(1, kind);
  await reach.until(() => document.querySelector("[data-testid=safety-card]"), "the safety card");
};

const kinds: [string, string, string][] = [
  ["self", "Danger to themselves", "Are you thinking of ending your life?"],
  ["self_harm", "Self-harm", "I am glad you told me. Are you hurt right now?"],
  ["other", "Danger to another", "I hear how strong this is. Is anyone in danger right now?"],
  ["child", "A child in danger", "Thank you for speaking up. Is the child safe right now?"],
  ["medical", "Medical", "This may need a doctor right now. I stay with you."],
  ["psychosis", "Voices", "That sounds frightening. Are you safe right now?"],
];

export const safety: State[] = [
  ...kinds.map(([kind, title, shows]): State => ({ ...base, id: `crisis-${kind}`, title, reach: alarmed(kind), shows })),
  { ...base, id: "crisis-discreet", title: "Abuse at home: passes for a hint", reach: alarmed("abuse_at_home"), shows: "Is now a good time to talk?" },
  {
    ...base,
    id: "crisis-discreet-full",
    title: "… the full card",
    reach: async (reach) => {
      await alarmed("abuse_at_home")(reach);
      await reach.press("Full card");
    },
    shows: "I believe you. It is not your fault. Is it safe to talk?",
  },
  {
    ...base,
    id: "crisis-read",
    title: "Read: the bar stays, hints go on",
    reach: async (reach) => {
      await alarmed("self")(reach);
      await reach.press("I have read this");
    },
    shows: "Safety first: open card",
  },
  {
    ...base,
    id: "crisis-hidden",
    title: "Panel hidden: only the bar",
    reach: async (reach) => {
      const coach = await coachOf(reach);
      await reach.user.keyboard("h");
      coach.alarm(1, "self");
    },
    shows: "Safety first: open card",
  },
  {
    ...base,
    id: "crisis-sharing",
    title: "While sharing: a bar that says nothing",
    reach: async (reach) => {
      const coach = await coachOf(reach);
      const direct = document.querySelector<HTMLElement>("[data-testid=share-button]");
      if (direct?.checkVisibility()) await reach.user.click(direct);
      else {
        await reach.press("More");
        await reach.press("Share screen", "menuitem");
      }
      await reach.see("Hints are hidden while you share.");
      coach.alarm(1, "self");
    },
    shows: "Check in: open",
  },
];
