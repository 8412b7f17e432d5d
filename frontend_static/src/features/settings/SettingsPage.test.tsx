import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { fakeApi, refusal, renderPage, signedIn, type Answer } from "@/app/renderPage";
import { SettingsPage } from "./SettingsPage";

const me = { user_id: "u1", email: "ann@example.com", display_name: "Ann", country: null, mail_link_only: false, time_zone: "UTC" };
const config = {
  country: "US",
  emergency: "911",
  crisis_lines: [],
  help_by_country: [
    { country: "US", emergency: "911", lines: [] },
    { country: "GB", emergency: "999", lines: [] },
  ],
  transcript_days: 7,
  recording_days: 30,
  company: null,
};

function open(more: Record<string, Answer | (() => Answer)> = {}) {
  const calls = fakeApi({ "GET /me": { body: me }, "GET /config": { body: config }, "GET /sessions?limit=100": { body: { sessions: [{}, {}], next: null } }, ...more });
  const auth = { ...signedIn(), signOut: vi.fn(() => Promise.resolve()) };
  renderPage({ "/settings": SettingsPage, "/": () => <p>start</p> }, "/settings", auth);
  return { calls, auth, user: userEvent.setup() };
}
const changes = (calls: { key: string; body: unknown }[]) => calls.filter((call) => call.key === "PATCH /me").map((call) => call.body);

describe("settings", () => {
  it("saves the name, and only it", async () => {
    const { calls, user } = open({ "PATCH /me": { body: { ...me, display_name: "Anna" } } });
    await user.type(await screen.findByLabelText("Your name"), "a");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(changes(calls)).toEqual([{ display_name: "Anna" }]);
  });

  it("shows under the name why it was refused, and keeps it", async () => {
    const errors = [{ pointer: "/body/display_name", detail: "A name has at most 60 letters. Make it shorter." }];
    const { user } = open({ "PATCH /me": { ...refusal("invalid", 422), body: { type: "https://x/problems/invalid", errors } } });
    await user.type(await screen.findByLabelText("Your name"), "bc");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("A name has at most 60 letters.");
    expect(screen.getByLabelText("Your name")).toHaveValue("Annbc");
    expect(screen.getByLabelText("Your name")).toBeInvalid();
    expect(screen.queryByText("Something in the form does not fit. Check it and try again.")).toBeNull();
  });

  it("saves country and mail as they are chosen", async () => {
    let mail_link_only = false;
    const { calls, user } = open({
      "PATCH /me": () => {
        const answer = { body: { ...me, country: "GB", mail_link_only } };
        mail_link_only = true;
        return answer;
      },
    });
    await user.selectOptions(await screen.findByLabelText("Country for crisis lines"), "United Kingdom");
    await user.click(screen.getByRole("switch", { name: "Send only a link" }));
    expect(changes(calls)).toEqual([{ country: "GB" }, { mail_link_only: true }]);
    expect(await screen.findByRole("switch", { name: "Send only a link" })).toBeChecked();
  });

  it("saves the time zone as it is chosen, and says why one is refused", async () => {
    const errors = [{ pointer: "/body/time_zone", detail: "This time zone is not known here." }];
    let refuses = false;
    const { calls, user } = open({
      "PATCH /me": () =>
        refuses
          ? { ...refusal("invalid", 422), body: { type: "https://x/problems/invalid", errors } }
          : { body: { ...me, time_zone: "Pacific/Auckland" } },
    });
    const select = await screen.findByLabelText("Time zone");
    expect(select).toHaveValue("UTC");
    await user.selectOptions(select, "Pacific/Auckland");
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(select).toHaveValue("Pacific/Auckland");
    refuses = true;
    await user.selectOptions(select, "Europe/Berlin");
    expect(await screen.findByText("This time zone is not known here.")).toBeVisible();
    expect(select).toHaveValue("Pacific/Auckland");
    expect(changes(calls)).toEqual([{ time_zone: "Pacific/Auckland" }, { time_zone: "Europe/Berlin" }]);
  });

  it("lets UTC be chosen where no zone is kept", async () => {
    const { calls, user } = open({ "GET /me": { body: { ...me, time_zone: null } }, "PATCH /me": { body: { ...me, time_zone: "UTC" } } });
    const select = await screen.findByLabelText("Time zone");
    expect(within(select).getByRole("option", { selected: true })).toHaveTextContent("Not chosen (UTC)");
    await user.selectOptions(select, "UTC");
    await waitFor(() => expect(select).toHaveValue("UTC"));
    expect(changes(calls)).toEqual([{ time_zone: "UTC" }]);
    expect(within(select).queryByRole("option", { name: "Not chosen (UTC)" })).toBeNull();
  });

  it("goes back to what is so when a choice could not be saved", async () => {
    const { user } = open({ "PATCH /me": refusal("unavailable", 503) });
    await user.click(await screen.findByRole("switch", { name: "Send only a link" }));
    expect(await screen.findByText("We cannot save right now. Your text is kept on this device.")).toBeVisible();
    expect(screen.getByRole("switch", { name: "Send only a link" })).not.toBeChecked();
  });

  it("says how long each thing is kept, by the running configuration", async () => {
    open();
    const row = within((await screen.findByText("What your partner said, as text")).closest("tr") as HTMLElement);
    expect(row.getByText("7 days after the summary is made")).toBeVisible();
  });

  it("deletes nothing until DELETE is typed, then signs out", async () => {
    const { calls, auth, user } = open({ "DELETE /me?confirm=DELETE": { status: 204 } });
    await user.click(await screen.findByRole("button", { name: "Delete everything" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(await dialog.findByText("2 sessions, also one that is running")).toBeVisible();
    await user.type(dialog.getByLabelText("Type DELETE to go on"), "delete");
    await user.click(dialog.getByRole("button", { name: "Delete everything" }));
    expect(dialog.getByText("Type the word DELETE in capitals.")).toBeVisible();
    expect(calls.some((call) => call.key.startsWith("DELETE"))).toBe(false);
    await user.clear(dialog.getByLabelText("Type DELETE to go on"));
    await user.type(dialog.getByLabelText("Type DELETE to go on"), "DELETE");
    await user.click(dialog.getByRole("button", { name: "Delete everything" }));
    await waitFor(() => expect(location.pathname).toBe("/"));
    expect(auth.signOut).toHaveBeenCalledOnce();
  });

  it("keeps the dialog and the word when the deletion did not go through", async () => {
    const { user, auth } = open({ "DELETE /me?confirm=DELETE": refusal("unavailable", 503) });
    await user.click(await screen.findByRole("button", { name: "Delete everything" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText("Type DELETE to go on"), "DELETE");
    await user.click(dialog.getByRole("button", { name: "Delete everything" }));
    expect(await dialog.findByRole("alert")).toBeVisible();
    expect(dialog.getByLabelText("Type DELETE to go on")).toHaveValue("DELETE");
    expect(auth.signOut).not.toHaveBeenCalled();
  });

  it("downloads everything as one file", async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    URL.createObjectURL = vi.fn(() => "blob:x");
    URL.revokeObjectURL = vi.fn();
    const { user } = open({ "GET /me/everything": { body: { made_at: "x", profile: me, sessions: [] } } });
    await user.click(await screen.findByRole("button", { name: "Download everything" }));
    expect(await screen.findByText("Downloaded. Keep the file safe: it holds private words.")).toBeVisible();
    expect(click).toHaveBeenCalledOnce();
    click.mockRestore();
  });
});
