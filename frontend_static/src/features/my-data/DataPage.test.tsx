import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import type { DataApi } from "@/api/partner";
import { sentence } from "@/app/renderPage";
import { Problem } from "@/api/problem";
import type { PartnerHeld } from "@/api/types";
import { DataPage } from "./DataPage";
import * as file from "@/ui/downloadFile";

const held: PartnerHeld = {
  session_id: "s-1",
  facilitator_name: "Sam",
  display_name: "Robin",
  came_at: "2026-11-12T18:43:00Z",
  time_zone: "UTC",
  place_ended_at: null,
  ended_at: "2026-11-12T19:30:00Z",
  choices: [{ kind: "listening", granted: true, version: "listening.v1", at: "2026-11-12T18:43:00Z" }],
  recorded: false,
  sentences: 84,
  deleted_on: "2026-11-19T12:00:00Z",
  days: 7,
  copy_email: null,
  copy_mailed_at: null,
  copy_error: null,
  forgotten_at: null,
  address_confirmed_at: null,
};
const gone: PartnerHeld = { ...held, display_name: null, sentences: 0, deleted_on: null, forgotten_at: "2026-11-13T09:00:00Z" };

function page(more: Partial<DataApi> = {}) {
  sessionStorage.clear();
  const api = { heldKey: ["partner-data", null], held: async () => held, package: async () => ({ ...held, words: [] }), forget: async () => gone, ...more };
  const onGone = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <DataPage api={api as unknown as DataApi} onGone={onGone} />
    </QueryClientProvider>,
  );
  return onGone;
}

describe("DataPage", () => {
  it("says what is held, from when, and when it goes by itself", async () => {
    page();
    const table = within(await screen.findByTestId("held"));
    expect(table.getByText("Robin")).toBeVisible();
    expect(table.getByText(/84 sentences\. Deleted by itself on 19 November/)).toBeVisible();
    expect(table.getByText(/\(listening\.v1\)/)).toHaveTextContent("Let the coach listen to me: on");
    expect(screen.getByRole("heading", { level: 1 })).toHaveFocus();
  });

  it("says every date in the zone kept for the Partner, and in another once it is chosen", async () => {
    const late = { ...held, deleted_on: "2026-11-19T19:00:00Z", time_zone: "Pacific/Auckland" };
    const chooseTimeZone = vi.fn(async (time_zone: string) => ({ ...late, time_zone }));
    page({ held: async () => late, chooseTimeZone });
    const table = within(await screen.findByTestId("held"));
    expect(table.getByText(/Deleted by itself on 20 November/)).toBeVisible();
    expect(table.getByText(/13 November, 07:43 \(listening\.v1\)/)).toBeVisible();
    const select = screen.getByLabelText("Time zone");
    expect(select).toHaveValue("Pacific/Auckland");
    await userEvent.selectOptions(select, "Europe/Berlin");
    expect(await table.findByText(/Deleted by itself on 19 November/)).toBeVisible();
    expect(table.getByText(/12 November, 19:43 \(listening\.v1\)/)).toBeVisible();
    expect(chooseTimeZone.mock.calls[0]?.[0]).toBe("Europe/Berlin");
  });

  it("says why a zone was not taken, and keeps the one that is kept", async () => {
    page({
      chooseTimeZone: async () => {
        throw new Problem("offline", 0);
      },
    });
    const select = await screen.findByLabelText("Time zone");
    await userEvent.selectOptions(select, "Europe/Berlin");
    expect(await screen.findByRole("alert")).toBeVisible();
    expect(select).toHaveValue("UTC");
  });

  it("hands all of it over as a file", async () => {
    const save = vi.spyOn(file, "downloadFile").mockImplementation(() => undefined);
    page();
    await userEvent.click(await screen.findByRole("button", { name: "Download" }));
    expect(save).toHaveBeenCalledWith("my-data.json", expect.stringContaining('"words": []'), "application/json");
  });

  it("deletes in two taps, saying first what goes and what stays", async () => {
    const onGone = page();
    await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(sentence("The hints and the summary made from them, also for Sam"))).toBeVisible();
    expect(dialog.getByText("That there was a call, and the times of your choices")).toBeVisible();
    await userEvent.click(dialog.getByRole("button", { name: "Delete it all" }));
    expect(await screen.findByText(/Deleted\. Nothing you said is left here\./)).toBeVisible();
    expect(screen.getByText("You gave none.")).toBeVisible();
    expect(onGone).toHaveBeenCalledOnce();
  });

  it("confirms an address by the code mailed there, and forgets it again", async () => {
    const asked: unknown[] = [];
    const confirmAddress = vi
      .fn<DataApi["confirmAddress"]>()
      .mockRejectedValueOnce(new Problem("code-invalid", 422))
      .mockResolvedValueOnce({ ...held, address_confirmed_at: "2026-11-13T09:00:00Z" });
    page({
      nameAddress: async (email) => {
        asked.push(email);
        return { request: "r-1" };
      },
      confirmAddress,
      forgetAddress: async () => held,
    });
    const block = within(await screen.findByTestId("address"));
    await userEvent.click(block.getByTestId("send-code"));
    expect(block.getByRole("alert")).toHaveTextContent("That address does not look right.");
    await userEvent.type(block.getByLabelText("Your e-mail"), " robin@example.org{Enter}");
    expect(await block.findByText("We sent a code to robin@example.org. It works for 15 minutes.")).toBeVisible();
    await userEvent.type(block.getByLabelText("Code"), "482 914{Enter}");
    expect(await block.findByRole("alert")).toHaveTextContent("That code does not match.");
    expect(block.getByLabelText("Code")).toHaveValue("482 914");
    await userEvent.type(block.getByLabelText("Code"), "{Backspace}3{Enter}");
    expect(await block.findByTestId("address-confirmed")).toHaveTextContent("You confirmed an address on 13 November");
    expect(confirmAddress.mock.calls).toEqual([["r-1", "482914"], ["r-1", "482913"]]);
    expect(asked).toEqual(["robin@example.org"]);
    expect(JSON.stringify({ ...sessionStorage })).not.toContain("robin");
    await userEvent.click(block.getByRole("button", { name: "Forget my address" }));
    expect(await block.findByLabelText("Your e-mail")).toHaveValue("");
  });

  it("says when it could not delete, and nothing is claimed", async () => {
    const onGone = page({ forget: () => Promise.reject(new Problem("offline", 0)) });
    await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
    await userEvent.click(await screen.findByTestId("delete-yes"));
    expect(await screen.findByRole("alert")).toHaveTextContent("No connection.");
    expect(screen.queryByText(/Nothing you said is left/)).toBeNull();
    expect(onGone).not.toHaveBeenCalled();
  });
});
