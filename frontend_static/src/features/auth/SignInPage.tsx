import { PROBLEM } from "@/api/protocol";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { Redirect, useSearchParams } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import type { Problem } from "@/api/problem";
import { usePage } from "@/app/usePage";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Mark } from "@/ui/mark";
import { Notice } from "@/ui/notice";
import { Loading, Skeleton } from "@/ui/skeleton";
import { sayError } from "@/words/errors";
import { shell } from "@/words/shell";
import { signIn as words } from "./words";
import { authProblem } from "./sayAuthError";
import { keepPending, readPending, type Pending } from "./session";
import { useAuth, type Auth } from "./useAuth";

type SignedOut = Extract<Auth, { state: "signed-out" | "signed-in" }>;
const waitS = 60;

function useSecondsLeft(until: number): number {
  const [now, setNow] = useState(Date.now);
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    if (left === 0) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [left]);
  return left;
}

function EmailStep({ auth, email, setEmail, onSent }: StepProps & { onSent: (pending: Pending) => void }) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const address = email.trim();
    if (!address) return setError(words.emailNeeded);
    if (!/^\S+@\S+\.\S+$/.test(address)) return setError(words.emailBad);
    setBusy(true);
    setError(null);
    const { error: refused } = await auth.client.signInWithOtp({ email: address });
    setBusy(false);
    if (!refused) return onSent({ email: address, sentAt: Date.now() });
    setError(refused.code === "validation_failed" ? words.emailBad : sayError(authProblem(refused, false)));
  };
  return (
    <form onSubmit={(event) => void send(event)} noValidate className="flex flex-1 flex-col gap-4">
      <p className="text-text-2">{words.lead}</p>
      <Field label={words.email} error={error}>
        {(parts) => (
          <Input
            {...parts}
            type="email"
            name="email"
            autoComplete="email"
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" wide aria-disabled={busy} className="max-sm:mt-auto sm:self-start">
        {busy ? words.sending : words.sendCode}
      </Button>
    </form>
  );
}

type StepProps = { auth: SignedOut; email: string; setEmail: (email: string) => void };

function CodeStep({
  auth,
  pending,
  onSent,
  onOther,
}: {
  auth: SignedOut;
  pending: Pending;
  onSent: (pending: Pending) => void;
  onOther: () => void;
}) {
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [needed, setNeeded] = useState(false);
  const [busy, setBusy] = useState<"code" | "again" | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const left = useSecondsLeft(pending.sentAt + waitS * 1000);

  const check = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const token = code.replace(/\D/g, "");
    setNeeded(!token);
    setProblem(null);
    if (!token) {
      input.current?.focus();
      return;
    }
    setBusy("code");
    const { error } = await auth.client.verifyOtp({ email: pending.email, token, type: "email" });
    setBusy(null);
    if (!error) return keepPending(null);
    setProblem(authProblem(error, Date.now() - pending.sentAt > words.codeMinutes * 60_000));
    input.current?.focus();
  };
  const again = async () => {
    if (busy) return;
    setBusy("again");
    setProblem(null);
    const { error } = await auth.client.signInWithOtp({ email: pending.email });
    setBusy(null);
    if (error) return setProblem(authProblem(error, false));
    onSent({ email: pending.email, sentAt: Date.now() });
    announce(words.sent(pending.email));
  };
  const error = needed ? words.codeNeeded : problem ? sayError(problem) : null;
  return (
    <form onSubmit={(event) => void check(event)} noValidate className="flex flex-1 flex-col gap-4">
      <p role="status">{words.sent(pending.email)}</p>
      <Field
        label={words.code}
        error={error}
        hint={left > 0 ? <span className="tabular-nums">{words.wait(left)}</span> : words.waited}
      >
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
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2 max-sm:mt-auto max-sm:flex-col-reverse">
        <Button type="submit" variant="primary" wide aria-disabled={busy === "code"} className="max-sm:order-first">
          {busy === "code" ? words.checking : words.submit}
        </Button>
        {left === 0 || problem?.slug === PROBLEM.codeExpired ? (
          <Button variant="link" wide onClick={() => void again()} aria-disabled={busy === "again"}>
            {problem?.slug === PROBLEM.codeExpired ? words.sendNew : words.again}
          </Button>
        ) : null}
        <Button variant="link" wide onClick={onOther}>
          {words.other}
        </Button>
      </div>
    </form>
  );
}

function LinkStep({ auth, tokenHash, onGone }: { auth: SignedOut; tokenHash: string; onGone: () => void }) {
  const [error, setError] = useState<string | null>(null);
  const [gone, setGone] = useState(false);
  const [busy, setBusy] = useState(false);
  const spend = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    const { error: refused } = await auth.client.verifyOtp({ token_hash: tokenHash, type: "email" });
    setBusy(false);
    if (!refused) {
      keepPending(null);
      onGone();
      return;
    }
    const used = refused.code === "otp_expired";
    setGone(used);
    setError(used ? words.linkGone : sayError(authProblem(refused, true)));
  };
  return (
    <div className="flex flex-1 flex-col gap-4">
      <p className="text-text-2">{words.linkLead}</p>
      {error ? (
        <Notice tone="error" role="alert">
          {error}
        </Notice>
      ) : null}
      <Button
        variant="primary"
        wide
        className="max-w-full min-w-0 break-all max-sm:mt-auto sm:self-start"
        aria-disabled={busy}
        onClick={gone ? onGone : () => void spend()}
      >
        {gone ? words.sendNew : busy ? words.checking : words.linkButton(readPending()?.email ?? null)}
      </Button>
    </div>
  );
}

/** Sign in by a code, or by the button behind a mailed link: opening the link alone spends nothing. */
export function SignInPage() {
  const auth = useAuth();
  const from = useHistoryState<{ from?: string } | null>()?.from ?? "/sessions";
  const [query, setQuery] = useSearchParams();
  const tokenHash = query.get("token_hash");
  const [pending, setPending] = useState<Pending | null>(readPending);
  const [email, setEmail] = useState(pending?.email ?? "");
  const h1 = usePage(words.page, tokenHash !== null);

  const remember = (sent: Pending | null) => {
    keepPending(sent);
    setPending(sent);
  };
  if (auth.state === "signed-in" && !tokenHash) return <Redirect to={from} replace />;
  return (
    <main className="mx-auto flex w-full max-w-[30rem] flex-1 flex-col gap-4 px-4 py-8 sm:my-16 sm:flex-none sm:rounded-card sm:border sm:border-line sm:bg-surface sm:p-8">
      <Mark className="size-12 max-sm:hidden" />
      <h1 ref={h1} tabIndex={-1} className="text-h1 font-[650]">
        {words.title}
      </h1>
      {auth.state === "loading" ? (
        <Loading>
          <Skeleton className="h-11 w-full" />
        </Loading>
      ) : auth.state === "unavailable" ? (
        <Notice tone="error" role="alert" action={<Button onClick={auth.retry}>{shell.tryAgain}</Button>}>
          {sayError(auth.error)}
        </Notice>
      ) : tokenHash ? (
        <LinkStep auth={auth} tokenHash={tokenHash} onGone={() => setQuery({}, { replace: true, state: { from } })} />
      ) : pending ? (
        <CodeStep auth={auth} pending={pending} onSent={remember} onOther={() => remember(null)} />
      ) : (
        <EmailStep auth={auth} email={email} setEmail={setEmail} onSent={remember} />
      )}
    </main>
  );
}
