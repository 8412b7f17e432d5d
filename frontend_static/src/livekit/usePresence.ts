import { useEffect, useRef, useState } from "react";
import { announce } from "@/ui/announce";
import { call as words } from "@/words/call";

/** Says when the other one comes and goes. True while they were here and are not. */
export function usePresence(here: boolean, name: string): boolean {
  const [everHere, setEverHere] = useState(here);
  if (here && !everHere) setEverHere(true);
  const was = useRef(false);
  useEffect(() => {
    if (here && !was.current) announce(words.joined(name));
    if (!here && was.current) announce(words.connection.lost(name));
    was.current = here;
  }, [here, name]);
  return everHere && !here;
}
