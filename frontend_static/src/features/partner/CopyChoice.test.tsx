import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { PartnerApi } from "@/api/partner";
import { Problem } from "@/api/problem";
import type { Config, PartnerView } from "@/api/types";
import { CopyChoice } from "./CopyChoice";

const config = { consents: { copy: { version: "copy.v1", text: "{name} gets a summary." } } } as unknown as Config;
const off = { consents: { listening: null, recording: null, copy: null }, copy_email: null } as unknown as PartnerView;
const on = { ...off, consents: { ...off.consents, copy: { granted: true, version: "copy.v1", at: "" } }, copy_email: "robin@example.org" };

// Radix measures its switch; jsdom has nothing to measure with.
class NoResize {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
}
beforeEach(() => {
  vi.stubGlobal("ResizeObserver", NoResize);
});

function choice(view: PartnerView, answer: () => Promise<PartnerView> = async () => on) {
  const asked: unknown[][] = [];
  const consent = (...given: unknown[]) => {
    asked.push(given);
    return answer();
  };
  const onChange = vi.fn();
  render(<CopyChoice api={{ consent } as unknown as PartnerApi} config={config} view={view} name="Sam" onChange={onChange} />);
  return { asked, onChange };
}

describe("CopyChoice", () => {
  it("asks where to before it says yes", async () => {
    const { asked, onChange } = choice(off);
    expect(screen.getByText("Sam")).toBeVisible();
    expect(screen.getByText("Sam").parentElement).toHaveTextContent(/^Sam gets a summary\.$/);
    await userEvent.click(screen.getByRole("switch"));
    expect(asked).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.getByRole("alert")).toHaveTextContent("We need an address for the copy");
    expect(screen.getByLabelText("Your e-mail")).toHaveFocus();
    expect(asked).toEqual([]);
    await userEvent.click(screen.getByLabelText("Your e-mail"));
    await userEvent.paste(" robin@example.org");
    await userEvent.keyboard("{Enter}");
    expect(asked).toEqual([["copy", true, "copy.v1", "robin@example.org"]]);
    expect(onChange).toHaveBeenCalledWith(on);
  });

  it("says where it goes, and takes it back at once", async () => {
    const { asked } = choice(on);
    expect(screen.getByText("It goes to robin@example.org.")).toBeVisible();
    await userEvent.click(screen.getByRole("switch"));
    expect(asked).toEqual([["copy", false, "copy.v1", undefined]]);
  });

  it("says that it went, when the address is deleted already", () => {
    choice({ ...on, copy_email: null });
    expect(screen.getByText("The copy is sent. We no longer keep your address.")).toBeVisible();
  });

  it("keeps what was typed when the server is silent", async () => {
    const { onChange } = choice(off, () => Promise.reject(new Problem("unavailable", 503)));
    await userEvent.click(screen.getByRole("switch"));
    await userEvent.click(screen.getByLabelText("Your e-mail"));
    await userEvent.paste("robin@example.org");
    await userEvent.keyboard("{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("We cannot save right now.");
    expect(screen.getByLabelText("Your e-mail")).toHaveValue("robin@example.org");
    expect(onChange).not.toHaveBeenCalled();
  });
});
