import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import type { PartnerApi } from "@/api/client";
import { sentence } from "@/app/renderPage";
import { Problem } from "@/api/problem";
import type { PartnerHeld } from "@/api/types";
import { DataPage } from "./DataPage";
import * as file from "./saveFile";

const held: PartnerHeld = {
  facilitator_name: "Sam",
  display_name: "Robin",
  came_at: "2026-11-12T18:43:00Z",
  place_ended_at: null,
  ended_at: "2026-11-12T19:30:00Z",
  choices: [{ kind: "listening", granted: true, version: "listening.v1", at: "2026-11-12T18:43:00Z" }],
  recorded: false,
  sentences: 84,
  deleted_on: "2026-11-19",
  days: 7,
  copy_email: null,
  copy_mailed_at: null,
  copy_error: null,
  forgotten_at: null,
};
const gone: PartnerHeld = { ...held, display_name: null, sentences: 0, deleted_on: null, forgotten_at: "2026-11-13T09:00:00Z" };

function page(more: Partial<PartnerApi> = {}) {
  const api = { held: async () => held, package: async () => ({ ...held, words: [] }), forget: async () => gone, ...more };
  const onGone = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <DataPage api={api as unknown as PartnerApi} onGone={onGone} />
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

  it("hands all of it over as a file", async () => {
    const save = vi.spyOn(file, "saveFile").mockImplementation(() => undefined);
    page();
    await userEvent.click(await screen.findByRole("button", { name: "Download" }));
    expect(save).toHaveBeenCalledWith("my-data.json", expect.stringContaining('"words": []'));
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

  it("says when it could not delete, and nothing is claimed", async () => {
    const onGone = page({ forget: () => Promise.reject(new Problem("offline", 0)) });
    await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
    await userEvent.click(await screen.findByTestId("delete-yes"));
    expect(await screen.findByRole("alert")).toHaveTextContent("No connection.");
    expect(screen.queryByText(/Nothing you said is left/)).toBeNull();
    expect(onGone).not.toHaveBeenCalled();
  });
});
