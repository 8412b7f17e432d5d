import { useState } from "react";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { withNames } from "@/ui/name";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { partner } from "@/features/partner/words";

const words = partner.data;

function List({ title, items }: { title: string; items: string[] }) {
  return (
    <div className="flex flex-col gap-1">
      <h3 className="font-[600]">{title}</h3>
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {items.map((one) => (
          <li key={one}>{withNames(one)}</li>
        ))}
      </ul>
    </div>
  );
}

/** The second of two taps: what goes, what stays, yes and no alike. */
export function DeleteDialog({
  open,
  name,
  running,
  onClose,
  onDelete,
}: {
  open: boolean;
  /** The Facilitator's. */
  name: string;
  /** The session goes on, so the coach is turned off too. */
  running: boolean;
  onClose: () => void;
  onDelete: () => Promise<void>;
}) {
  const [deleting, setDeleting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const yes = async () => {
    setDeleting(true);
    setError(null);
    try {
      await onDelete();
      onClose();
    } catch (problem) {
      setError(problem);
    } finally {
      setDeleting(false);
    }
  };
  return (
    <Dialog open={open} onOpenChange={(to) => (to ? undefined : onClose())}>
      <DialogContent title={words.ask}>
        <List title={words.goes} items={words.goesList(name)} />
        <List title={words.stays} items={words.staysList(name)} />
        {running ? <p>{words.coachOff}</p> : null}
        {error ? (
          <Notice tone="error" role="alert">
            {sayError(error, { name })}
          </Notice>
        ) : null}
        <div className="grid gap-3 sm:grid-cols-2">
          <Button size="large" variant="danger" aria-disabled={deleting} onClick={() => !deleting && void yes()} data-testid="delete-yes">
            {deleting ? words.deleting : words.yes}
          </Button>
          <Button size="large" onClick={onClose}>
            {words.no}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}
