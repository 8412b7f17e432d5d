import { EMAIL_LENGTH, PROBLEM } from "@/api/protocol";
import { useRef, useState, type FormEvent } from "react";
import { asProblem } from "@/api/problem";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { sayError } from "@/words/errors";
import { myData as words } from "./words";
import { looksLikeEmail } from "@/features/partner/email";

/** A request that this tab waits to answer: kept, so that looking into the mail app loses nothing. */
interface Pending {
  request: string;
  email: string;
}

function keptPending(key: string): Pending | null {
  const kept = sessionStorage.getItem(key);
  return kept ? (JSON.parse(kept) as Pending) : null;
}

/** An address, then the code mailed there. */
export function ByCode({
  name,
  ask,
  give,
  sent,
  submit,
}: {
  /** Tells one such form of this tab from another. */
  name: string;
  ask: (email: string) => Promise<{ request: string }>;
  give: (request: string, code: string) => Promise<void>;
  /** What to say once it was asked for. */
  sent: (email: string) => string;
  submit: string;
}) {
  const key = `nbp.code.${name}`;
  const [pending, setPending] = useState(() => keptPending(key));
  const keep = (next: Pending | null) => {
    if (next) sessionStorage.setItem(key, JSON.stringify(next));
    else sessionStorage.removeItem(key);
    setPending(next);
  };
  if (!pending) {
    return (
      <AskForm
        onAsk={async (email) => {
          keep({ ...(await ask(email)), email });
          announce(sent(email));
        }}
      />
    );
  }
  return (
    <CodeForm
      said={sent(pending.email)}
      submit={submit}
      onGive={async (code) => {
        await give(pending.request, code);
        sessionStorage.removeItem(key);
      }}
      onAgain={() => keep(null)}
    />
  );
}

/** One field that is sent, one thing that can be wrong with it. */
function useSending(check: (text: string) => string | null, send: (text: string) => Promise<void>) {
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const bad = check(text);
    setWrong(bad);
    if (bad) return input.current?.focus();
    setBusy(true);
    try {
      await send(text);
    } catch (problem) {
      setWrong(asProblem(problem).slug === PROBLEM.rateLimited ? (asProblem(problem).detail ?? sayError(problem)) : sayError(problem));
      input.current?.focus();
    } finally {
      setBusy(false);
    }
  };
  return { text, setText, busy, wrong, input, onSubmit };
}

function AskForm({ onAsk }: { onAsk: (email: string) => Promise<void> }) {
  const { text, setText, busy, wrong, input, onSubmit } = useSending(
    (email) => (looksLikeEmail(email) ? null : words.emailBad),
    (email) => onAsk(email.trim()),
  );
  return (
    <form onSubmit={(event) => void onSubmit(event)} noValidate className="flex flex-col gap-4">
      <Field label={words.email} error={wrong} className="max-w-96">
        {(parts) => (
          <Input
            {...parts}
            ref={input}
            type="email"
            maxLength={EMAIL_LENGTH}
            autoComplete="email"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" size="large" wide aria-disabled={busy} className="sm:self-start" data-testid="send-code">
        {busy ? words.sending : words.send}
      </Button>
    </form>
  );
}

function CodeForm({
  said,
  submit,
  onGive,
  onAgain,
}: {
  said: string;
  submit: string;
  onGive: (code: string) => Promise<void>;
  onAgain: () => void;
}) {
  const { text, setText, busy, wrong, input, onSubmit } = useSending(
    (code) => (/^\d{6}$/.test(code.replace(/\s/g, "")) ? null : words.codeNeeded),
    (code) => onGive(code.replace(/\s/g, "")),
  );
  return (
    <form onSubmit={(event) => void onSubmit(event)} noValidate className="flex flex-col gap-4">
      <p className="break-words">
        {said}
      </p>
      <Field label={words.code} error={wrong} hint={words.noMail}>
        {(parts) => (
          <Input
            {...parts}
            ref={input}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            spellCheck={false}
            maxLength={20}
            className="max-w-48 text-lead! tabular-nums tracking-[0.12em]"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-3 max-sm:flex-col">
        <Button type="submit" variant="primary" size="large" wide aria-disabled={busy} data-testid="give-code">
          {busy ? words.checking : submit}
        </Button>
        <Button type="button" size="large" wide onClick={onAgain}>
          {words.other}
        </Button>
      </div>
    </form>
  );
}
