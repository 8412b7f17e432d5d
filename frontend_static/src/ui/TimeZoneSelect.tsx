import { browserTimeZone } from "@/app/timeZone";
import { Select } from "./input";
import { timeZone as words } from "@/words/time";
import type { FieldParts } from "./field";

/** The browser's own zone and UTC first. `chosen` null: none is kept, and dates are in UTC. */
export function TimeZoneSelect({ chosen, onChoose, ...parts }: FieldParts & { chosen: string | null; onChoose: (zone: string) => void }) {
  const here = browserTimeZone();
  const zones = [...new Set([chosen, here, "UTC", ...Intl.supportedValuesOf("timeZone")])].filter((zone) => zone != null);
  return (
    <Select {...parts} value={chosen ?? ""} onChange={(event) => onChoose(event.target.value)}>
      {chosen === null ? (
        <option value="" disabled>
          {words.none}
        </option>
      ) : null}
      {zones.map((zone) => (
        <option key={zone} value={zone}>
          {zone === here ? words.here(zone) : zone}
        </option>
      ))}
    </Select>
  );
}
