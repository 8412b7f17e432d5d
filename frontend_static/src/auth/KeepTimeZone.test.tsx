import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { browserTimeZone } from "@/app/timeZone";
import { fakeApi, refusal, renderPage, signedIn, type Answer } from "@/app/renderPage";
import { KeepTimeZone } from "./KeepTimeZone";

const me = { user_id: "u1", email: "ann@example.com", display_name: "Ann", country: null, mail_link_only: false, time_zone: null };

function Page() {
  return (
    <>
      <KeepTimeZone />
      <p>page</p>
    </>
  );
}

function open(answers: Record<string, Answer>) {
  const calls = fakeApi(answers);
  renderPage({ "/": Page }, "/", signedIn());
  return calls;
}
const zone = browserTimeZone() ?? "none";

it("keeps the browser's time zone once for who has none", async () => {
  const calls = open({ "GET /me": { body: me }, "PATCH /me": { body: { ...me, time_zone: zone } } });
  await waitFor(() => expect(calls.map(({ key }) => key)).toEqual(["GET /me", "PATCH /me"]));
  expect(calls[1]?.body).toEqual({ time_zone: zone });
});

it("leaves a zone that was chosen", async () => {
  const calls = open({ "GET /me": { body: { ...me, time_zone: "Pacific/Auckland" } } });
  await waitFor(() => expect(calls).toHaveLength(1));
  expect(calls.map(({ key }) => key)).toEqual(["GET /me"]);
});

it("shows the page and asks no second time when the zone is refused", async () => {
  const calls = open({ "GET /me": { body: me }, "PATCH /me": refusal("invalid", 422) });
  await waitFor(() => expect(calls).toHaveLength(2));
  expect(screen.getByText("page")).toBeVisible();
  expect(calls).toHaveLength(2);
});
