import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { RecordSetting } from "./RecordSetting";
import type { Sight } from "./sessionRecording";

const sight = (more: Partial<Sight> = {}): Sight => ({
  state: "off",
  agreed: true,
  consent: "granted",
  pausedBy: [],
  hold: null,
  telling: false,
  trouble: null,
  ...more,
});

function show(seen: Sight, { partnerHere = true, canRecord = true } = {}) {
  const pressed = { onStart: vi.fn(), onPause: vi.fn(), onStop: vi.fn() };
  render(<RecordSetting sight={seen} partnerHere={partnerHere} canRecord={canRecord} {...pressed} />);
  return pressed;
}

it.each([
  ["Your partner has not agreed to a recording.", sight({ agreed: false, consent: "none" }), {}],
  ["Your partner turned the sound recording off.", sight({ agreed: false, consent: "withdrawn" }), {}],
  ["Waiting for your partner.", sight(), { partnerHere: false }],
  ["This browser cannot record sound.", sight(), { canRecord: false }],
])("says why it is impossible: %s", async (words, seen, more) => {
  const { onStart } = show(seen, more);
  const record = screen.getByRole("button", { name: "Record" });
  expect(record).toHaveAttribute("aria-disabled", "true");
  expect(record).toHaveAccessibleDescription(words);
  await userEvent.click(record);
  expect(onStart).not.toHaveBeenCalled();
});

it("records at one press once the Partner has agreed", async () => {
  const { onStart } = show(sight());
  expect(screen.getByTestId("record-help")).toHaveTextContent("Your partner agreed to a sound recording.");
  await userEvent.click(screen.getByRole("button", { name: "Record" }));
  expect(onStart).toHaveBeenCalledOnce();
});

it("says whose pause it is", () => {
  show(sight({ state: "paused", pausedBy: ["partner"] }));
  expect(screen.getByTestId("record-help")).toHaveTextContent("Your partner paused it. Only they can go on.");
  expect(screen.queryByRole("button", { name: "Go on recording" })).toBeNull();
});
