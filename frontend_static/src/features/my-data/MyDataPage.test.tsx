import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { fakeApi, refusal, renderPage, signedIn, type Answer } from "@/app/renderPage";
import MyDataPage from "./MyDataPage";

const place = { partner_id: "p-1", session_id: "s-1", facilitator_name: "Sam", came_at: "2026-11-12T18:43:00Z", ended_at: null };
const held = {
  session_id: "s-1",
  facilitator_name: "Sam",
  display_name: "Robin",
  came_at: "2026-11-12T18:43:00Z",
  time_zone: "UTC",
  place_ended_at: null,
  ended_at: "2026-11-12T19:30:00Z",
  choices: [],
  recorded: false,
  sentences: 84,
  deleted_on: null,
  days: 7,
  copy_email: null,
  copy_mailed_at: null,
  copy_error: null,
  forgotten_at: null,
  address_confirmed_at: "2026-11-12T19:31:00Z",
};

beforeEach(() => sessionStorage.clear());

function open(more: Record<string, Answer | (() => Answer)> = {}) {
  const calls = fakeApi({
    "POST /my-data/codes": { status: 202, body: { request: "r-1" } },
    "POST /my-data/token": { body: { token: "nbp_d_x", expires_at: "" } },
    "GET /my-data": { body: { places: [place] } },
    "GET /partner/data?partner=p-1": { body: held },
    "GET /sessions/s-1/recording?partner=p-1": { body: { state: "none", agreed: false, paused_by: [], now: "", recordings: [] } },
    ...more,
  });
  renderPage({ "/my-data": MyDataPage }, "/my-data", signedIn());
  return { calls, user: userEvent.setup() };
}

it("goes from an address over a code to the data, and says nothing of whether the address is known", async () => {
  const { calls, user } = open();
  await user.type(await screen.findByLabelText("Your e-mail"), "robin@example.org{Enter}");
  expect(await screen.findByText("If we know robin@example.org, a code is on its way. It works for 15 minutes.", { selector: "form p" })).toBeVisible();
  await user.type(screen.getByLabelText("Code"), "482 913{Enter}");
  await user.click(await screen.findByRole("button", { name: /With Sam, / }));
  expect(await screen.findByText(/84 sentences/)).toBeVisible();
  expect(calls.find((one) => one.key === "POST /my-data/token")?.body).toEqual({ request: "r-1", code: "482913" });
  expect(localStorage.getItem("nbp_d_x")).toBeNull();
  await user.click(screen.getByRole("button", { name: "All my calls" }));
  expect(await screen.findByRole("heading", { name: "Your calls" })).toHaveFocus();
});

it("keeps the code that was typed when it is wrong, and asks for a new one when it has run out", async () => {
  let answer = refusal("code-invalid", 422);
  const { user } = open({ "POST /my-data/token": () => answer });
  await user.type(await screen.findByLabelText("Your e-mail"), "robin@example.org{Enter}");
  await user.type(await screen.findByLabelText("Code"), "000000{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("That code does not match.");
  expect(screen.getByLabelText("Code")).toHaveValue("000000");
  answer = refusal("code-expired", 410);
  await user.click(screen.getByRole("button", { name: "Go on" }));
  expect(await screen.findByText("That code has run out.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Ask for a new code" }));
  expect(screen.getByLabelText("Your e-mail")).toBeVisible();
});

it("says when nothing is kept, and when the hour is over", async () => {
  const answers: Answer[] = [refusal("unauthorized", 401)];
  const { user } = open({ "GET /my-data": () => answers[0] ?? { body: { places: [] } } });
  const through = async () => {
    await user.type(await screen.findByLabelText("Your e-mail"), "robin@example.org{Enter}");
    await user.type(await screen.findByLabelText("Code"), "482913{Enter}");
  };
  await through();
  await user.click(await screen.findByRole("button", { name: "Ask for a new code" }));
  expect(await screen.findByText("Your code has run out. Ask for a new one.")).toBeVisible();
  answers.length = 0;
  await through();
  expect(await screen.findByTestId("no-places")).toHaveTextContent("Nothing is kept for this address.");
});
