import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useLocation } from "wouter";
import { useFacilitator } from "@/features/auth/useAuth";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { deletion as words } from "./words";

/** Lists what goes and asks for DELETE; afterwards nobody is signed in. */
export function DeleteEverything({ onClose }: { onClose: () => void }) {
  const { userId, api, signOut } = useFacilitator();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const [unsure, setUnsure] = useState(false);
  const { data: list } = useQuery({
    queryKey: [userId, "sessions", "count"],
    queryFn: ({ signal }) => api.sessions({ limit: 100 }, { signal }),
  });
  const going = useMutation({
    mutationFn: async () => {
      await api.deleteEverything();
      await signOut();
    },
    onSuccess: () => {
      announce(words.done);
      navigate("/", { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const sure = typed.trim() === "DELETE";
    setUnsure(!sure);
    if (sure && !going.isPending) going.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={words.title} onInteractOutside={(event) => event.preventDefault()}>
        <form onSubmit={submit} noValidate className="flex flex-1 flex-col gap-4">
          <div>
            <p>{words.lead}</p>
            <ul className="mt-2 flex list-disc flex-col gap-1 pl-5 marker:text-clay">
              {list ? <li>{words.sessions(list.sessions.length, list.next !== null)}</li> : null}
              {words.list.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <p className="mt-2 text-meta text-text-2">{words.kept}</p>
          </div>
          <Field label={words.type} error={unsure ? words.mismatch : null}>
            {(parts) => (
              <Input
                {...parts}
                autoComplete="off"
                autoCapitalize="characters"
                spellCheck={false}
                value={typed}
                onChange={(event) => {
                  setTyped(event.target.value);
                  setUnsure(false);
                }}
              />
            )}
          </Field>
          {going.error ? (
            <Notice tone="error" role="alert">
              {sayError(going.error)}
            </Notice>
          ) : null}
          <div className="flex flex-wrap gap-2 max-sm:mt-auto max-sm:flex-col">
            <Button type="submit" variant="danger" wide aria-disabled={going.isPending}>
              {going.isPending ? words.going : words.confirm}
            </Button>
            <Button wide onClick={onClose}>
              {words.keep}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
