import { useEffect, useState } from "react";
import { withNames } from "./name";

type Manner = "polite" | "assertive";
type Line = { text: string; n: number };
const listeners = new Map<Manner, Set<(text: string) => void>>([
  ["polite", new Set()],
  ["assertive", new Set()],
]);

/** Says a sentence once to screen readers. Assertive is for `Safety first` only. */
export function announce(text: string, manner: Manner = "polite"): void {
  listeners.get(manner)?.forEach((tell) => {
    tell(text);
  });
}

function Region({ manner }: { manner: Manner }) {
  const [line, setLine] = useState<Line>({ text: "", n: 0 });
  useEffect(() => {
    const tell = (text: string) => setLine((old) => ({ text, n: old.n + 1 }));
    listeners.get(manner)?.add(tell);
    return () => {
      listeners.get(manner)?.delete(tell);
    };
  }, [manner]);
  return (
    <div aria-live={manner} aria-atomic="true" className="sr-only" data-live={manner}>
      {line.text ? <p key={line.n}>{withNames(line.text)}</p> : null}
    </div>
  );
}

/** The page's two live regions, there and empty from the start. Rendered once, by the app. */
export function LiveRegions() {
  return (
    <>
      <Region manner="polite" />
      <Region manner="assertive" />
    </>
  );
}
