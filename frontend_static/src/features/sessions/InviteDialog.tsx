import type { Session } from "@/api/types";
import { Dialog, DialogContent } from "@/ui/dialog";
import { invite as words } from "./words";
import { InvitePanel } from "./InvitePanel";

export function InviteDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={words.title}>
        <InvitePanel session={session} />
      </DialogContent>
    </Dialog>
  );
}
