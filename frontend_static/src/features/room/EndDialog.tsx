import { useState } from "react";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { session } from "./words";

const words = session.end;

export function EndDialog({
  open,
  onClose,
  onEnd,
  onLeave,
}: {
  open: boolean;
  onClose: () => void;
  onEnd: () => Promise<void>;
  onLeave: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  async function end() {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await onEnd();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  }
  return (
    <Dialog open={open} onOpenChange={(to) => (to ? undefined : onClose())}>
      <DialogContent title={words.title}>
        {error ? (
          <Notice tone="error" role="alert">
            {words.failed} {sayError(error)}
          </Notice>
        ) : null}
        <div className="flex flex-wrap gap-3 max-sm:flex-col">
          <Button variant="primary" size="large" wide aria-disabled={busy} data-testid="end-session" onClick={() => void end()}>
            {words.end}
          </Button>
          <Button size="large" wide data-testid="only-leave" onClick={onLeave}>
            {words.leave}
          </Button>
          <Button size="large" wide onClick={onClose}>
            {words.stay}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}
