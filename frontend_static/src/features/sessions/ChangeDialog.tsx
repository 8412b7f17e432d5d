import { PROBLEM } from "@/api/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { asProblem, fieldError } from "@/api/problem";
import type { Session } from "@/api/types";
import { useDates } from "@/app/useDates";
import { useFacilitator } from "@/features/auth/useAuth";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { NAME_LENGTH, withNames } from "@/ui/name";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { changeSession as words, newSession } from "./words";
import { sayPartner } from "./SessionRow";
import { fromLocal, toLocal } from "./localTime";

/** Another name or another date; what a second tab saved meanwhile is shown, what was typed here stays. */
export function ChangeDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { userId, api } = useFacilitator();
  const queries = useQueryClient();
  const [base, setBase] = useState(session);
  const [label, setLabel] = useState(session.partner_label ?? "");
  const { moment, zone } = useDates();
  const [date, setDate] = useState(toLocal(session.scheduled_for, zone));
  const [other, setOther] = useState<Session | null>(null);
  const moved = fromLocal(date, zone) !== fromLocal(toLocal(session.scheduled_for, zone), zone);
  const saving = useMutation({
    mutationFn: () =>
      api.saveSession(session.id, { partner_label: label.trim() || null, scheduled_for: fromLocal(date, zone), version: base.version }),
    onSuccess: async (saved) => {
      queries.setQueryData([userId, "session", session.id], saved);
      await queries.invalidateQueries({ queryKey: [userId, "sessions"] });
      onClose();
    },
    onError: async (failure) => {
      if (asProblem(failure).slug !== PROBLEM.conflict) return;
      const theirs = await api.session(session.id).catch(() => null);
      if (!theirs) return;
      setBase(theirs);
      setOther(theirs);
    },
  });
  const refused = fieldError(saving.error, "partner_label");
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!saving.isPending) saving.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={words.title} onInteractOutside={(event) => event.preventDefault()}>
        <form onSubmit={save} noValidate className="flex flex-1 flex-col gap-4">
          {saving.error && !refused ? (
            <Notice tone={other ? "concern" : "error"} role="alert">
              {other ? words.conflict : sayError(saving.error)}
              {other ? (
                <span className="block">
                  {withNames(words.now(sayPartner(other), other.scheduled_for ? moment(other.scheduled_for) : words.noDate))}
                </span>
              ) : null}
            </Notice>
          ) : null}
          <Field label={newSession.label} hint={newSession.labelHint} error={refused}>
            {(parts) => (
              <Input {...parts} autoFocus autoComplete="off" maxLength={NAME_LENGTH} value={label} onChange={(event) => setLabel(event.target.value)} />
            )}
          </Field>
          <Field label={newSession.date} hint={moved ? words.tell : null}>
            {(parts) => <Input {...parts} type="datetime-local" value={date} onChange={(event) => setDate(event.target.value)} />}
          </Field>
          <Button type="submit" variant="primary" wide aria-disabled={saving.isPending} className="max-sm:mt-auto sm:self-start">
            {saving.isPending ? words.saving : words.save}
          </Button>
        </form>
      </DialogContent>
    </Dialog>
  );
}
