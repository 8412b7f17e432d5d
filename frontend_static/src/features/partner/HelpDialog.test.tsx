import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import type { Config } from "@/api/types";
import { HelpDialog } from "./HelpDialog";

const line = (name: string, number: string) => ({ name, number, hours: "day and night" });
const config = {
  country: "US",
  emergency: "911",
  crisis_lines: [line("Lifeline", "988")],
  help_by_country: [
    { country: "US", emergency: "911", lines: [line("Lifeline", "988")] },
    { country: "DE", emergency: "112", lines: [line("TelefonSeelsorge", "0800 111 0 111")] },
  ],
} as Config;

it("has the lines of every country, with numbers a tap calls", async () => {
  render(<HelpDialog open onClose={vi.fn()} config={config} onLeave={vi.fn()} />);
  expect(screen.getByRole("link", { name: "988" })).toHaveAttribute("href", "tel:988");
  await userEvent.selectOptions(screen.getByLabelText("Country"), "Germany");
  expect(screen.getByRole("link", { name: "0800 111 0 111" })).toHaveAttribute("href", "tel:08001110111");
  expect(screen.queryByRole("link", { name: "988" })).toBeNull();
  expect(screen.getByText("In danger now? Call 112.")).toBeVisible();
});

it("has lines also where the configured country is not among those we know", () => {
  const elsewhere = { ...config, country: "BR", emergency: "112", crisis_lines: [line("Find a line", "findahelpline.com")] };
  render(<HelpDialog open onClose={vi.fn()} config={elsewhere as Config} onLeave={vi.fn()} />);
  expect(screen.getByLabelText("Country")).toHaveDisplayValue("Brazil");
  expect(screen.getByText(/Find a line:/)).toBeVisible();
});
