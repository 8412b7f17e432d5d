import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { CoachFace } from "./coachState";
import type { HintEntry } from "./hintBoard";
import { HintCard } from "./HintCard";

const face: CoachFace = { state: "listening", words: "(coach is listening…)", concern: false, source: "ai" };
const hint: HintEntry = {
  seq: 1,
  id: "h",
  source: "built-in",
  atMs: 0,
  state: "whole",
  live: true,
  text: "SUMMARY: A part is tired.\nSUGGESTION: Could you ask it what it fears?\nFOLLOW-UP: Where is it? | How old?\nREMINDER: Peer support.",
};
const show = (more: Partial<Parameters<typeof HintCard>[0]> = {}) =>
  render(
    <HintCard
      hint={hint}
      face={face}
      nowMs={20_000}
      narrow={false}
      newcomer={false}
      empty={null}
      onHold={() => undefined}
      onDismiss={() => undefined}
      {...more}
    />,
  );

describe("HintCard", () => {
  it("shows the four parts, who speaks and how old it is", () => {
    show();
    expect(screen.getByTestId("hint-summary")).toHaveTextContent("A part is tired.");
    expect(screen.getByTestId("hint-suggestion")).toHaveTextContent("Could you ask it what it fears?");
    expect(screen.getByTestId("hint-follow-ups").children).toHaveLength(2);
    expect(screen.getByTestId("hint-reminder")).toHaveTextContent("Peer support.");
    expect(screen.getByTestId("hint-meta")).toHaveTextContent("Built-in coach (fixed rules) · 20 s");
    expect(screen.getByRole("button", { name: "Copy" })).toBeVisible();
  });

  it("is busy while it streams, and shows no raw text", () => {
    show({ hint: { ...hint, state: "streaming", text: "SUMMARY: A part is ti" } });
    expect(screen.getByRole("article")).toHaveAttribute("aria-busy", "true");
    expect(screen.getByTestId("hint-summary")).toHaveTextContent("A part is");
    expect(screen.queryByText(/SUMMARY/)).toBeNull();
  });

  it("keeps the last hint while the coach is offline", () => {
    show({ face: { ...face, state: "offline", words: "AI offline – continue as normal." } });
    expect(screen.getByTestId("coach-status")).toHaveTextContent("AI offline – continue as normal.");
    expect(screen.getByTestId("hint-suggestion")).toBeVisible();
  });

  it("asks to slow down", () => {
    show({ face: { ...face, concern: true } });
    expect(screen.getByTestId("concern")).toHaveTextContent("Slow down. Ground first.");
  });
});
