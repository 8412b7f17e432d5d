import { useEffect, useRef, useState } from "react";
import { announce } from "@/ui/announce";
import { call as words } from "@/words/call";

/** Says when the other one comes and goes. True while they were here and are not. Another identity is another person. */
export function usePresence(identity: string | null | undefined, here: boolean, name: string): boolean {
  const [seen, setSeen] = useState<string | null>(null);
  if (here && identity && seen !== identity) setSeen(identity);
  const was = useRef<string | null>(null);
  useEffect(() => {
    const now = here && identity ? identity : null;
    if (now !== null && was.current !== now) announce(words.joined(name));
    if (now === null && was.current !== null && was.current === identity) announce(words.connection.lost(name));
    was.current = now;
  }, [identity, here, name]);
  return !here && seen !== null && seen === identity;
}
