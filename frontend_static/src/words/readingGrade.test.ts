// @vitest-environment node
/** The words by which somebody consents are for everybody: Flesch-Kincaid grade, aim below 4, never above 7. */
import { readdirSync, readFileSync } from "node:fs";
import { fleschKincaid } from "flesch-kincaid";
import { syllable } from "syllable";
import { describe, expect, it } from "vitest";
import { myData } from "@/features/my-data/words";
import { partner } from "@/features/partner/words";

const FOLDER = "../functions/consent";
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".en.md"));
/** As a Partner reads it. */
const filled = (text: string) =>
  text
    .replaceAll("{name}", "Sam")
    .replaceAll("{days}", "30")
    .replaceAll("{where}", "Your sound becomes text on our own server. The text goes to no other company.");

function grade(text: string): number {
  const sentences = text.split(/[.?!]+(?:\s|$)/).filter((one) => one.trim()).length;
  const words = text.match(/[\p{L}\d][\p{L}\d'’-]*/gu) ?? [];
  return fleschKincaid({ sentence: sentences, word: words.length, syllable: syllable(words.join(" ")) });
}

describe("reading grade", () => {
  it("measures: a lawyer's sentence is far above", () => {
    expect(grade("Notwithstanding the aforementioned provisions, participants irrevocably authorise the organisation's subsidiaries to retain identifiable information indefinitely.")).toBeGreaterThan(12);
  });

  it("finds the texts", () => {
    expect(files.length).toBeGreaterThanOrEqual(3);
  });

  it.each(files)("%s", (name) => {
    expect(grade(filled(readFileSync(`${FOLDER}/${name}`, "utf8")))).toBeLessThan(5);
  });

  it("the words about reaching one's data later", () => {
    const { title, lead, byLink, none, confirm } = myData;
    for (const one of [[title, lead, byLink, none].join(". "), [confirm.text, confirm.where("nobadparts.app")].join(" ")]) {
      expect(grade(one)).toBeLessThan(5);
    }
  });

  it("the door's own words", () => {
    const { door } = partner;
    const words = [door.lead("Sam"), door.notTherapy, door.danger("911"), door.notHere("Sam"), door.company, door.changeLater].join(" ");
    expect(grade(words)).toBeLessThan(5);
  });
});
