import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import type { Config } from "@/api/types";
import { CoachPanel } from "./CoachPanel";
import { unseen } from "./coachState";
import { emptyBoard, reduceHints, type HintBoard } from "./hintBoard";
import type { CoachView } from "./useCoach";

const config = { emergency: "112", crisis_lines: [], consents: {} } as unknown as Config;
const stored = (seq: number) => ({ id: `h${seq}`, launch: 1, seq, text: `SUMMARY: Said ${seq}.\nSUGGESTION: Ask ${seq}?`, source: "ai", at: "2026-11-12T12:38:00Z" });
const board = (...seqs: number[]): HintBoard => reduceHints(emptyBoard, { type: "fetched", hints: seqs.map(stored), nowMs: 0 });
const listening = { state: "listening", words: "(coach is listening…)", concern: false, source: "ai" } as const;
const coach = (more: Partial<CoachView> = {}): CoachView => ({
  board: board(1, 2),
  sight: unseen,
  alarms: [],
  unsaved: [],
  pauseWished: false,
  nowMs: 0,
  face: listening,
  ...more,
});

function panel(more: Partial<Parameters<typeof CoachPanel>[0]> = {}) {
  const wishes = {
    hold: vi.fn(),
    dismiss: vi.fn(),
    clear: vi.fn(),
    mark: vi.fn(),
    acknowledge: vi.fn(async () => undefined),
    generate: vi.fn(async () => undefined),
    pause: vi.fn(async () => undefined),
  };
  const props = {
    coach: coach(),
    wishes,
    config,
    shape: { phone: false, low: false, wide: true },
    beside: false,
    shown: true,
    veiled: false,
    introduced: true,
    onUnderstood: vi.fn(),
    onShow: vi.fn(),
    onShowAnyway: vi.fn(),
  };
  const view = render(<CoachPanel {...props} {...more} />);
  return { ...props, ...view, again: (now: typeof more) => view.rerender(<CoachPanel {...props} {...more} {...now} />) };
}

describe("CoachPanel", () => {
  it("shows the newest on the card and the others in Earlier, and sends the card there", async () => {
    const { wishes } = panel();
    expect(screen.getByTestId("hint-suggestion")).toHaveTextContent("Ask 2?");
    expect(screen.getAllByTestId("earlier-row")).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: "Move to Earlier" }));
    expect(wishes.dismiss).toHaveBeenCalled();
  });

  it("shows no hint while hidden, and says that they are kept", async () => {
    const { onShow } = panel({ shown: false });
    expect(screen.getByText("Hints hidden. They are kept.")).toBeVisible();
    expect(screen.queryByText(/Ask/)).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Show hints" }));
    expect(onShow).toHaveBeenCalled();
  });

  it("shows no hint while the screen is shared, until asked", async () => {
    const { onShowAnyway } = panel({ veiled: true });
    expect(screen.getByText("Hints are hidden while you share.")).toBeVisible();
    expect(screen.queryByText(/Ask/)).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Show anyway" }));
    expect(onShowAnyway).toHaveBeenCalled();
  });

  it("introduces hints beside the card, where there is room, and in the empty card elsewhere", async () => {
    const { onUnderstood, unmount } = panel({ introduced: false });
    expect(screen.getByTestId("hint-suggestion")).toBeVisible();
    expect(screen.getByText("Hints come from a computer. They can be wrong. You decide what to say.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Understood" }));
    expect(onUnderstood).toHaveBeenCalled();
    unmount();
    panel({ introduced: false, shape: { phone: true, low: false, wide: false }, coach: coach({ board: emptyBoard }) });
    expect(screen.getByTestId("hint-empty")).toHaveTextContent("Hints come from a computer.");
  });

  it("promises no hints while the coach is off", () => {
    panel({ coach: coach({ board: emptyBoard, face: { ...listening, state: "off", words: "The coach is off." } }) });
    expect(screen.getByTestId("hint-empty")).toHaveTextContent("No hints while the coach is off.");
  });
});

describe("Earlier", () => {
  it("opens a row on a click, marks it, and says when the mark is not kept", async () => {
    const { wishes, again } = panel();
    await userEvent.click(screen.getByRole("button", { name: /Ask 1/ }));
    expect(screen.getByRole("button", { name: "Helped" })).toHaveAttribute("aria-pressed", "false");
    await userEvent.click(screen.getByRole("button", { name: "Helped" }));
    expect(wishes.mark).toHaveBeenCalledWith("h1", "helped");
    again({ coach: coach({ board: { ...board(1, 2), marks: { h1: "helped" } }, unsaved: ["h1"] }) });
    expect(screen.getByRole("button", { name: "Helped" })).toHaveAttribute("aria-pressed", "true");
    expect(screen.getByText(/Not kept yet/)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Helped" }));
    expect(wishes.mark).toHaveBeenLastCalledWith("h1", null);
  });

  it("stays as it is while pointed at, and says how many are new", async () => {
    const { again } = panel();
    await userEvent.hover(screen.getByTestId("earlier-list"));
    again({ coach: coach({ board: board(1, 2, 3, 4) }) });
    expect(screen.getAllByTestId("earlier-row").map((row) => row.dataset["seq"])).toEqual(["1"]);
    await userEvent.click(screen.getByRole("button", { name: "2 new" }));
    expect(screen.getAllByTestId("earlier-row").map((row) => row.dataset["seq"])).toEqual(["3", "2", "1"]);
  });

  it("lets new ones in when nobody reads", () => {
    const { again } = panel();
    again({ coach: coach({ board: board(1, 2, 3) }) });
    expect(screen.getAllByTestId("earlier-row").map((row) => row.dataset["seq"])).toEqual(["2", "1"]);
  });
});
