import * as Radix from "@radix-ui/react-switch";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A switch that shows its state by place, fill and a word; 44 px to touch. Give it an id and a label, or aria-label(ledby). */
export function Switch({
  className,
  words = { on: "On", off: "Off" },
  ...rest
}: ComponentProps<typeof Radix.Root> & { words?: { on: string; off: string } | null }) {
  return (
    <Radix.Root
      className={cn("group inline-flex min-h-11 shrink-0 items-center gap-2 rounded-control", className)}
      {...rest}
    >
      <span
        aria-hidden
        className={cn(
          "relative h-7 w-12 rounded-pill border-2 border-edge bg-surface transition-colors duration-120",
          "group-data-[state=checked]:border-primary group-data-[state=checked]:bg-primary forced-colors:group-data-[state=checked]:bg-[Highlight]",
        )}
      >
        <Radix.Thumb
          className={cn(
            "absolute top-0.5 left-0.5 block size-5 rounded-pill bg-edge transition-transform duration-120",
            "data-[state=checked]:translate-x-5 data-[state=checked]:bg-primary-label forced-colors:bg-[ButtonText]",
          )}
        />
      </span>
      {words ? (
        <span aria-hidden className="min-w-7 text-left text-text-2">
          <span className="group-data-[state=checked]:hidden">{words.off}</span>
          <span className="hidden group-data-[state=checked]:inline">{words.on}</span>
        </span>
      ) : null}
    </Radix.Root>
  );
}
