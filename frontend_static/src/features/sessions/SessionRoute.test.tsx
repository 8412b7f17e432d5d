import { act, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { fakeApi, refusal, renderPage, signedIn } from "@/app/renderPage";
import { SessionRoute } from "./SessionRoute";

vi.mock("@/features/room/FacilitatorRoom", () => ({ default: ({ sessionId }: { sessionId: string }) => <p>room {sessionId}</p> }));
vi.mock("./SessionPage", () => ({ SessionPage: () => <p>page</p> }));

function open(status: () => string) {
  fakeApi({ "GET /sessions/s1": () => ({ body: { id: "s1", status: status() } }), "GET /sessions/s2": refusal("not-found", 404) });
  return renderPage({ "/sessions/:id": SessionRoute }, "/sessions/s1", signedIn());
}

it("opens the room, stays in it when the session ends, and opens the page on arriving again", async () => {
  let status = "live";
  const navigate = open(() => status);
  expect(await screen.findByText("room s1")).toBeVisible();
  status = "ended";
  expect(screen.getByText("room s1")).toBeVisible();
  act(() => navigate("/sessions/s1"));
  expect(await screen.findByText("page")).toBeVisible();
});

it("says so when the session is not there", async () => {
  const navigate = open(() => "live");
  act(() => navigate("/sessions/s2"));
  expect(await screen.findByRole("heading", { name: "We cannot find that, or it is not yours." })).toBeVisible();
});
