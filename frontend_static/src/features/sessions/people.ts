import type { Session } from "@/api/types";
import { sessionPage as words } from "./words";

/** What each Partner is called, by id, where more than one came by the session's links; empty where one was alone. */
export function peopleOf(session: Pick<Session, "partners">): ReadonlyMap<string, string> {
  if (session.partners.length < 2) return new Map();
  return new Map(session.partners.map(({ id, name }, n) => [id, name ?? words.person(n + 1)]));
}
