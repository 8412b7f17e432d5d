import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/app/tokens.css", "utf8");

/** The declarations of every block of tokens.css, in order: light, light cards on the stage, dark by device, dark by choice and stage. */
const [light = {}, dimmed = {}, ...darks] = [...css.matchAll(/\{([^{}]*--bg:[^{}]*)\}/g)].map((block) =>
  Object.fromEntries([...(block[1] ?? "").matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]] as const)),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast, rounded down to a tenth. */
function ratio(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return Math.floor(((light + 0.05) / (dark + 0.05)) * 10) / 10;
}

const surfaces = ["bg", "surface", "sunken"];
const tints = ["soft", "think-tint", "quiet-tint", "concern-tint", "crisis-tint"];
const all = [...surfaces, ...tints];
const text: [string, string[]][] = [
  ["text", all],
  ["text-2", all],
  ["primary", ["soft", ...surfaces]],
  ["primary-label", ["primary"]],
  ["think", ["think-tint", ...surfaces]],
  ["quiet", ["quiet-tint", ...surfaces]],
  ["concern", ["concern-tint", ...surfaces]],
  ["crisis", ["crisis-tint", ...surfaces]],
];
const parts: [string, string[]][] = [
  ["edge", all],
  ["rec", all],
  ["focus", all],
  ["clay", all],
];

describe("contrast of the tokens", () => {
  it("has one light block and two equal dark ones", () => {
    expect(darks).toHaveLength(2);
    expect(darks[0]).toEqual(darks[1]);
    expect(Object.keys(light)).toEqual(Object.keys(darks[0] ?? {}));
  });

  it("dims the light cards on the stage, and changes nothing it does not know", () => {
    expect(Object.keys(light)).toEqual(expect.arrayContaining(Object.keys(dimmed)));
    for (const one of surfaces) expect(luminance(dimmed[one] ?? "")).toBeLessThan(0.85 * luminance(light[one] ?? ""));
  });

  it.each([
    ["light", light],
    ["light on the stage", { ...light, ...dimmed }],
    ["dark", darks[0] ?? {}],
  ])("holds 4.5 for text and 3 for parts, %s", (_name, tokens: Record<string, string | undefined>) => {
    const low: string[] = [];
    const check = (pairs: [string, string[]][], least: number) => {
      for (const [front, backs] of pairs) {
        for (const back of backs) {
          const found = ratio(tokens[front] ?? "", tokens[back] ?? "");
          if (!(found >= least)) low.push(`${front} on ${back}: ${found}`);
        }
      }
    };
    check(text, 4.5);
    check(parts, 3);
    expect(low).toEqual([]);
  });

  it("measures as the table of the look does", () => {
    const [dark = {}] = darks;
    const worst = (tokens: Record<string, string>, front: string, backs: string[]) =>
      Math.min(...backs.map((back) => ratio(tokens[front] ?? "", tokens[back] ?? "")));
    const table: [string, string[], number, number][] = [
      ["text", all, 13.2, 11.3],
      ["text-2", all, 6.5, 6.6],
      ["edge", all, 3.5, 3.3],
      ["primary-label", ["primary"], 8.0, 10.0],
      ["primary", ["soft"], 7.0, 7.4],
      ["think", ["think-tint"], 7.0, 7.4],
      ["quiet", ["quiet-tint"], 7.0, 7.5],
      ["concern", ["concern-tint"], 6.8, 8.3],
      ["crisis", ["crisis-tint"], 8.2, 8.2],
      ["rec", all, 4.9, 4.2],
      ["focus", all, 5.2, 7.1],
      ["clay", all, 3.4, 5.6],
    ];
    expect(table.map(([front, backs]) => [front, worst(light, front, backs), worst(dark, front, backs)])).toEqual(
      table.map(([front, , inLight, inDark]) => [front, inLight, inDark]),
    );
  });
});
