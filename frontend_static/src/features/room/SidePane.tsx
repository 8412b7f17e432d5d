import { X } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { Button } from "@/ui/button";
import { session } from "./words";

/** Beside the picture, which makes room for it; on the phone a sheet over it, below the card. Not modal: the call goes on in sight. */
export function SidePane({ title, testId, onClose, children }: { title: string; testId: string; onClose: () => void; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    // What stands in the pane may have taken the focus already.
    const box = heading.current?.closest("section");
    if (!box?.contains(opener)) heading.current?.focus({ preventScroll: true });
    return () => {
      const lost = !document.activeElement || document.activeElement === document.body;
      if (lost && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, [testId]);
  return (
    <section
      data-region
      data-testid={testId}
      aria-label={title}
      className="theme-page z-20 flex min-h-0 flex-col gap-2 rounded-card border border-line bg-surface text-text max-sm:absolute max-sm:inset-x-1 max-sm:top-1 max-sm:bottom-0 max-sm:animate-sheet max-sm:rounded-b-none sm:my-2 sm:mr-2 sm:w-[min(24rem,45%)] sm:shrink-0"
    >
      <div className="flex items-center justify-between gap-2 pt-1 pr-1 pl-4">
        <h2 ref={heading} tabIndex={-1} className="text-lead font-[600]">
          {title}
        </h2>
        <Button variant="ghost" size="icon" aria-label={session.pane.close} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4 pb-4">{children}</div>
    </section>
  );
}
