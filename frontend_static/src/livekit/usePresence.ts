import { useEffect, useRef, useState } from "react";
import { announce } from "@/ui/announce";
import { call as words } from "@/words/call";

/** Says when the other one comes and goes. True while they were here and are not. */
export function usePresence(here: boolean, name: string): boolean {
  const was = useRef(false);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (here) {
      if (!was.current) announce(words.joined(name));
      setLost(false);
    } else if (was.current) {
      announce(words.connection.lost(name));
      setLost(true);
    }
    was.current = here;
  }, [here, name]);
  return lost;
}
