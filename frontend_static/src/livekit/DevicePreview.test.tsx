import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { PreviewPanel } from "./DevicePreview";
import { InAppNotice } from "./InAppNotice";
import type { Preview } from "./useDevicePreview";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

// Radix measures its switch; jsdom has nothing to measure with.
class NoResize {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
}
beforeEach(() => {
  vi.stubGlobal("ResizeObserver", NoResize);
});

function preview(more: Partial<Preview> = {}): Preview {
  return {
    step: { at: "open" },
    kept: { wishes: { microphone: true, camera: true }, devices: {} },
    stream: null,
    devices: [],
    turn: vi.fn(),
    select: vi.fn(),
    tryAgain: vi.fn(),
    ...more,
  };
}

const panel = (given: Preview, level = 0) =>
  render(<PreviewPanel preview={given} level={level} otherName="Sam" agent={firefox} onSoundOnly={onSoundOnly} />);
const onSoundOnly = vi.fn();

describe("PreviewPanel", () => {
  it("says that the browser asks", () => {
    panel(preview({ step: { at: "asking" } }));
    expect(screen.getByText("Your browser now asks for camera and microphone. Choose Allow.")).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("names what is blocked, helps in this browser, and promises no sound where there is none", async () => {
    const given = preview({ step: { at: "refused", refusal: { which: "both", why: "denied", message: "" } } });
    panel(given);
    expect(screen.getByRole("alert")).toHaveTextContent(
      /^Your camera and microphone are blocked\. .*crossed-out camera.*Then press Try again\. You can join and listen\. Sam will not see or hear you/,
    );
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(given.tryAgain).toHaveBeenCalledOnce();
    for (const name of ["Camera", "Microphone"]) {
      expect(screen.getByRole("switch", { name })).not.toBeChecked();
      expect(screen.getByRole("switch", { name })).toHaveAccessibleDescription("Blocked");
    }
    expect(screen.queryByRole("button", { name: "Join with sound only" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Join and listen" }));
    // what was wanted stays wanted: once allowed, it works
    expect(given.turn).not.toHaveBeenCalled();
    expect(onSoundOnly).toHaveBeenCalledOnce();
  });

  it("joins with sound only where the camera alone is blocked", async () => {
    onSoundOnly.mockClear();
    const given = preview({ step: { at: "refused", refusal: { which: "camera", why: "denied", message: "" } } });
    panel(given);
    expect(screen.getByRole("alert")).toHaveTextContent(/^Your camera is blocked\./);
    expect(screen.getByRole("switch", { name: "Camera" })).not.toBeChecked();
    expect(screen.getByRole("switch", { name: "Microphone" })).toBeChecked();
    await userEvent.click(screen.getByRole("button", { name: "Join with sound only" }));
    expect(given.turn).toHaveBeenCalledWith("camera", false);
    expect(onSoundOnly).toHaveBeenCalledOnce();
  });

  it.each([
    ["Another app uses your camera. Close it, or join with sound only.", "camera", "busy", true],
    ["Another app uses your microphone. Close it, then press Try again.", "microphone", "busy", false],
    ["No microphone found. You can join and listen; Sam will not hear you.", "microphone", "none", false],
    ["No camera found. You can join with sound only; Sam will not see you.", "camera", "none", false],
  ] as const)("says: %s", (sentence, which, why, offersSoundOnly) => {
    panel(preview({ step: { at: "refused", refusal: { which, why, message: "" } } }));
    expect(screen.getByRole("alert")).toHaveTextContent(sentence);
    expect(screen.queryByRole("button", { name: "Join with sound only" }) !== null).toBe(offersSoundOnly);
  });

  it("says that it hears, and not when the microphone is off", () => {
    const { rerender } = panel(preview(), 0.5);
    expect(screen.getByText("We hear you")).toBeVisible();
    const off = preview({ kept: { wishes: { microphone: false, camera: true }, devices: {} } });
    rerender(<PreviewPanel preview={off} level={0.5} otherName="Sam" agent={firefox} />);
    expect(screen.queryByText("We hear you")).toBeNull();
  });
});

it("offers the link where an app cannot open calls", async () => {
  const user = userEvent.setup();
  render(<InAppNotice link="https://nbp.test/p/x" />);
  expect(screen.getByText(/This app cannot open calls\. Open the link in Safari or Chrome\./)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Copy link" }));
  expect(await screen.findByText("Link copied.")).toBeVisible();
  expect(await navigator.clipboard.readText()).toBe("https://nbp.test/p/x");
});
