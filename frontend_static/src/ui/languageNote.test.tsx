import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Config } from "@/api/types";
import { LanguageNote } from "./languageNote";

const config = (language: string, language_limits: Config["language_limits"]) => ({ language, language_limits }) as unknown as Config;

describe("LanguageNote", () => {
  it("says in English that other languages are hardly understood", () => {
    render(<LanguageNote config={config("en", ["danger_by_word_list"])} />);
    expect(screen.getByTestId("language-note")).toHaveTextContent("The coach works in English. In other languages it can miss most signs of danger.");
  });

  it("names each thing that is English only", () => {
    render(<LanguageNote config={config("de", ["hears_english_only", "hints_in_english", "danger_by_word_list"])} />);
    const note = screen.getByTestId("language-note");
    expect(note).toHaveTextContent("Sessions are set to German.");
    expect(note).toHaveTextContent("The coach hears English only.");
    expect(note).toHaveTextContent("Hints are in English only.");
    expect(note).toHaveTextContent("In German the coach knows only a short list of words of danger.");
  });

  it("says that nobody watches where there is no list", () => {
    render(<LanguageNote config={config("it", ["danger_in_english_only"])} />);
    expect(screen.getByTestId("language-note")).toHaveTextContent("In Italian the coach cannot notice danger.");
    expect(screen.getByTestId("language-note")).not.toHaveTextContent("hears English only");
  });
});
