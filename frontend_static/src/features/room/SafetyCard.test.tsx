import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import type { Config } from "@/api/types";
import { SafetyCard } from "./SafetyCard";

const config = {
  country: "US",
  emergency: "911",
  crisis_lines: [
    { name: "Lifeline", number: "988", hours: "", topics: ["crisis"] },
    { name: "Domestic Violence Hotline", number: "1-800-799-7233", hours: "", topics: ["abuse"] },
  ],
  help_by_country: [{ country: "DE", emergency: "112", lines: [{ name: "TelefonSeelsorge", number: "0800 111 0 111", hours: "", topics: ["crisis"] }] }],
} as unknown as Config;
const alarm = { id: "c1", kind: "self" as const, discreet: false, acknowledged: false };

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

  it("says the numbers of another country, where the partner is", async () => {
    render(<SafetyCard alarm={alarm} config={config} called={false} onRead={() => undefined} />);
    expect(screen.getByRole("link", { name: "988" })).toBeVisible();
    expect(screen.queryByRole("link", { name: "1-800-799-7233" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Other country" }));
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Country they are in" }), "Germany");
    expect(screen.getByRole("link", { name: "0800 111 0 111" })).toBeVisible();
    expect(screen.getByText(/call 112/)).toBeVisible();
    expect(screen.queryByText(/911|988/)).toBeNull();
  });

  it("names the lines of its kind first", () => {
    render(<SafetyCard alarm={{ ...alarm, kind: "abuse_at_home" }} config={config} called={false} onRead={() => undefined} />);
    expect(screen.getAllByRole("link").map((link) => link.textContent)).toEqual(["1-800-799-7233", "988"]);
  });

  it("has no word for violence and no number to call in its discreet form", () => {
    render(<SafetyCard alarm={{ ...alarm, kind: "abuse_at_home", discreet: true }} config={config} called={false} onRead={() => undefined} />);
    expect(screen.getByRole("heading", { name: "Check in" })).toBeVisible();
    expect(screen.queryByText(/988|abuse|violence/i)).toBeNull();
  });
});
