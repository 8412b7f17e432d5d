import type { Config } from "@/api/types";
import { languageLines } from "@/words/languages";

/** Before the call, for both people: what the coach understands. */
export function LanguageNote({ config }: { config: Config }) {
  return (
    <p className="max-w-[66ch] text-meta text-text-2" data-testid="language-note">
      {languageLines(config).join(" ")}
    </p>
  );
}
