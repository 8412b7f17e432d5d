import { expect, it } from "vitest";
import { readSummary } from "./summaryBlocks";

const text = `12 November, 48 min
Listening agreed 19:31-20:02
Written by AI, quotes checked.

Today your Partner seemed to meet a tired part.

In their words
  12:41  "It never rests."
  14:03  "If it stops, all falls apart."

Parts met
  tired part (felt toward: curious)

  - watchful one

Transcript is deleted on 19 November.`;

it("reads the head, headings, timed lines and sentences", () => {
  expect(readSummary(text)).toEqual({
    head: ["12 November, 48 min", "Listening agreed 19:31-20:02", "Written by AI, quotes checked."],
    blocks: [
      { paragraph: "Today your Partner seemed to meet a tired part." },
      { heading: "In their words" },
      {
        lines: [
          { at: "12:41", text: '"It never rests."' },
          { at: "14:03", text: '"If it stops, all falls apart."' },
        ],
      },
      { heading: "Parts met" },
      {
        lines: [
          { at: null, text: "tired part (felt toward: curious)" },
          { at: null, text: "watchful one" },
        ],
      },
      { paragraph: "Transcript is deleted on 19 November." },
    ],
  });
});

it("shows a text without a head whole", () => {
  expect(readSummary("One sentence.\nAnother one.")).toEqual({ head: [], blocks: [{ paragraph: "One sentence. Another one." }] });
});
