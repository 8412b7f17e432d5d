import { describe, expect, it } from "vitest";

import { isEmpty, readHint, sayable } from "./hintText";

const WHOLE = [
  "SUMMARY: A part of you sounds tired of holding it all.",
  "SUGGESTION: Could you ask it what it fears would happen if it rested for a moment?",
  "FOLLOW-UP: Where do you feel it? | How do you feel toward it?",
  "REMINDER: This is peer support, not professional therapy — go at your own pace.",
].join("\n");

describe("readHint", () => {
  it("reads the four parts of a whole hint", () => {
    const parts = readHint(WHOLE, "whole");
    expect(parts.summary).toBe("A part of you sounds tired of holding it all.");
    expect(parts.suggestion).toMatch(/^Could you ask it .* moment\?$/);
    expect(parts.followUps).toEqual(["Where do you feel it?", "How do you feel toward it?"]);
    expect(parts.reminder).toMatch(/^This is peer support/);
  });

  it("shows nothing of a label, then the first letter at once, then whole words", () => {
    expect(isEmpty(readHint("SUMM", "streaming"))).toBe(true);
    expect(readHint("SUMMARY: A", "streaming").summary).toBe("A");
    expect(readHint("SUMMARY: A par", "streaming").summary).toBe("A");
    expect(readHint("SUMMARY: A part of", "streaming").summary).toBe("A part");
    expect(readHint("SUMMARY: A part of you.\nSUGG", "streaming").summary).toBe("A part of you.");
  });

  it("never takes back a letter it has shown, whatever the pieces", () => {
    let before = "";
    for (let end = 0; end <= WHOLE.length; end += 1) {
      const shown = sayable(readHint(WHOLE.slice(0, end), "streaming"));
      expect(shown.startsWith(before)).toBe(true);
      before = shown;
    }
  });

  it("holds an unfinished line back when lines must appear whole", () => {
    expect(readHint("SUMMARY: One.\nSUGGESTION: Could you", "streaming", true)).toMatchObject({ summary: "One.", suggestion: "" });
  });

  it("keeps whole sentences only of a broken stream", () => {
    const parts = readHint("SUMMARY: One is tired.\nSUGGESTION: Stay with it. Could you ask it wh", "broken");
    expect(parts.summary).toBe("One is tired.");
    expect(parts.suggestion).toBe("Stay with it.");
    expect(readHint("SUMMARY: One.\nFOLLOW-UP: Where is it? | How do yo", "broken").followUps).toEqual(["Where is it?"]);
    expect(isEmpty(readHint("SUMMARY: A part of", "broken"))).toBe(true);
  });

  it("never shows a line without a label", () => {
    expect(isEmpty(readHint("Sure! Here is a hint:\n```json", "whole"))).toBe(true);
  });
});
