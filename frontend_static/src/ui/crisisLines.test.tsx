import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { CrisisLines } from "./crisisLines";

it("links a number that can be dialled, and only that", () => {
  render(
    <CrisisLines
      lines={[
        { name: "Lifeline", number: "1-800-799-7233", hours: "day and night" },
        { name: "Text line", number: "text HOME to 741741", hours: "" },
      ]}
    />,
  );
  expect(screen.getByRole("link", { name: "1-800-799-7233" }).getAttribute("href")).toBe("tel:18007997233");
  expect(screen.getAllByRole("link")).toHaveLength(1);
  expect(screen.getByText("text HOME to 741741").tagName).toBe("STRONG");
});
