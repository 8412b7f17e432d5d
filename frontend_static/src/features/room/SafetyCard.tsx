import { LifeBuoy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Config } from "@/api/types";
import { Button } from "@/ui/button";
import { CrisisLines } from "@/ui/crisisLines";
import { Field } from "@/ui/field";
import { Select } from "@/ui/input";
import { useCountry } from "@/ui/useCountry";
import { sayCountry } from "@/words/countries";
import { session } from "./words";
import { linesFor, safetyWords, type Alarm } from "./safetyCards";

const words = session.safety;

function Line({ label, children }: { label: string; children: string }) {
  return (
    <p>
      <span className="mr-2 text-meta font-[650] uppercase">{label}</span>
      <span className="text-lead">{children}</span>
    </p>
  );
}

/** Pinned in place of the hint, not modal, takes no focus. Its words are fixed. */
export function SafetyCard({
  alarm,
  config,
  called,
  onRead,
}: {
  alarm: Alarm;
  config: Config;
  /** The Facilitator opened it again: only then it takes the focus. */
  called: boolean;
  onRead: () => void;
}) {
  const [discreet, setDiscreet] = useState(alarm.discreet);
  const box = useRef<HTMLElement>(null);
  const shown = useRef(called ? null : discreet);
  useEffect(() => {
    if (shown.current !== discreet) box.current?.focus({ preventScroll: true });
    shown.current = discreet;
  }, [discreet]);
  const [abroad, setAbroad] = useState(false);
  const [kept] = useCountry();
  const [country, setCountry] = useState(kept ?? config.country);
  const emergency = config.help_by_country.find((one) => one.country === country)?.emergency ?? config.emergency;
  const read = (
    <Button data-testid="safety-read" onClick={onRead}>
      {words.read}
    </Button>
  );
  if (discreet) {
    return (
      <section
        ref={box}
        tabIndex={-1}
        data-region
        data-testid="safety-card"
        data-discreet="true"
        aria-label={words.discreetTitle}
        className="theme-page flex max-h-[70dvh] min-h-[272px] shrink-0 flex-col gap-1 overflow-y-auto rounded-card border border-line bg-surface px-4 pt-3 pb-2 text-text"
      >
        <h3 className="text-meta text-text-2">{words.discreetTitle}</h3>
        {words.discreetSay.map((line, index) => (
          <p key={line} className={index === 1 ? "text-hint font-[600] max-sm:text-hint-phone" : ""}>
            {line}
          </p>
        ))}
        <p className="text-meta text-text-2">{words.discreetDo(emergency)}</p>
        <div className="mt-auto flex flex-wrap gap-2 pt-2">
          {read}
          <Button variant="ghost" onClick={() => setDiscreet(false)}>
            {words.full}
          </Button>
        </div>
      </section>
    );
  }
  const chosen = config.help_by_country.find((one) => one.country === country);
  const here = chosen ?? { emergency: config.emergency, lines: config.crisis_lines };
  const card = safetyWords(alarm.kind, here.emergency);
  return (
    <section
      ref={box}
      tabIndex={-1}
      data-region
      data-testid="safety-card"
      data-kind={alarm.kind}
      aria-label={words.title}
      className="theme-page flex max-h-[70dvh] min-h-[272px] shrink-0 flex-col gap-2 overflow-y-auto rounded-card border-2 border-l-8 border-crisis bg-crisis-tint px-4 pt-3 pb-3 text-text"
    >
      <h3 className="flex items-center gap-2 text-h2 font-[650] text-crisis">
        <LifeBuoy aria-hidden className="size-6 stroke-[1.75]" />
        {words.title}
      </h3>
      <p className="font-[600]">{words.lead}</p>
      <Line label={words.say}>{card.say}</Line>
      {card.ask ? <Line label={words.ask}>{card.ask}</Line> : null}
      <Line label={words.do}>{card.do}</Line>
      <CrisisLines lines={linesFor(alarm.kind, here.lines)} className="gap-0.5!" />
      {abroad ? (
        <>
          <Field label={words.country} className="max-w-64">
            {(parts) => (
              <Select {...parts} value={country} onChange={(event) => setCountry(event.target.value)}>
                {[...new Set([config.country, ...config.help_by_country.map((one) => one.country)])]
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
          <p>{words.otherHelp}</p>
        </>
      ) : null}
      <div className="flex flex-wrap gap-2 pt-1">
        {read}
        {abroad ? null : (
          <Button variant="ghost" onClick={() => setAbroad(true)}>
            {words.other}
          </Button>
        )}
        <Button variant="ghost" onClick={() => setDiscreet(true)}>
          {words.discreet}
        </Button>
      </div>
    </section>
  );
}

/** What stays of the card to the session's end. */
export function SafetyBar({
  sharing,
  focused,
  onFocus,
  onOpen,
}: {
  sharing: boolean;
  /** It stands where the card with the focus stood: takes it over, once. */
  focused: boolean;
  onFocus: () => void;
  onOpen: () => void;
}) {
  return (
    <button
      type="button"
      autoFocus={focused}
      onFocus={onFocus}
      data-region
      data-testid="safety-bar"
      onClick={onOpen}
      className={
        sharing
          ? "theme-page flex min-h-11 w-full shrink-0 items-center gap-2 rounded-control border border-line bg-surface px-4 text-text"
          : "theme-page flex min-h-11 w-full shrink-0 items-center gap-2 rounded-control border-2 border-l-8 border-crisis bg-crisis-tint px-4 font-[600] text-crisis"
      }
    >
      {sharing ? null : <LifeBuoy aria-hidden className="size-5 stroke-[1.75]" />}
      {sharing ? words.barSharing : words.bar}
    </button>
  );
}
