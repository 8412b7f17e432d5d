import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Session } from "@/api/types";
import { fakeApi, refusal, renderPage, signedIn, type Answer } from "@/app/renderPage";
import { SessionsPage } from "./SessionsPage";

const session: Session = {
  id: "s1",
  version: 1,
  partner_label: "Sam",
  status: "invited",
  row: "Invited, not opened",
  scheduled_for: null,
  created_at: "2026-11-12T19:30:00Z",
  started_at: null,
  ended_at: null,
  minutes: null,
  invite: null,
  consent: null,
  recording_consent: "none",
  partner_name: null,
  partners: [],
  coach: null,
};
const link = { url: "https://nobadparts.app/p/tok-1", expires_at: "2026-11-25T18:00:00Z" };
const list = (...sessions: Session[]) => ({ body: { sessions, next: null } });
const first = "GET /sessions?limit=30";

function open(answers: Record<string, Answer | (() => Answer)>) {
  const calls = fakeApi({ "GET /me": { body: { user_id: "u1", email: "a@b.c", display_name: "Ann" } }, ...answers });
  renderPage({ "/sessions": SessionsPage, "/sessions/:id": () => <p>opened</p> }, "/sessions", signedIn());
  return { calls, user: userEvent.setup() };
}

/** The desk's button; the phone's stands in the same page and is hidden by style alone. */
const newSession = () => screen.getAllByRole("button", { name: "New session" })[0] as HTMLElement;

beforeEach(() => {
  document.title = "";
});

describe("name and date of a session", () => {
  const open1 = async (answers: Record<string, Answer | (() => Answer)>) => {
    const opened = open({ [first]: list(session), ...answers });
    await opened.user.click(await screen.findByRole("button", { name: /^More for this session: Sam/ }));
    await opened.user.click(await screen.findByRole("menuitem", { name: "Name and date" }));
    const name = await screen.findByLabelText("What do you call your partner?");
    await opened.user.clear(name);
    await opened.user.type(name, "Samira");
    return opened;
  };

  it("are changed on top of what was read", async () => {
    const { calls, user } = await open1({ "PATCH /sessions/s1": { body: { ...session, partner_label: "Samira", version: 2 } } });
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(calls.find((call) => call.key === "PATCH /sessions/s1")?.body).toEqual({ partner_label: "Samira", scheduled_for: null, version: 1 });
  });

  it("are shown as another tab left them, and kept as typed", async () => {
    let version = 2;
    const { calls, user } = await open1({
      "GET /sessions/s1": { body: { ...session, partner_label: "Samuel", version: 2 } },
      "PATCH /sessions/s1": () => (version++ === 2 ? refusal("conflict", 409) : { body: session }),
    });
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("This was changed in another tab. Your text is kept below.")).toBeVisible();
    expect(screen.getByText(/Saved there:/)).toHaveTextContent("Saved there: Samuel, no date");
    expect(screen.getByLabelText("What do you call your partner?")).toHaveValue("Samira");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(calls.filter((call) => call.key === "PATCH /sessions/s1").at(-1)?.body).toMatchObject({ version: 2, partner_label: "Samira" });
  });
});

describe("the list of sessions", () => {
  it("shows a row with its state, and no name in the title", async () => {
    open({ [first]: list(session) });
    const row = within((await screen.findByText("Sam")).closest("li") as HTMLElement);
    expect(row.getByText("Invited, not opened")).toBeVisible();
    expect(row.getByRole("link")).toHaveAttribute("href", "/sessions/s1");
    expect(document.title).toBe("Sessions · No Bad Parts");
  });

  it("says what to do when there is none", async () => {
    open({ [first]: list() });
    expect(await screen.findByText("No sessions yet. Start one and send the link.")).toBeVisible();
  });

  it("searches, says when nothing fits, and clears", async () => {
    const { user } = open({ [first]: list(session), "GET /sessions?q=zz&limit=30": list() });
    await screen.findByText("Sam");
    await user.type(screen.getByRole("searchbox", { name: "Search" }), "zz");
    expect(await screen.findByText('Nothing found for "zz".')).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Clear" }));
    expect(await screen.findByText("Sam")).toBeVisible();
  });

  it("offers to try again when it could not be read", async () => {
    let works = false;
    const { user } = open({ [first]: () => (works ? list(session) : refusal("other", 500)) });
    expect(await screen.findByText("Something went wrong on our side. Try again.")).toBeVisible();
    works = true;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Sam")).toBeVisible();
  });
});

describe("a new session", () => {
  const making = {
    [first]: list(),
    "POST /sessions": { status: 201, body: session },
    "POST /sessions/s1/invite": { status: 201, body: link },
  };

  async function create(user: ReturnType<typeof userEvent.setup>) {
    await user.click(newSession());
    const field = await screen.findByLabelText("What do you call your partner?");
    expect(field).toHaveFocus();
    await user.type(field, "Sam");
    await user.click(screen.getByRole("button", { name: "Create" }));
  }

  it("is made, and its link copied", async () => {
    const { calls, user } = open(making);
    await create(user);
    expect(await screen.findByLabelText("Invitation link")).toHaveValue(link.url);
    expect(calls.find((call) => call.key === "POST /sessions")?.body).toEqual({ partner_label: "Sam" });
    await user.click(screen.getByRole("button", { name: "Copy link" }));
    expect(await navigator.clipboard.readText()).toBe(link.url);
    expect((await screen.findAllByText("Link copied.")).length).toBeGreaterThan(0);
  });

  it("keeps what was typed when it cannot be saved", async () => {
    const { user } = open({ ...making, "POST /sessions": refusal("unavailable", 503) });
    await create(user);
    expect(await screen.findByText("We cannot save right now. Your text is kept on this device.")).toBeVisible();
    expect(screen.getByLabelText("What do you call your partner?")).toHaveValue("Sam");
  });

  it("stands even when its link did not come", async () => {
    let works = false;
    const { user } = open({
      ...making,
      "POST /sessions/s1/invite": () => (works ? { status: 201, body: link } : refusal("unavailable", 503)),
    });
    await create(user);
    const again = await screen.findByRole("button", { name: "New link" });
    works = true;
    await user.click(again);
    expect(await screen.findByLabelText("Invitation link")).toHaveValue(link.url);
  });

  it("mails the link, and says so when it did not go", async () => {
    let works = false;
    const { user } = open({
      ...making,
      "POST /sessions/s1/invite/mail": () => (works ? { status: 202, body: link } : refusal("mail-failed", 502)),
    });
    await create(user);
    await user.click(await screen.findByRole("button", { name: "Send by e-mail" }));
    await user.type(screen.getByLabelText("Your partner's e-mail"), "sam@example.com");
    await user.click(screen.getByRole("button", { name: "Send" }));
    expect((await screen.findAllByText(/^Not sent\. Copy the link instead\./)).length).toBeGreaterThan(0);
    expect(screen.getByLabelText("Your partner's e-mail")).toHaveValue("sam@example.com");
    works = true;
    await user.click(screen.getByRole("button", { name: "Send" }));
    expect((await screen.findAllByText(/^Sent to sam@example\.com\./)).length).toBeGreaterThan(0);
  });

  it("has the link on the clipboard as soon as the session is made, and says so", async () => {
    const { user } = open(making);
    await create(user);
    expect((await screen.findAllByText("Link copied.")).length).toBeGreaterThan(0);
    expect(await navigator.clipboard.readText()).toBe(link.url);
  });

  it("says nothing of a copy the browser did not allow", async () => {
    const { user } = open(making);
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new DOMException("no", "NotAllowedError"));
    await create(user);
    expect(await screen.findByLabelText("Invitation link")).toHaveValue(link.url);
    expect(screen.queryByText("Link copied.")).toBeNull();
  });

  it("withdraws the link", async () => {
    const { user } = open({ ...making, "DELETE /sessions/s1/invite": { status: 204 } });
    await create(user);
    await user.click(await screen.findByRole("button", { name: "Withdraw link" }));
    expect((await screen.findAllByText("Withdrawn. The old link no longer opens.")).length).toBeGreaterThan(0);
    expect(screen.queryByLabelText("Invitation link")).toBeNull();
  });

  it("offers to name the guide while there is no name", async () => {
    const { calls, user } = open({
      ...making,
      "GET /me": { body: { user_id: "u1", email: "a@b.c", display_name: null } },
      "PATCH /me": { body: { user_id: "u1", email: "a@b.c", display_name: "Ann" } },
    });
    await user.click(newSession());
    await user.type(await screen.findByLabelText("Your name (optional)"), "Ann");
    await user.click(screen.getByRole("button", { name: "Create" }));
    expect(await screen.findByLabelText("Invitation link")).toHaveValue(link.url);
    expect(calls.find((call) => call.key === "PATCH /me")?.body).toEqual({ display_name: "Ann" });
  });

  it("asks nobody with a name for it, and needs none", async () => {
    const { calls, user } = open(making);
    await create(user);
    expect(await screen.findByLabelText("Invitation link")).toHaveValue(link.url);
    expect(calls.some((call) => call.key === "PATCH /me")).toBe(false);
  });
});
