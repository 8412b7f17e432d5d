import { serverNow } from "@/api/serverTime";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const longDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const longDayYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

function daysApart(a: Date, b: Date): number {
  const start = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate());
  return Math.round((start(a) - start(b)) / 86_400_000);
}

/** `Today`, `Tomorrow`, `12 Nov`, `12 Nov 2025`; in the reader's own time. */
export function sayDay(iso: string, now = new Date(serverNow())): string {
  const at = new Date(iso);
  const apart = daysApart(at, now);
  if (apart === 0) return "Today";
  if (apart === 1) return "Tomorrow";
  return at.getFullYear() === now.getFullYear() ? day.format(at) : dayYear.format(at);
}

/** `12 November`, with the year when it is another one. */
export function sayLongDay(iso: string, now = new Date(serverNow())): string {
  const at = new Date(iso);
  return at.getFullYear() === now.getFullYear() ? longDay.format(at) : longDayYear.format(at);
}

/** `8 December` in the zone kept for a person, as their mails say it; `7 December (UTC)` where none is kept (null). */
export function sayKeptDay(iso: string, zone: string | null, now = new Date(serverNow())): string {
  const at = new Date(iso);
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  try {
    return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", ...year, timeZone: zone ?? "UTC" }).format(at) + (zone ? "" : " (UTC)");
  } catch {
    return sayLongDay(iso); // a zone this browser does not know
  }
}

/** `19:31`. */
export function sayTime(iso: string): string {
  return time.format(new Date(iso));
}

/** `12 November, 19:31`: for "until". */
export function sayMoment(iso: string, now = new Date(serverNow())): string {
  return `${sayLongDay(iso, now)}, ${sayTime(iso)}`;
}
