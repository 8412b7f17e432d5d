import { useEffect, useState, type ReactNode } from "react";
import { cn } from "./cn";

/** A still block in the final size. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("rounded-control bg-sunken", className)} />;
}

/** Nothing for 300 ms, then the skeleton; after 8 s it says so. */
export function Loading({ children }: { children: ReactNode }) {
  const [stage, setStage] = useState<"early" | "shown" | "late">("early");
  useEffect(() => {
    const shown = setTimeout(() => setStage("shown"), 300);
    const late = setTimeout(() => setStage("late"), 8000);
    return () => {
      clearTimeout(shown);
      clearTimeout(late);
    };
  }, []);
  return (
    <div aria-busy="true" className={stage === "early" ? "invisible" : undefined}>
      <p role="status" className={stage === "late" ? "mb-4 text-text-2" : "sr-only"}>
        {stage === "early" ? "" : stage === "late" ? "This takes longer than usual." : "Loading"}
      </p>
      {children}
    </div>
  );
}
