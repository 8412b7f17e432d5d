import { expect, it } from "vitest";

import { mayShowThisPage } from "./shownToOthers";

it("takes a screen, a window and whatever is unknown for one that shows this page, and only another tab for one that does not", () => {
  expect(mayShowThisPage("monitor", null)).toBe(true);
  expect(mayShowThisPage("window", null)).toBe(true);
  expect(mayShowThisPage(undefined, null)).toBe(true);
  expect(mayShowThisPage("browser", null)).toBe(true);
  expect(mayShowThisPage("browser", true)).toBe(true);
  expect(mayShowThisPage("browser", false)).toBe(false);
});
