import { hints, hintText } from "../answers";
import { NOW } from "../clock";
import { ScriptedCoach } from "../coach";
import type { Reach, State } from "../state";
import { coachOf, inRoom, robin, room } from "./facilitatorRoom";

const panel = { ...room, screen: "Coach Panel" } as const;
const earlier = { "GET /sessions/s-1/hints": { body: hints } } as const;
const docked = (dock: "left" | "right") => () => {
  inRoom();
  localStorage.setItem("nbp.panel", JSON.stringify({ introduced: true, dock }));
};
const full = async (reach: Reach) => {
  const coach = await coachOf(reach);
  coach.hinted(5, hintText.full, NOW);
  await reach.see("Could you ask it what it fears would happen if it rested for a moment?");
  return coach;
};
const justFull = async (reach: Reach) => {
  await full(reach);
};

export const coachPanel: State[] = [
  { ...panel, id: "panel-first-time", title: "First room: what hints are", kept: () => sessionStorage.setItem("nbp.in.s-1", "1"), reach: async (reach) => { await coachOf(reach); }, shows: "Hints come from a computer. They can be wrong. You decide what to say." },
  { ...panel, id: "panel-joining", title: "Coach on its way", shows: "(coach is joining…)" },
  { ...panel, id: "panel-listening", title: "Listening, no hint yet", reach: async (reach) => { await coachOf(reach); }, shows: "(coach is listening…)" },
  {
    ...panel,
    id: "panel-thinking",
    title: "Thinking",
    reach: async (reach) => {
      (await coachOf(reach)).is({ state: "thinking" });
    },
    shows: "(coach is thinking…)",
  },
  {
    ...panel,
    id: "panel-streaming",
    title: "A hint half-way",
    answers: earlier,
    reach: async (reach) => {
      const coach = await coachOf(reach);
      coach.hints(5, NOW).write(hintText.full.slice(0, 105));
    },
    shows: "A part of you sounds tired of holding it all.",
  },
  { ...panel, id: "panel-hint", title: "A full hint, with Earlier", answers: earlier, reach: justFull, shows: "Could you ask it what it fears would happen if it rested for a moment?" },
  {
    ...panel,
    id: "panel-hint-long",
    title: "A hint that is too long for the card: More",
    answers: earlier,
    reach: async (reach) => {
      (await coachOf(reach)).hinted(5, hintText.long, NOW);
      await reach.see(/does it notice that you are here with it now/);
    },
    shows: "does it notice that you are here with it now",
  },
  {
    ...panel,
    id: "panel-hint-open",
    title: "… opened",
    answers: earlier,
    reach: async (reach) => {
      (await coachOf(reach)).hinted(5, hintText.long, NOW);
      await reach.see(/does it notice that you are here with it now/);
      const more = document.querySelector<HTMLElement>("[data-testid=hint-card] [aria-label=More]");
      if (more) await reach.user.click(more);
    },
    shows: "does it notice that you are here with it now",
  },
  {
    ...panel,
    id: "panel-hint-aged",
    title: "A hint older than a minute",
    answers: earlier,
    reach: async (reach) => {
      await full(reach);
      await reach.later(75_000);
    },
    shows: "1 min",
  },
  {
    ...panel,
    id: "panel-held",
    title: "Held while being read: the newcomer waits in Earlier",
    answers: earlier,
    reach: async (reach) => {
      const coach = await full(reach);
      await reach.later(7_000);
      document.querySelector<HTMLElement>("[data-testid=hint-card] [aria-label=Copy]")?.focus();
      document.querySelector("[data-testid=hint-card]")?.dispatchEvent(new PointerEvent("pointermove", { bubbles: true }));
      coach.hinted(6, hintText.second, NOW);
      await reach.later(200);
    },
    shows: "New",
  },
  {
    ...panel,
    id: "panel-dismissed",
    title: "Sent to Earlier",
    answers: earlier,
    reach: async (reach) => {
      await full(reach);
      await reach.press("Move to Earlier");
    },
    shows: "Hints appear here.",
  },
  {
    ...panel,
    id: "panel-cleared",
    title: "Cleared from view",
    answers: earlier,
    reach: async (reach) => {
      await full(reach);
      await openEarlier(reach);
      await reach.press("Clear hints");
    },
    shows: "Cleared from view. They stay in the session.",
  },
  {
    ...panel,
    id: "panel-earlier-open",
    title: "An earlier hint opened",
    answers: earlier,
    reach: async (reach) => {
      await full(reach);
      await openEarlier(reach);
      await reach.press(/How do you feel toward this foreman/);
    },
    shows: "Helped",
  },
  {
    ...panel,
    id: "panel-built-in",
    title: "Built-in coach",
    reach: async (reach) => {
      const coach = new ScriptedCoach(await reach.room()).is({ state: "listening", source: "built-in" });
      coach.hinted(5, hintText.full, NOW);
    },
    shows: "Built-in coach (fixed rules)",
  },
  {
    ...panel,
    id: "panel-offline",
    title: "Coach away: the last hint stays",
    answers: earlier,
    reach: async (reach) => {
      (await full(reach)).fallsSilent();
      await reach.later(4_000);
    },
    shows: "AI offline – continue as normal.",
  },
  {
    ...panel,
    id: "panel-offline-long",
    title: "Coach away for more than 20 s",
    answers: earlier,
    reach: async (reach) => {
      (await full(reach)).fallsSilent();
      await reach.later(24_000);
    },
    shows: "Nobody but you is watching for danger now.",
  },
  {
    ...panel,
    id: "panel-back",
    title: "Coach back: it just listens",
    answers: earlier,
    reach: async (reach) => {
      const coach = await full(reach);
      coach.fallsSilent();
      await reach.later(6_000);
      await reach.see("AI offline – continue as normal.");
      coach.is({ state: "listening" });
    },
    shows: "(coach is listening…)",
  },
  {
    ...panel,
    id: "panel-paused",
    title: "Paused",
    answers: earlier,
    reach: async (reach) => {
      (await full(reach)).is({ state: "paused" });
    },
    shows: "Hints are paused. The coach still listens for danger.",
  },
  { ...panel, id: "panel-off", title: "Never agreed", room: { people: [robin()] }, shows: "The coach is off. Nobody but you is watching for signs of danger." },
  {
    ...panel,
    id: "panel-stopped",
    title: "Turned off by the Partner",
    answers: earlier,
    reach: async (reach) => {
      (await full(reach)).leaves();
      (await reach.room()).comes(robin("withdrawn"));
    },
    shows: "Your partner turned the coach off.",
  },
  {
    ...panel,
    id: "panel-concern",
    title: "Concern",
    answers: earlier,
    reach: async (reach) => {
      (await full(reach)).is({ concern: true });
    },
    shows: "Slow down. Ground first.",
  },
  {
    ...panel,
    id: "panel-hidden",
    title: "Hidden",
    answers: earlier,
    reach: async (reach) => {
      await full(reach);
      await reach.user.keyboard("h");
    },
    shows: "Hints hidden. They are kept.",
  },
  {
    ...panel,
    id: "panel-sharing",
    title: "Sharing the screen hides hints",
    answers: earlier,
    reach: async (reach) => {
      await full(reach);
      await share(reach);
    },
    shows: "Hints are hidden while you share.",
  },
  {
    ...panel,
    id: "panel-sharing-anyway",
    title: "Shown all the same while sharing",
    answers: earlier,
    reach: async (reach) => {
      await full(reach);
      await share(reach);
      await reach.press("Show anyway");
    },
    shows: "Could you ask it what it fears would happen if it rested for a moment?",
  },
  { ...panel, id: "panel-left", title: "Docked left", answers: earlier, kept: docked("left"), reach: justFull, shows: "Could you ask it what it fears would happen if it rested for a moment?" },
  { ...panel, id: "panel-right", title: "Docked right", answers: earlier, kept: docked("right"), reach: justFull, shows: "Could you ask it what it fears would happen if it rested for a moment?" },
  {
    ...panel,
    id: "panel-streaming-live",
    title: "Letters arriving (time goes on)",
    answers: earlier,
    live: true,
    reach: async (reach) => {
      const coach = await coachOf(reach);
      stream(coach, 5, hintText.full);
    },
    shows: "(coach is listening…)",
  },
];

/** Letter by letter, 15 ms each; the page says when the last one came. */
function stream(coach: ScriptedCoach, seq: number, text: string): void {
  const writer = coach.hints(seq);
  let at = 0;
  const timer = setInterval(() => {
    writer.write(text.slice(at, at + 1));
    at += 1;
    if (at < text.length) return;
    clearInterval(timer);
    writer.close();
    document.documentElement.dataset["streamed"] = "whole";
  }, 15);
}

async function share(reach: Reach): Promise<void> {
  const direct = document.querySelector<HTMLElement>("[data-testid=share-button]");
  if (direct?.checkVisibility()) return reach.user.click(direct);
  await reach.press("More");
  await reach.press("Share screen", "menuitem");
}

/** In view on a wide page; else behind a button, or behind More on the phone. */
async function openEarlier(reach: Reach): Promise<void> {
  const list = document.querySelector<HTMLElement>("[data-testid=earlier-list]");
  if (list?.checkVisibility()) return;
  const button = document.querySelector<HTMLElement>("[data-testid=earlier-button]");
  if (button?.checkVisibility()) return reach.user.click(button);
  await reach.press("More");
  await reach.press("Earlier", "menuitem");
}
