import { useState } from "react";
import type { Config } from "@/api/types";
import { Button } from "@/ui/button";
import { CrisisLines } from "@/ui/crisisLines";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/input";
import { partner } from "./words";
import { DangerLine } from "./DangerLine";

const WEATHER = "https://weather.com/";
const DIRECTORY = "findahelpline.com";
const words = partner.help;

/** `Germany`; the code itself where this browser knows no names. */
function sayCountry(code: string): string {
  return new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code;
}

/** Lines of the configured country first, any other one a choice away. All of it came with the page. */
function LinesByCountry({ config }: { config: Config }) {
  const elsewhere = config.help_by_country;
  const known = elsewhere.some(({ country }) => country === config.country);
  const [country, setCountry] = useState(known ? config.country : "");
  const chosen = elsewhere.find((one) => one.country === country) ?? {
    emergency: config.emergency,
    lines: config.crisis_lines,
  };
  const sorted = elsewhere.map((one) => one.country).sort((a, b) => sayCountry(a).localeCompare(sayCountry(b)));
  return (
    <div className="flex flex-col gap-3">
      <Field label={words.country} className="max-w-72">
        {(parts) => (
          <Select {...parts} value={country} onChange={(event) => setCountry(event.target.value)}>
            {known ? null : <option value="">{sayCountry(config.country)}</option>}
            {sorted.map((code) => (
              <option key={code} value={code}>
                {sayCountry(code)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <p className="font-[600]">{words.emergency(chosen.emergency)}</p>
      <CrisisLines lines={chosen.lines} />
      <p className="text-text-2">
        {words.elsewhere} {DIRECTORY}
      </p>
    </div>
  );
}

/** The same for everybody, always: numbers, grounding, and a quick way out. */
export function HelpDialog({
  open,
  onClose,
  config,
  onLeave,
}: {
  open: boolean;
  onClose: () => void;
  config: Config;
  onLeave: () => void;
}) {
  return (
    <Dialog open={open} onOpenChange={(to) => (to ? undefined : onClose())}>
      <DialogContent title={words.title} description={words.same}>
        <DangerLine emergency={config.emergency} />
        <section className="flex flex-col gap-3" aria-labelledby="help-lines">
          <h3 id="help-lines" className="font-[600]">
            {words.lines}
          </h3>
          <LinesByCountry config={config} />
        </section>
        <section className="flex flex-col gap-2" aria-labelledby="help-grounding">
          <h3 id="help-grounding" className="font-[600]">
            {words.grounding}
          </h3>
          <ul className="flex list-disc flex-col gap-1 pl-5">
            {words.groundingSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </section>
        <section className="flex flex-col gap-2">
          <h3 className="font-[600]">{words.quickExit}</h3>
          <Button
            size="large"
            wide
            className="self-start"
            data-testid="weather"
            onClick={() => {
              onLeave();
              location.replace(WEATHER);
            }}
          >
            {words.weather}
          </Button>
        </section>
      </DialogContent>
    </Dialog>
  );
}
