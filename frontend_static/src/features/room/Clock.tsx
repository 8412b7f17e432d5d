import { useEffect, useState } from "react";
import { serverNow } from "@/api/serverTime";
import { cn } from "@/ui/cn";
import { session } from "./words";

/** m:ss of a number of milliseconds. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** How long both have been here, `sinceMs` being the server's; 0:00 until then. */
export function Clock({ sinceMs, className }: { sinceMs: number | null; className?: string }) {
  const [nowMs, setNowMs] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="timer" aria-label={session.controls.clock} className={cn("min-w-[2.75em] text-center text-text-2 tabular-nums", className)}>
      {elapsed(sinceMs === null ? 0 : nowMs - sinceMs)}
    </span>
  );
}
