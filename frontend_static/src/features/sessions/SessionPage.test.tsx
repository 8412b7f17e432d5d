import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { Session, Summary } from "@/api/types";
import { fakeApi, renderPage, signedIn, type Answer } from "@/app/renderPage";
import { SessionPage } from "./SessionPage";

const session: Session = {
  id: "s1",
  version: 3,
  partner_label: "Sam",
  status: "ended",
  row: "Notes ready",
  scheduled_for: null,
  created_at: "2026-11-12T12:00:00Z",
  started_at: "2026-11-12T12:00:00Z",
  ended_at: "2026-11-12T12:48:00Z",
  minutes: 48,
  invite: null,
  consent: { listening: true, at: "2026-11-12T12:01:00Z" },
  recording_consent: "none",
  partner_name: null,
  partners: [],
  coach: null,
};
const summary: Summary = {
  status: "ready",
  source: "ai",
  text: "In their words\n  12:41  \"It never rests.\"",
  html: "",
  mailed_at: null,
  error: null,
  transcript_until: null,
};

const choice = (minute: number, granted: boolean) => ({
  kind: "listening",
  granted,
  version: "listening.v1",
  at: `2026-11-12T12:${String(minute).padStart(2, "0")}:00Z`,
  text: "An AI coach hears your microphone.",
});

function open(answer: Partial<Summary>, more: Record<string, Answer> = {}, shown = session) {
  const calls = fakeApi({
    "GET /me": { body: { user_id: "u1", email: "ann@example.com", display_name: "Ann", time_zone: "UTC" } },
    "GET /sessions/s1/consents": { body: { choices: [choice(1, true)] } },
    "GET /sessions/s1/notes": { body: { text: "", version: 0, saved_at: null } },
    "GET /sessions/s1/summary": { body: { ...summary, ...answer } },
    ...more,
  });
  renderPage({ "/": () => <SessionPage session={shown} /> }, "/", signedIn());
  return { calls, user: userEvent.setup() };
}

describe("the page of an ended session", () => {
  it("says from when to when listening was agreed, in the reader's own time and once", async () => {
    open({ text: "12 November, 48 min\nListening agreed 12:01-12:48 UTC.\n\nIn their words\n  12:41  \"It never rests.\"" });
    expect(await screen.findByRole("heading", { name: "In their words" })).toBeVisible();
    expect(await screen.findByText(/Listening agreed \d\d:01-\d\d:48$/)).toBeVisible();
    expect(screen.queryByText(/UTC/)).toBeNull();
  });

  it("shows each choice with its time, version and text", async () => {
    const choices = [choice(1, true), choice(20, false), choice(30, true)];
    const { user } = open({}, { "GET /sessions/s1/consents": { body: { choices } } });
    expect(await screen.findByText(/Listening agreed \d\d:01-\d\d:20, \d\d:30-\d\d:48$/)).toBeVisible();
    await user.click(screen.getByRole("tab", { name: "Consent" }));
    const items = await screen.findAllByRole("listitem");
    expect(items.map((item) => item.querySelector("p")?.textContent)).toEqual(["Listening agreed", "Listening turned off", "Listening agreed"]);
    expect(items[1]).toHaveTextContent(/12 November.*, \d\d:20 · Text listening\.v1/);
    expect(items[0]).toHaveTextContent("An AI coach hears your microphone.");
  });

  it("says that listening was off when nothing was agreed", async () => {
    open({}, { "GET /sessions/s1/consents": { body: { choices: [] } } });
    expect(await screen.findByText(/Listening was off$/)).toBeVisible();
  });

  it.each([
    ["2026-11-20T08:00:00Z", /^Transcript deleted on 20 November.*, as agreed\.$/],
    ["2099-11-20T08:00:00Z", /^The transcript is deleted on 20 November 2099\.$/],
  ])("says when the transcript goes or went: %s", async (transcript_until, sentence) => {
    vi.setSystemTime(new Date("2026-11-22T12:00:00Z"));
    open({ transcript_until, text: "In their words\n  12:41  \"It.\"\n\nTranscript is deleted on 1 January." });
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(screen.queryByText(/1 January/)).toBeNull();
    vi.useRealTimers();
  });

  it("offers the own notes where there is no summary, and in their tab", async () => {
    const { user } = open({ status: "none", text: "" });
    expect(await screen.findByLabelText("Your own notes")).toBeVisible();
    await user.click(screen.getByRole("tab", { name: "Notes" }));
    expect(await screen.findByLabelText("Your own notes")).toBeVisible();
  });

  it("shows the notes and who wrote them, no name in the title", async () => {
    open({});
    expect(await screen.findByRole("heading", { name: "In their words" })).toBeVisible();
    expect(screen.getByText('"It never rests."')).toBeVisible();
    expect(screen.getByText("Written by AI, quotes checked.")).toBeVisible();
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent(/^12 November( \d{4})?, 48 min$/);
    expect(document.title).toBe("Session · No Bad Parts");
  });

  it.each([
    [{ status: "writing", text: "" } as const, "Writing your notes, a few seconds."],
    [{ status: "none", text: "" } as const, "The coach was off, so there is no summary. Your own notes are below."],
    [{ source: "extractive" } as const, "Made from your partner's own sentences, without AI."],
  ])("says its state: %o", async (answer, sentence) => {
    open(answer);
    expect(await screen.findByText(sentence)).toBeVisible();
  });

  it("sends the mail again", async () => {
    const { calls, user } = open(
      { status: "mail_failed", error: "mailbox unavailable." },
      { "POST /sessions/s1/summary/mail": { status: 202, body: {} } },
    );
    expect(await screen.findByText("The mail to ann@example.com did not arrive: mailbox unavailable.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Send again" }));
    expect(await screen.findByText("On its way.")).toBeVisible();
    expect(calls.filter((call) => call.key === "POST /sessions/s1/summary/mail")).toHaveLength(1);
  });

  it("lists hints and safety cards in order of time", async () => {
    const { user } = open(
      {},
      {
        "GET /sessions/s1/hints": {
          body: {
            hints: [
              { seq: 1, launch: 1, id: "h", text: "SUMMARY: A.\nSUGGESTION: B?", source: "built-in", step: null, at: "2026-11-12T12:20:00Z", latency_ms: 1, mark: "helped" },
            ],
            safety: [{ id: "s", launch: 1, seq: 1, kind: "self", at: "2026-11-12T12:10:00Z", acknowledged_at: null }],
          },
        },
      },
    );
    await user.click(await screen.findByRole("tab", { name: "Hints" }));
    const items = await screen.findAllByRole("listitem");
    expect(items[0]).toHaveTextContent("Safety first");
    expect(items[1]).toHaveTextContent("B?");
    expect(items[1]).toHaveTextContent("Built-in coach (fixed rules) · Helped");
  });
});
