import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { Problem } from "@/api/problem";
import type { CallState } from "./callState";
import { NotInRoom } from "./NotInRoom";

const shown = (state: CallState) => {
  const onJoin = vi.fn();
  const onLeave = vi.fn();
  render(<NotInRoom state={state} name="Sam" onJoin={onJoin} onLeave={onLeave} />);
  return { onJoin, onLeave };
};

it("offers this tab when the call is in another", async () => {
  const { onJoin } = shown({ at: "elsewhere" });
  expect(screen.getByRole("heading", { name: "This call is open in another tab." })).toHaveFocus();
  await userEvent.click(screen.getByRole("button", { name: "Use it here" }));
  expect(onJoin).toHaveBeenCalledOnce();
});

it("offers another try where one can help, and only then", async () => {
  const { onJoin } = shown({ at: "refused", error: new Problem("unavailable", 503) });
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(onJoin).toHaveBeenCalledOnce();
});

it("says who withdrew the link and leaves only the way out", async () => {
  const { onLeave } = shown({ at: "refused", error: new Problem("invite-revoked", 410) });
  expect(screen.getByRole("heading")).toHaveTextContent("Sam has withdrawn this link. Ask them if that is a mistake.");
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Leave" }));
  expect(onLeave).toHaveBeenCalledOnce();
});
