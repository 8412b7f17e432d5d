import type { Config } from "@/api/types";
import { cn } from "./cn";

const DIALLED = /^\+?[\d\s()-]+$/;

/** Who to call. A number that can be dialled is a link, so that on a phone one tap calls. */
export function CrisisLines({ lines, className }: { lines: Pick<Config["crisis_lines"][number], "name" | "number" | "hours">[]; className?: string }) {
  return (
    <ul className={cn("flex flex-col gap-2", className)} data-testid="crisis-lines">
      {lines.map(({ name, number, hours }) => (
        <li key={`${name} ${number}`}>
          {name}:{" "}
          {DIALLED.test(number) ? (
            <a href={`tel:${number.replaceAll(/[^\d+]/g, "")}`} className="font-[650] tabular-nums underline underline-offset-4">
              {number}
            </a>
          ) : (
            <strong className="font-[650] tabular-nums">{number}</strong>
          )}
          {hours ? `, ${hours}` : null}
        </li>
      ))}
    </ul>
  );
}
