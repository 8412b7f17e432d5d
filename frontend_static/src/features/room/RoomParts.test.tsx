import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { elapsed } from "./Clock";
import { Guide } from "./Guide";
import { KeysDialog } from "./KeysDialog";
import { SidePane } from "./SidePane";
import { useEscape } from "./useEscape";
import { useSingleKeys } from "./useSingleKeys";

it("counts minutes and seconds", () => {
  expect([0, 61_000, 761_900, 3_600_000].map(elapsed)).toEqual(["0:00", "1:01", "12:41", "60:00"]);
});

function Keys({ on, act }: { on: boolean; act: () => void }) {
  useSingleKeys(on, { g: act });
  return <input aria-label="field" />;
}

it("takes single keys, but never while typing, with a modifier, or when they are off", () => {
  const act = vi.fn();
  const { rerender } = render(<Keys on act={act} />);
  fireEvent.keyDown(document.body, { key: "g" });
  expect(act).toHaveBeenCalledTimes(1);
  fireEvent.keyDown(screen.getByLabelText("field"), { key: "g" });
  fireEvent.keyDown(document.body, { key: "g", ctrlKey: true });
  rerender(<Keys on={false} act={act} />);
  fireEvent.keyDown(document.body, { key: "g" });
  expect(act).toHaveBeenCalledTimes(1);
});

function Room({ onClose }: { onClose: () => void }) {
  useEscape(true, onClose);
  return (
    <SidePane title="Guide" testId="guide-pane" onClose={onClose}>
      <Guide />
    </SidePane>
  );
}

it("opens a pane with the focus on its title, gives the scripts, and gives the focus back", async () => {
  const close = vi.fn();
  render(<button>Guide button</button>);
  screen.getByRole("button", { name: "Guide button" }).focus();
  const { unmount } = render(<Room onClose={close} />);
  expect(screen.getByRole("heading", { name: "Guide" })).toHaveFocus();
  await userEvent.click(screen.getByRole("tab", { name: "Closing" }));
  expect(screen.getByText(/nothing new now/)).toBeVisible();
  await userEvent.keyboard("{Escape}");
  expect(close).toHaveBeenCalledTimes(1);
  unmount();
  expect(screen.getByRole("button", { name: "Guide button" })).toHaveFocus();
});

it("leaves Escape to a dialog above", async () => {
  const close = vi.fn();
  render(<Room onClose={close} />);
  render(<KeysDialog open singleKeys={false} onClose={() => undefined} />);
  expect(screen.getByText("Keys of one letter are off. Settings turns them on.")).toBeVisible();
  await userEvent.keyboard("{Escape}");
  expect(close).not.toHaveBeenCalled();
});
