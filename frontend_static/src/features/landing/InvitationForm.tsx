import { useState, type FormEvent } from "react";
import { useLocation } from "wouter";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { landing as words } from "./words";
import { readInvitation } from "./invitation";

/** Takes a pasted invitation to its door; a bad one stays in the field. */
export function InvitationForm({ primary = false, autoFocus = false }: { primary?: boolean; autoFocus?: boolean }) {
  const [, navigate] = useLocation();
  const [link, setLink] = useState("");
  const [bad, setBad] = useState(false);
  const open = (event: FormEvent) => {
    event.preventDefault();
    const token = readInvitation(link);
    setBad(!token);
    if (token) navigate(`/p/${token}`);
  };
  return (
    <form onSubmit={open} noValidate>
      <Field label={words.invited.label} error={bad ? words.invited.bad : null}>
        {(parts) => (
          <div className="flex gap-2 max-sm:flex-col">
            <Input
              {...parts}
              value={link}
              autoFocus={autoFocus}
              onChange={(event) => {
                setLink(event.target.value);
                setBad(false);
              }}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              inputMode="url"
            />
            <Button type="submit" wide variant={primary ? "primary" : "secondary"}>
              {words.invited.open}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
