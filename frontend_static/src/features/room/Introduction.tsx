import { Button } from "@/ui/button";
import { session } from "./words";

const words = session.first;

/** What hints are, said in the first room until it is understood. */
export function Introduction({ onUnderstood }: { onUnderstood: () => void }) {
  return (
    <div className="flex flex-col items-start gap-2" data-testid="introduction">
      <p className="text-text">{words.disclosure}</p>
      <p className="text-text-2">{words.headphones}</p>
      <Button onClick={onUnderstood}>{words.understood}</Button>
    </div>
  );
}
