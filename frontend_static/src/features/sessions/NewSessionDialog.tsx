import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { fieldError } from "@/api/problem";
import type { Invite, Session } from "@/api/types";
import { useDates } from "@/app/useDates";
import { useFacilitator } from "@/features/auth/useAuth";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { NAME_LENGTH } from "@/ui/name";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { invite as inviteWords, newSession as words } from "./words";
import { InvitePanel } from "./InvitePanel";
import { fromLocal } from "./localTime";

type Made = { session: Session; link: Invite | null; error: unknown; copied: boolean };
type Typed = { label: string; date: string; name: string };

/** Create is pressed to send a link: it is on the clipboard at once where the browser lets us; the button stays for the rest. */
async function copyAtOnce(link: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    return false;
  }
}

/** Makes a session, then hands out its link. Asks for the Facilitator's own name only while there is none. */
export function NewSessionDialog({ onClose }: { onClose: () => void }) {
  const { userId, api } = useFacilitator();
  const queries = useQueryClient();
  const { zone } = useDates();
  const [typed, setTyped] = useState<Typed>({ label: "", date: "", name: "" });
  const [made, setMade] = useState<Made | null>(null);
  const meKey = [userId, "me"];
  const me = useQuery({ queryKey: meKey, queryFn: ({ signal }) => api.me({ signal }) });
  const nameless = me.data !== undefined && !me.data.display_name;

  const creating = useMutation({
    mutationFn: async () => {
      if (typed.name.trim()) queries.setQueryData(meKey, await api.saveMe({ display_name: typed.name.trim() }));
      const label = typed.label.trim();
      const when = fromLocal(typed.date, zone);
      const session = await api.createSession({
        ...(label ? { partner_label: label } : {}),
        ...(when ? { scheduled_for: when } : {}),
      });
      // The session stands even when its link did not come: the next step then offers to make one.
      return api.invite(session.id).then(
        async (link): Promise<Made> => ({ session, link, error: null, copied: await copyAtOnce(link.url) }),
        (error: unknown): Made => ({ session, link: null, error, copied: false }),
      );
    },
    onSuccess: (result) => {
      setMade(result);
      if (result.copied) announce(inviteWords.copied);
      void queries.invalidateQueries({ queryKey: [userId, "sessions"] });
    },
  });
  const labelRefused = fieldError(creating.error, "partner_label");
  const nameRefused = fieldError(creating.error, "display_name");
  const create = (event: FormEvent) => {
    event.preventDefault();
    if (!creating.isPending) creating.mutate();
  };

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={made ? inviteWords.title : words.title}
        // A press beside the dialog must not lose what was typed.
        onInteractOutside={(event) => event.preventDefault()}
      >
        {made ? (
          <InvitePanel session={made.session} made={made} />
        ) : (
          <form onSubmit={create} noValidate className="flex flex-1 flex-col gap-4">
            <Field label={words.label} hint={words.labelHint} error={labelRefused}>
              {(parts) => (
                <Input
                  {...parts}
                  autoFocus
                  autoComplete="off"
                  maxLength={NAME_LENGTH}
                  value={typed.label}
                  onChange={(event) => setTyped({ ...typed, label: event.target.value })}
                />
              )}
            </Field>
            <Field label={words.date}>
              {(parts) => (
                <Input
                  {...parts}
                  type="datetime-local"
                  value={typed.date}
                  onChange={(event) => setTyped({ ...typed, date: event.target.value })}
                />
              )}
            </Field>
            {nameless ? (
              <Field label={words.yourName} hint={words.yourNameHint} error={nameRefused}>
                {(parts) => (
                  <Input
                    {...parts}
                    autoComplete="name"
                    maxLength={NAME_LENGTH}
                    value={typed.name}
                    onChange={(event) => setTyped({ ...typed, name: event.target.value })}
                  />
                )}
              </Field>
            ) : null}
            {creating.error && !labelRefused && !nameRefused ? (
              <Notice tone="error" role="alert">
                {sayError(creating.error)}
              </Notice>
            ) : null}
            <Button
              type="submit"
              variant="primary"
              wide
              aria-disabled={creating.isPending}
              className="max-sm:mt-auto sm:self-start"
            >
              {creating.isPending ? words.creating : words.create}
            </Button>
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}
