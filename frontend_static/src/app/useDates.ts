import { createContext, useContext } from "react";
import { datesIn, type Dates, type Zone } from "@/words/time";

/** The zone kept for who reads the page; undefined: the browser's own. */
export const TimeZoneContext = createContext<Zone>(undefined);

export function useDates(): Dates {
  return datesIn(useContext(TimeZoneContext));
}
