import type { Config } from "@/api/types";

/** What the coach cannot do in the configured language, said at both doors before a call. */
const names = new Intl.DisplayNames(["en"], { type: "language" });

const sayLanguage = (code: string) => names.of(code) ?? code;

export function languageLines({ language, language_limits: limits }: Pick<Config, "language" | "language_limits">): string[] {
  const own = sayLanguage(language);
  if (language === "en") return ["The coach works in English. In other languages it can miss most signs of danger."];
  const lines = [`Sessions are set to ${own}.`];
  if (limits.includes("hears_english_only")) lines.push("The coach hears English only.");
  if (limits.includes("hints_in_english")) lines.push("Hints are in English only.");
  if (limits.includes("danger_by_word_list")) lines.push(`In ${own} the coach knows only a short list of words of danger. It misses more than in English.`);
  if (limits.includes("danger_in_english_only")) lines.push(`In ${own} the coach cannot notice danger. Nobody but you two is watching for it.`);
  return lines;
}
