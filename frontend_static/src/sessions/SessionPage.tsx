import type { Session } from "@/api/types";

export function SessionPage(_: { session: Session }) {
  return <main />;
}
