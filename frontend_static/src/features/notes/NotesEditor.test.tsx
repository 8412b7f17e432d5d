import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { fakeApi, refusal, renderPage, signedIn, type Answer } from "@/app/renderPage";
import { NotesEditor } from "./NotesEditor";

const at = "2026-11-22T18:00:00Z";
const none: Answer = { body: { text: "", version: 0, saved_at: null } };

function open(answers: Record<string, Answer | (() => Answer)>) {
  const calls = fakeApi({ "GET /sessions/s1/notes": none, ...answers });
  const navigate = renderPage({ "/": () => <NotesEditor sessionId="s1" />, "/away": () => <p>away</p> }, "/", signedIn());
  return { calls, navigate, user: userEvent.setup() };
}
const field = () => screen.findByLabelText("Your own notes");
const saves = (calls: { key: string; body: unknown }[]) => calls.filter((call) => call.key.startsWith("PUT")).map((call) => call.body);

it("saves a breath after the last letter, once", async () => {
  const { calls, user } = open({ "PUT /sessions/s1/notes": { body: { text: "The knot", version: 1, saved_at: at } } });
  await user.type(await field(), "The knot");
  expect(await screen.findByText(/^Saved \d\d:00$/, {}, { timeout: 5000 })).toBeVisible();
  expect(saves(calls)).toEqual([{ text: "The knot", version: 0 }]);
  await waitFor(() => expect(Object.keys(localStorage).filter((key) => key.startsWith("nbp.notes"))).toEqual([]));
});

it("keeps the text on this device while the server is silent, and brings it back", async () => {
  const { user } = open({ "PUT /sessions/s1/notes": refusal("unavailable", 503) });
  await user.type(await field(), "Kept");
  expect((await screen.findAllByText("We cannot save right now. Your text is kept on this device.", {}, { timeout: 5000 })).length).toBeGreaterThan(0);
  expect(await field()).toHaveValue("Kept");
  const key = Object.keys(localStorage).find((name) => name.startsWith("nbp.notes")) ?? "";
  expect(JSON.parse(localStorage.getItem(key) ?? "{}")).toEqual({ text: "Kept", version: 0 });
});

it("shows both texts when another tab saved, and saves the chosen one on top", async () => {
  let theirs = false;
  const { calls, user } = open({
    "GET /sessions/s1/notes": () => (theirs ? { body: { text: "theirs", version: 1, saved_at: at } } : none),
    "PUT /sessions/s1/notes": () => {
      if (theirs) return { body: { text: "mine", version: 2, saved_at: at } };
      theirs = true;
      return refusal("conflict", 409);
    },
  });
  await user.type(await field(), "mine");
  expect(await screen.findByText("This was changed in another tab. Your text is kept below.", {}, { timeout: 5000 })).toBeVisible();
  expect(await screen.findByText("theirs")).toBeVisible();
  expect(await field()).toHaveValue("mine");
  await user.click(screen.getByRole("button", { name: "Keep mine" }));
  await waitFor(() => expect(saves(calls).at(-1)).toEqual({ text: "mine", version: 1 }));
  expect(screen.queryByText("theirs")).toBeNull();
});

it("saves what is unsaved when one leaves", async () => {
  const { calls, navigate, user } = open({ "PUT /sessions/s1/notes": { body: { text: "last", version: 1, saved_at: at } } });
  await user.type(await field(), "last");
  act(() => navigate("/away"));
  await waitFor(() => expect(saves(calls)).toEqual([{ text: "last", version: 0 }]));
});

it("says so when the session is not theirs", async () => {
  open({ "GET /sessions/s1/notes": refusal("not-found", 404) });
  expect(await screen.findByText("We cannot find that, or it is not yours.")).toBeVisible();
});
