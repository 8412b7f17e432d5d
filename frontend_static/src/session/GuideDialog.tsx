import { Dialog, DialogContent } from "@/ui/dialog";
import { session } from "@/words/session";

/** The six Fs at a glance. */
export function GuideDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const words = session.guide;
  return (
    <Dialog open={open} onOpenChange={(to) => (to ? undefined : onClose())}>
      <DialogContent title={words.title}>
        <ol className="flex flex-col gap-3">
          {words.steps.map(([step, question], index) => (
            <li key={step} className="flex gap-3">
              <span className="w-5 shrink-0 text-text-2 tabular-nums">{index + 1}</span>
              <span>
                <strong className="font-[650]">{step}</strong>
                <br />
                {question}
              </span>
            </li>
          ))}
        </ol>
        <p className="text-text-2">{words.foot}</p>
      </DialogContent>
    </Dialog>
  );
}
