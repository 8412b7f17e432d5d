import { cn } from "@/ui/cn";
import { session } from "./words";
import type { HintParts } from "./hintText";

const words = session.panel;

/** The four parts, set apart by size and space. Screen order is stream order, so nothing written moves. */
export function HintBody({ parts, aged, narrow }: { parts: HintParts; aged: boolean; narrow: boolean }) {
  return (
    <div className={cn("text-wrap hyphens-none", aged ? "text-text-2" : "text-text")}>
      {parts.summary ? (
        <p data-testid="hint-summary" className="mb-1">
          <span className="sr-only">{words.summary}: </span>
          {parts.summary}
        </p>
      ) : null}
      {parts.suggestion ? (
        <p data-testid="hint-suggestion" className={cn("mb-1.5 font-[600]", narrow ? "text-hint-phone" : "text-hint")}>
          <span className="sr-only">{words.suggestion}: </span>
          {parts.suggestion}
        </p>
      ) : null}
      {parts.followUps.length > 0 ? (
        <ul aria-label={words.followUps} data-testid="hint-follow-ups" className="mb-1 flex flex-wrap gap-x-5">
          {parts.followUps.map((one, index) => (
            <li key={index} className="before:mr-2 before:text-text-2 before:content-['›'/'']">
              {one}
            </li>
          ))}
        </ul>
      ) : null}
      {parts.reminder ? (
        <p data-testid="hint-reminder" className="text-meta text-text-2">
          <span className="sr-only">{words.reminder}: </span>
          {parts.reminder}
        </p>
      ) : null}
    </div>
  );
}
