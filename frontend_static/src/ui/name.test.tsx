import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { isolate } from "@/words/names";
import { Name, withNames } from "./name";

it("keeps a name apart from the text around it", () => {
  const { container } = render(<Name>מאיה</Name>);
  expect(container.innerHTML).toBe("<bdi>מאיה</bdi>");
});

it("shows each marked name of a sentence as one", () => {
  const { container } = render(<p>{withNames(`${isolate("מאיה")} has left. ${isolate("Sam")} is here.`)}</p>);
  expect(container.innerHTML).toBe("<p><bdi>מאיה</bdi> has left. <bdi>Sam</bdi> is here.</p>");
});

it("leaves a sentence without names alone, and marks no empty name", () => {
  expect(withNames("Nobody is here.")).toBe("Nobody is here.");
  expect(isolate("")).toBe("");
});
