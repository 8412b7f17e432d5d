import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Session } from "@/api/types";
import { useDates } from "@/app/useDates";
import { useFacilitator } from "@/features/auth/useAuth";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Name } from "@/ui/name";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { remove as words } from "./words";
import { sayPartner } from "./SessionRow";

export function DeleteDialog({
  session,
  onClose,
  onDeleted,
}: {
  session: Session;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const { userId, api } = useFacilitator();
  const { longDay } = useDates();
  const queries = useQueryClient();
  const going = useMutation({
    mutationFn: () => api.deleteSession(session.id),
    onSuccess: async () => {
      queries.removeQueries({ queryKey: [userId, "session", session.id] });
      await queries.invalidateQueries({ queryKey: [userId, "sessions"] });
      onDeleted();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={words.title} description={words.text}>
        <p className="font-[600]">
          <Name>{sayPartner(session)}</Name>, {longDay(session.started_at ?? session.scheduled_for ?? session.created_at)}
        </p>
        {going.error ? (
          <Notice tone="error" role="alert">
            {sayError(going.error)}
          </Notice>
        ) : null}
        <div className="flex flex-wrap gap-2 max-sm:mt-auto">
          <Button variant="danger" wide aria-disabled={going.isPending} onClick={() => going.isPending || going.mutate()}>
            {words.confirm}
          </Button>
          <Button wide onClick={onClose}>
            {words.keep}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}
