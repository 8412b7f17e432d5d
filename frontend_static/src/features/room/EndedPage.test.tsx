import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { signedIn } from "@/app/renderPage";
import { AuthContext } from "@/features/auth/useAuth";
import { EndedPage } from "./EndedPage";

const show = (more: Partial<Parameters<typeof EndedPage>[0]>) =>
  render(
    <AuthContext value={signedIn()}>
        <EndedPage sessionId="s1" ended minutes={48} email="ann@example.com" notes="writing" onBack={() => undefined} {...more} />
    </AuthContext>,
  );

it("says how long it was and where the notes go", () => {
  show({});
  expect(screen.getByRole("heading", { name: "Session ended, 48 min." })).toBeVisible();
  expect(screen.getByText("Notes go to ann@example.com in a moment.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Open session" })).toHaveAttribute("href", "/sessions/s1");
});

it.each([
  ["none", "The coach was off, so there is no summary."],
  ["mail_failed", "Your notes are ready, but the mail did not arrive. They are on the session's page."],
] as const)("promises no mail when there is none: %s", (notes, says) => {
  show({ notes });
  expect(screen.getByText(says)).toBeVisible();
  expect(screen.queryByText(/in a moment/)).toBeNull();
});

it("leads back into a call one only left", () => {
  show({ ended: false });
  expect(screen.getByRole("heading", { name: "You have left the call." })).toBeVisible();
  expect(screen.getByRole("button", { name: "Come back" })).toBeVisible();
});
