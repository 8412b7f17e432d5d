import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PartnersWord } from "./FacilitatorRecording";
import { SessionRecording } from "./sessionRecording";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = () => new Promise<never>(() => undefined);

function open() {
  const recording = new SessionRecording(
    {
      side: "facilitator",
      view: never,
      change: never,
      tellStop: never,
      record: () => undefined,
      setClock: () => undefined,
      wait: never,
      now: () => 0,
      keepUntold: () => undefined,
    },
    false,
  );
  render(<PartnersWord recording={recording} />);
  const hear = (consent: string, state = "off") =>
    act(() => recording.hear(JSON.stringify({ recording: { state, agreed: consent === "granted", consent, paused_by: [] } })));
  return { hear, said: () => screen.queryByTestId("partners-word")?.textContent ?? null };
}

it("says the Partner's yes and their taking it back when they come, each for ten seconds", () => {
  const { hear, said } = open();
  hear("none");
  expect(said()).toBeNull();
  hear("granted");
  expect(said()).toBe("Your partner agreed to a sound recording. Record is in Settings.");
  act(() => vi.advanceTimersByTime(9_000));
  expect(said()).not.toBeNull();
  act(() => vi.advanceTimersByTime(1_000));
  expect(said()).toBeNull();
  hear("granted");
  expect(said()).toBeNull();
  hear("withdrawn");
  expect(said()).toBe("Your partner turned the sound recording off.");
});

it("says the yes of a next Partner too", () => {
  const { hear, said } = open();
  hear("granted");
  act(() => vi.advanceTimersByTime(10_000));
  hear("none");
  hear("granted");
  expect(said()).not.toBeNull();
});

it("says nothing beside the mark of a recording that runs", () => {
  const { hear, said } = open();
  hear("granted", "running");
  expect(said()).toBeNull();
});
