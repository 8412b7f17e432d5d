/** `GB` as `United Kingdom`, as this browser says it in English. */
const names = new Intl.DisplayNames(["en"], { type: "region" });

export function sayCountry(code: string): string {
  return names.of(code) ?? code;
}
