import { Dialog, DialogContent } from "@/ui/dialog";
import { session } from "./words";

const words = session.keys;

/** Every key of the room. `singleKeys`: the one-letter ones are on. */
export function KeysDialog({ open, singleKeys, onClose }: { open: boolean; singleKeys: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onOpenChange={(to) => (to ? undefined : onClose())}>
      <DialogContent title={words.title} {...(singleKeys ? {} : { description: words.off })}>
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2" data-testid="keys">
          {words.all.map(([key, does]) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="rounded-control border border-edge bg-sunken px-2 py-0.5 font-[560]">{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}
