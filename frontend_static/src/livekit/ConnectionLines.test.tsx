import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ConnectionQuality, type LocalParticipant } from "livekit-client";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { sentence } from "@/app/renderPage";
import type { Call } from "./call";
import type { CallState } from "./callState";
import { ConnectionLines } from "./ConnectionLines";
import type { Whereabouts } from "./otherPerson";
import type { People } from "./people";
import { QualityMark } from "./Quality";
import type { Side } from "./whoMayHear";

const room = vi.hoisted(() => ({ quality: "excellent", canPlayAudio: true, startAudio: vi.fn() }));
vi.mock("@livekit/components-react", () => ({
  useAudioPlayback: () => room,
  useConnectionQualityIndicator: () => room,
}));

const people = {
  me: {} as LocalParticipant,
  connected: true,
  micOn: true,
  cameraOn: true,
  sharing: false,
  flow: { microphone: "flows", camera: "flows" },
  speaksMuted: false,
} as People;
function scene({ state = { at: "open" } as CallState, ...more }: Partial<Pick<Call, "trouble" | "unplugged">> & { state?: CallState } = {}) {
  return {
    room: {},
    trouble: {},
    unplugged: {},
    subscribe: () => () => undefined,
    read: () => state,
    setMicrophone: vi.fn(async () => undefined),
    setCamera: vi.fn(async () => undefined),
    reopen: vi.fn(async () => undefined),
    ...more,
  } as unknown as Call;
}
const show = (call: Call, more: Partial<People> = {}, other: Whereabouts = "here", side: Side = "facilitator") =>
  render(<ConnectionLines call={call} people={{ ...people, ...more }} name="Robin" other={other} side={side} onLeave={() => undefined} />);

beforeEach(() => {
  room.quality = ConnectionQuality.Excellent;
  room.canPlayAudio = true;
});

describe("ConnectionLines", () => {
  it("says nothing while all is well", () => {
    show(scene());
    expect(screen.getByTestId("connection")).toBeEmptyDOMElement();
  });

  it("says one thing of the line at a time", () => {
    const state: CallState = { at: "reconnecting", sinceMs: Date.now() };
    show(scene({ state }), { connected: false }, "lost");
    expect(screen.getByTestId("connection")).toHaveTextContent(/^Connection lost. Reconnecting…$/);
  });

  it("after half a minute says what can be done, and not before", () => {
    vi.useFakeTimers();
    show(scene({ state: { at: "reconnecting", sinceMs: Date.now() } }));
    act(() => void vi.advanceTimersByTime(29_000));
    expect(screen.getByText("Connection lost. Reconnecting…")).toBeVisible();
    act(() => void vi.advanceTimersByTime(1_500));
    expect(screen.getByText("Still trying. Check your network.")).toBeVisible();
    vi.useRealTimers();
  });

  it("offers sound when the browser holds it back", async () => {
    room.canPlayAudio = false;
    show(scene());
    await userEvent.click(screen.getByRole("button", { name: "Turn on sound" }));
    expect(room.startAudio).toHaveBeenCalled();
  });

  it("on a weak line offers to turn the camera off, while it is on", async () => {
    room.quality = ConnectionQuality.Poor;
    const call = scene();
    const { unmount } = show(call);
    await userEvent.click(screen.getByRole("button", { name: "Turn camera off" }));
    expect(call.setCamera).toHaveBeenCalledWith(false);
    unmount();
    show(scene(), { cameraOn: false });
    expect(screen.queryByText("Weak connection. Camera off may help.")).toBeNull();
  });

  it("tells a camera that is missing from a microphone that is, and lets one go on without", async () => {
    const missing = new DOMException("", "NotFoundError");
    const call = scene({ trouble: { camera: missing } });
    const { unmount } = show(call);
    expect(screen.getByText(sentence("No camera found. Robin can hear you, but not see you."))).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Go on without" }));
    expect(call.setCamera).toHaveBeenCalledWith(false);
    expect(call.setMicrophone).not.toHaveBeenCalled();
    unmount();
    show(scene({ trouble: { microphone: missing } }));
    expect(screen.getByText(sentence("No microphone found. You can join and listen; Robin will not hear you."))).toBeVisible();
  });

  it("names what is blocked, and says one reason once", () => {
    const blocked = new DOMException("", "NotAllowedError");
    const { unmount } = show(scene({ trouble: { camera: blocked, microphone: blocked } }));
    expect(screen.getByText(/^Your camera and microphone are blocked\. .*Then press Try again\.$/)).toBeVisible();
    expect(screen.getAllByRole("button", { name: "Try again" })).toHaveLength(1);
    unmount();
    const { unmount: away } = show(scene({ trouble: { microphone: blocked } }));
    expect(screen.getByText(/^Your microphone is blocked\. /)).toBeVisible();
    away();
    show(scene({ trouble: { microphone: blocked, camera: new DOMException("", "NotFoundError") } }));
    expect(screen.getByText(/^Your microphone is blocked\. /)).toBeVisible();
    expect(screen.getByTestId("connection")).toHaveTextContent("No camera found. Robin can hear you, but not see you.");
  });

  it.each([
    ["left", "facilitator", "Robin left. They can come back by the same link."],
    ["left", "partner", "Robin left. You can wait here: this page goes on when they are back."],
    ["lost", "facilitator", "Robin lost connection. Waiting for them."],
    ["removed", "facilitator", "The link is withdrawn. Robin is no longer in the call."],
    ["gone", "partner", "Robin is not in the call now. This page goes on when they are back."],
  ] as const)("says that the other one %s, on the %s's page", (other, side, sentence) => {
    show(scene(), {}, other, side);
    expect(screen.getByTestId("connection")).toHaveTextContent(sentence);
  });

  it("says nothing of one's own connection while the server alone put one out", () => {
    show(scene({ state: { at: "reconnecting", sinceMs: Date.now(), putOut: true } }), { connected: false });
    expect(screen.getByTestId("connection")).toBeEmptyDOMElement();
  });

  it("says what a device that is on does not send, and opens it anew", async () => {
    const call = scene();
    const { unmount } = show(call, { flow: { microphone: "system", camera: "flows" } });
    expect(screen.getByTestId("connection")).toHaveTextContent(/^Your device has muted your microphone\. Robin cannot hear you\./);
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(call.reopen).toHaveBeenCalledWith("microphone");
    unmount();
    show(scene(), { flow: { microphone: "zeros", camera: "system" } });
    expect(screen.getByTestId("connection")).toHaveTextContent("No sound comes from your microphone. Robin cannot hear you.");
    expect(screen.getByTestId("connection")).toHaveTextContent("Your device has stopped your camera. Robin cannot see you.");
  });

  it("tells somebody who speaks with the microphone off", async () => {
    const call = scene();
    show(call, { micOn: false, speaksMuted: true });
    expect(screen.getByText("You are muted.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Turn microphone on" }));
    expect(call.setMicrophone).toHaveBeenCalledWith(true);
  });

  it("says what a pulled device means: gone, or replaced", async () => {
    const call = scene({ unplugged: { microphone: Date.now() } });
    const { unmount } = show(call, { micOn: false });
    expect(screen.getByText(sentence("Your microphone is gone. Robin cannot hear you."))).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(call.setMicrophone).toHaveBeenCalledWith(true);
    unmount();
    show(scene({ unplugged: { microphone: Date.now() } }), { micOn: true });
    expect(screen.getByText("Your microphone was pulled out. Another one is on now.")).toBeVisible();
  });
});

it("says a person's connection in words beside the bars", () => {
  render(<QualityMark quality={ConnectionQuality.Poor} name="Robin" />);
  expect(screen.getByRole("img", { name: "\u2068Robin\u2069: weak connection" })).toBeVisible();
});
