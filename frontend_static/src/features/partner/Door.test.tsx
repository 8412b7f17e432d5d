import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { PartnerApi } from "@/api/partner";
import { Problem } from "@/api/problem";
import type { Config, ConsentKind, PartnerView } from "@/api/types";
import { Door } from "./Door";
import { openSeat } from "./seat";

const config = {
  emergency: "911",
  language: "en",
  language_limits: ["danger_by_word_list"],
  consents: {
    listening: { version: "listening.v1", text: "An AI coach hears you. It sends hints to {name}." },
    recording: { version: "recording.v1", text: "Two sound files." },
    copy: { version: "copy.v1", text: "A summary." },
  },
} as unknown as Config;
vi.mock("./loadRoom", () => ({ loadRoom: () => Promise.resolve({}) }));

const view: PartnerView = {
  session_id: "s",
  status: "waiting",
  facilitator_name: "Sam",
  display_name: null,
  consents: { listening: null, recording: null, copy: null },
  facilitator_here: false,
};

// Radix measures its switch; jsdom has nothing to measure with.
class NoResize {
  observe() {
    return undefined;
  }
  unobserve() {
    return undefined;
  }
  disconnect() {
    return undefined;
  }
}
beforeEach(() => {
  vi.stubGlobal("ResizeObserver", NoResize);
});

async function door(more: Partial<PartnerApi> = {}) {
  const log: string[] = [];
  const api = {
    look: async () => {
      log.push("look");
      return { facilitator_name: "Sam", status: "open", expires_at: "", facilitator_here: false, country: "US", emergency: "911" };
    },
    redeem: async () => {
      log.push("redeem");
      return { partner_token: "nbp_p_x", session: view };
    },
    consent: async (kind: ConsentKind, granted: boolean, version: string, email?: string) => {
      log.push([kind, granted, version, email].filter((one) => one !== undefined).join(" "));
      return view;
    },
    ...more,
  } as unknown as PartnerApi;
  const seat = await openSeat("invite");
  const onEnter = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Door invite="invite" seat={seat} api={api} config={config} standing={null} onEnter={onEnter} />
    </QueryClientProvider>,
  );
  return { log, seat, onEnter };
}

describe("Door", () => {
  it("names who invites, says the danger line, and has every switch off; opening spends nothing", async () => {
    const { log } = await door();
    expect(await screen.findByRole("heading", { name: "Sam invites you to a session" })).toBeVisible();
    expect(screen.getByTestId("danger-line")).toHaveTextContent("In danger now? Call 911.");
    expect(document.body).toHaveTextContent(/It sends hints to Sam\./);
    for (const one of screen.getAllByRole("switch")) expect(one).not.toBeChecked();
    expect(log).toEqual(["look"]);
  });

  it("shows under the name why it was refused, and keeps all that was typed", async () => {
    const fields = { display_name: "A name cannot have a web or mail address in it." };
    const refused = new Problem("invalid", 422, null, null, null, null, fields);
    const { onEnter } = await door({ redeem: () => Promise.reject(refused) });
    await userEvent.type(await screen.findByLabelText(/^Your name for/), "sam.example");
    await userEvent.click(screen.getByTestId("join-button"));
    expect(await screen.findByRole("alert")).toHaveTextContent("A name cannot have a web or mail address in it.");
    const field = screen.getByLabelText(/^Your name for/);
    expect(field).toHaveValue("sam.example");
    expect(field).toHaveFocus();
    expect(field).toBeInvalid();
    expect(onEnter).not.toHaveBeenCalled();
  });

  it("joins with everything off, writing no consent", async () => {
    const { log, seat, onEnter } = await door();
    await userEvent.click(await screen.findByTestId("join-button"));
    expect(log).toEqual(["look", "redeem"]);
    expect(seat.token).toBe("nbp_p_x");
    expect(onEnter).toHaveBeenCalledOnce();
  });

  it("writes a consent, with the version that was read, before going in", async () => {
    const { log, onEnter } = await door();
    await userEvent.click(await screen.findByTestId("consent-listening"));
    await userEvent.click(screen.getByTestId("join-button"));
    expect(log).toEqual(["look", "redeem", "listening true listening.v1"]);
    expect(onEnter).toHaveBeenCalledOnce();
  });

  it("says who is not here yet, and that one may wait", async () => {
    await door();
    expect(await screen.findByTestId("not-here")).toHaveTextContent(/^Sam is not here yet\. You can join and wait\.$/);
  });

  it("asks where the copy is to go before it takes the place, and Join stays as it was", async () => {
    const { log, onEnter } = await door();
    await userEvent.click(await screen.findByTestId("consent-copy"));
    await userEvent.click(screen.getByRole("button", { name: "Join" }));
    expect(screen.getByRole("alert")).toHaveTextContent("We need an address for the copy");
    expect(screen.getByLabelText("Your e-mail")).toHaveFocus();
    expect(log).toEqual(["look"]);
    await userEvent.click(screen.getByLabelText("Your e-mail"));
    await userEvent.paste("robin@example.org");
    await userEvent.click(screen.getByRole("button", { name: "Join" }));
    expect(log).toEqual(["look", "redeem", "copy true copy.v1 robin@example.org"]);
    expect(onEnter).toHaveBeenCalledOnce();
  });

  it("says what is wrong with a used link and keeps what was typed", async () => {
    const { onEnter } = await door({
      redeem: async () => {
        throw new Problem("invite-used", 409);
      },
    });
    await userEvent.type(await screen.findByRole("textbox"), "Robin");
    await userEvent.click(screen.getByTestId("join-button"));
    expect(await screen.findByRole("alert")).toHaveTextContent("This link is in use on another device.");
    expect(screen.getByRole("textbox")).toHaveValue("Robin");
    expect(onEnter).not.toHaveBeenCalled();
  });

  it("asks to read again when the text changed while the page stood open", async () => {
    const { onEnter } = await door({
      consent: async () => {
        throw new Problem("conflict", 409);
      },
    });
    await userEvent.click(await screen.findByTestId("consent-listening"));
    await userEvent.click(screen.getByTestId("join-button"));
    expect(await screen.findByRole("alert")).toHaveTextContent("The text has changed since you opened this page.");
    expect(screen.getByRole("button", { name: "Reload" })).toBeVisible();
    expect(onEnter).not.toHaveBeenCalled();
  });
});

describe("where the browser keeps nothing", () => {
  it("says so before the link is spent, and the place holds while the page is open", async () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    const { log, seat, onEnter } = await door();
    expect(await screen.findByText(/This browser keeps no data/)).toBeVisible();
    expect(log).toEqual(["look"]);
    await userEvent.click(screen.getByTestId("join-button"));
    await vi.waitFor(() => expect(onEnter).toHaveBeenCalledOnce());
    expect(seat.token).toBe("nbp_p_x");
    expect((await openSeat("invite")).token).toBe("nbp_p_x");
    vi.restoreAllMocks();
    seat.forget();
  });

  it("is quiet where the browser keeps", async () => {
    await door();
    expect(await screen.findByTestId("join-button")).toBeVisible();
    expect(screen.queryByText(/This browser keeps no data/)).toBeNull();
  });
});
