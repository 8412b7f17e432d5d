import type { Config } from "@/api/types";
import { CrisisLines } from "@/ui/crisisLines";
import { Field } from "@/ui/field";
import { Select } from "@/ui/input";
import { useCountry } from "@/ui/useCountry";
import { sayCountry } from "@/words/countries";
import { landing as words } from "./words";

/** Whom to call, in the country of this deployment or another one. Before the configuration came: the line that is always true. */
export function HelpNow({ config }: { config: Config | undefined }) {
  const [chosen, choose] = useCountry();
  if (!config) return <p className="font-[600]">{words.help.unknown}</p>;
  const known = config.help_by_country;
  const country = known.some((entry) => entry.country === chosen) ? chosen : config.country;
  const here = known.find((entry) => entry.country === country) ?? { emergency: config.emergency, lines: config.crisis_lines };
  const countries = [...new Set([config.country, ...known.map((entry) => entry.country)])];
  return (
    <>
      <p className="font-[600]">{words.help.danger(here.emergency)}</p>
      <CrisisLines lines={here.lines} />
      <Field label={words.help.country} className="max-w-64">
        {(parts) => (
          <Select {...parts} value={country ?? ""} onChange={(event) => choose(event.target.value)}>
            {countries
              .map((code) => [code, sayCountry(code)] as const)
              .sort((a, b) => a[1].localeCompare(b[1]))
              .map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
          </Select>
        )}
      </Field>
    </>
  );
}
