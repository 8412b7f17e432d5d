import { serverNow } from "@/api/serverTime";

export const timeZone = {
  none: "Not chosen (UTC)",
  here: (zone: string) => `${zone} (this browser)`,
};

/** An IANA name; undefined: the browser's own. */
export type Zone = string | undefined;

/** How moments are said in one zone. */
export interface Dates {
  zone: Zone;
  /** `Today`, `Tomorrow`, `12 Nov`, `12 Nov 2025`. */
  day: (iso: string) => string;
  /** `12 November`, with the year when it is another one. */
  longDay: (iso: string) => string;
  /** `19:31`. */
  time: (iso: string) => string;
  /** `12 November, 19:31`: for "until". */
  moment: (iso: string) => string;
  /** `2026-11-12`, for file names. */
  isoDay: (iso: string) => string;
}

function known(zone: Zone): Zone {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    return zone;
  } catch {
    return undefined; // kept from another browser, unknown to this one
  }
}

const made = new Map<Zone, Dates>();

/** The same object for the same zone; a zone that this browser does not know is its own. */
export function datesIn(zone: Zone, now: () => number = serverNow): Dates {
  const found = now === serverNow ? made.get(zone) : undefined;
  if (found) return found;
  const timeZone = known(zone);
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  const short = format({ day: "numeric", month: "short" });
  const shortYear = format({ day: "numeric", month: "short", year: "numeric" });
  const long = format({ day: "numeric", month: "long" });
  const longYear = format({ day: "numeric", month: "long", year: "numeric" });
  const clock = format({ hour: "2-digit", minute: "2-digit" });
  const numbers = new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }); // 2026-11-12
  const isoDay = (at: number | string) => numbers.format(new Date(at));
  const sameYear = (iso: string) => isoDay(iso).slice(0, 4) === isoDay(now()).slice(0, 4);
  const longDay = (iso: string) => (sameYear(iso) ? long : longYear).format(new Date(iso));
  const time = (iso: string) => clock.format(new Date(iso));
  const dates: Dates = {
    zone: timeZone,
    day: (iso) => {
      const apart = (Date.parse(isoDay(iso)) - Date.parse(isoDay(now()))) / 86_400_000;
      if (apart === 0) return "Today";
      if (apart === 1) return "Tomorrow";
      return (sameYear(iso) ? short : shortYear).format(new Date(iso));
    },
    longDay,
    time,
    moment: (iso) => `${longDay(iso)}, ${time(iso)}`,
    isoDay,
  };
  if (now === serverNow) made.set(zone, dates);
  return dates;
}

/** `8 December` in the zone kept for a person, as their mails say it; `7 December (UTC)` where none is kept (null). */
export function sayKeptDay(iso: string, zone: string | null, now: () => number = serverNow): string {
  return datesIn(zone ?? "UTC", now).longDay(iso) + (zone ? "" : " (UTC)");
}
