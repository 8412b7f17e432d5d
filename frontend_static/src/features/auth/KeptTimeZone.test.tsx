import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { browserTimeZone } from "@/app/timeZone";
import { useDates } from "@/app/useDates";
import { fakeApi, refusal, renderPage, signedIn, type Answer } from "@/app/renderPage";
import { KeptTimeZone } from "./KeptTimeZone";

const me = { user_id: "u1", email: "ann@example.com", display_name: "Ann", country: null, mail_link_only: false, time_zone: null };

function Shown() {
  return <p>page {useDates().moment("2026-11-12T18:43:00Z")}</p>;
}

function Page() {
  return (
    <KeptTimeZone>
      <Shown />
    </KeptTimeZone>
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
  expect(await screen.findByText(/13 November, 07:43/)).toBeVisible();
});

it("shows the page and asks no second time when the zone is refused", async () => {
  const calls = open({ "GET /me": { body: me }, "PATCH /me": refusal("invalid", 422) });
  await waitFor(() => expect(calls).toHaveLength(2));
  expect(screen.getByText(/page/)).toBeVisible();
  expect(calls).toHaveLength(2);
});
