import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import type { CoachFace } from "./coachState";
import type { HintEntry } from "./hintBoard";
import { HintCard } from "./HintCard";

const face: CoachFace = { state: "listening", words: "(coach is listening…)", concern: false, source: "ai" };
const hint: HintEntry = {
  launch: 1,
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

  it("asks to show the newcomer where no list shows it, and keeps the place of More", async () => {
    const dismissed = vi.fn();
    show({ newcomer: true, onDismiss: dismissed });
    await userEvent.click(screen.getByRole("button", { name: "Show the new hint" }));
    expect(dismissed).toHaveBeenCalled();
    expect(screen.getByLabelText("More")).toHaveClass("invisible");
  });

  it("names the four parts for screen readers", () => {
    show();
    for (const part of ["Summary:", "Suggestion:", "Reminder:"]) expect(screen.getByText(part)).toHaveClass("sr-only");
    expect(screen.getByRole("list", { name: "Follow-up" })).toBeVisible();
    expect(screen.getByRole("heading", { level: 3, name: /^Hint, \d\d:\d\d$/ })).toBeInTheDocument();
  });

  it("is held while the pointer moves in it, and let go when it leaves", async () => {
    const hold = vi.fn();
    show({ onHold: hold });
    await userEvent.hover(screen.getByTestId("hint-suggestion"));
    expect(hold).toHaveBeenLastCalledWith(true);
    await userEvent.unhover(screen.getByTestId("hint-card"));
    expect(hold).toHaveBeenLastCalledWith(false);
  });

  it("ages in words, and greys after a minute", () => {
    show({ nowMs: 65_000 });
    expect(screen.getByTestId("hint-meta")).toHaveTextContent("1 min");
    expect(screen.getByTestId("hint-suggestion").parentElement).toHaveClass("text-text-2");
  });
});
