import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import type { Config } from "@/api/types";
import { SafetyCard } from "./SafetyCard";

const config = { emergency: "911", crisis_lines: [{ name: "Lifeline", number: "988", hours: "" }] } as unknown as Config;
const alarm = { seq: 1, kind: "self" as const, discreet: false, acknowledged: false };

describe("SafetyCard", () => {
  it("takes no focus when it comes, and keeps it when its form is changed", async () => {
    render(<SafetyCard alarm={alarm} config={config} called={false} onRead={() => undefined} />);
    expect(document.body).toHaveFocus();
    await userEvent.click(screen.getByRole("button", { name: "Discreet" }));
    expect(screen.getByTestId("safety-card")).toHaveFocus();
    expect(screen.getByTestId("safety-card")).toHaveAttribute("data-discreet", "true");
  });

  it("takes the focus when it was opened again", () => {
    render(<SafetyCard alarm={{ ...alarm, acknowledged: true }} config={config} called onRead={() => undefined} />);
    expect(screen.getByTestId("safety-card")).toHaveFocus();
  });

  it("has no word for violence and no number to call in its discreet form", () => {
    render(<SafetyCard alarm={{ ...alarm, kind: "abuse_at_home", discreet: true }} config={config} called={false} onRead={() => undefined} />);
    expect(screen.getByRole("heading", { name: "Check in" })).toBeVisible();
    expect(screen.queryByText(/988|abuse|violence/i)).toBeNull();
  });
});
