import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Copy, Link2Off, Mail, QrCode } from "lucide-react";
import { lazy, Suspense, useRef, useState, type FormEvent } from "react";
import { Link } from "wouter";
import type { Invite, Session } from "@/api/types";
import { useDates } from "@/app/useDates";
import { useFacilitator } from "@/features/auth/useAuth";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { copyText } from "@/ui/copy";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { Loading, Skeleton } from "@/ui/skeleton";
import { sayError } from "@/words/errors";
import { invite as words } from "./words";

const QrPicture = lazy(() => import("./QrPicture"));

type Said = { tone: "good" | "quiet" | "error"; text: string };

function MailForm({
  session,
  onSent,
  onFailed,
}: {
  session: Session;
  onSent: (made: Invite, email: string) => void;
  onFailed: (error: unknown) => void;
}) {
  const { api } = useFacilitator();
  const [email, setEmail] = useState("");
  const [needed, setNeeded] = useState(false);
  const sending = useMutation({
    mutationFn: (address: string) => api.mailInvite(session.id, address),
    onSuccess: onSent,
    onError: onFailed,
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    const address = email.trim();
    const bad = !/^\S+@\S+\.\S+$/.test(address);
    setNeeded(bad);
    if (!bad && !sending.isPending) sending.mutate(address);
  };
  return (
    <form onSubmit={send} noValidate className="flex gap-2 max-sm:flex-col sm:items-end">
      <Field label={words.email} error={needed ? words.emailNeeded : null} className="grow">
        {(parts) => (
          <Input
            {...parts}
            type="email"
            autoFocus
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" wide aria-disabled={sending.isPending} className={needed ? "sm:mb-7" : undefined}>
        {sending.isPending ? words.sending : words.submit}
      </Button>
    </form>
  );
}

/** A session's link: copy, send, show, withdraw. The server keeps only its hash, so a link is seen while this is open. */
export function InvitePanel({
  session,
  made,
}: {
  session: Session;
  /** What came of making the first link, right after the session was made; `copied` when it is on the clipboard already. */
  made?: { link: Invite | null; error: unknown; copied: boolean };
}) {
  const { userId, api } = useFacilitator();
  const { moment } = useDates();
  const queries = useQueryClient();
  const [link, setLink] = useState<Invite | null>(made?.link ?? null);
  const [withdrawn, setWithdrawn] = useState(false);
  const [open, setOpen] = useState<"mail" | "qr" | null>(null);
  const [said, setSaid] = useState<Said | null>(made?.copied ? { tone: "good", text: words.copied } : null);
  const copiedOnce = useRef(made?.copied ?? false);
  const before = session.invite?.status;

  const say = (tone: Said["tone"], text: string) => {
    setSaid({ tone, text });
    announce(text);
  };
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: [userId, "sessions"] });
    void queries.invalidateQueries({ queryKey: [userId, "session", session.id] });
  };
  const making = useMutation({
    mutationFn: () => api.invite(session.id),
    onSuccess: (made) => {
      setLink(made);
      setWithdrawn(false);
      setSaid(null);
      refresh();
    },
  });
  const withdrawing = useMutation({
    mutationFn: () => api.withdrawInvite(session.id),
    onSuccess: () => {
      setLink(null);
      setOpen(null);
      setWithdrawn(true);
      say("quiet", words.withdrawn);
      refresh();
    },
  });

  const copy = async () => {
    if (!link) return;
    const done = await copyText(link.url);
    copiedOnce.current ||= done;
    say(done ? "good" : "error", done ? words.copied : words.notCopied);
  };
  const sent = (made: Invite, email: string) => {
    setLink(made);
    setWithdrawn(false);
    setOpen(null);
    say("good", copiedOnce.current ? `${words.sent(email)} ${words.replaced}` : words.sent(email));
    copiedOnce.current = false;
    refresh();
  };
  const error = making.error ?? withdrawing.error ?? (making.isIdle && !link ? made?.error : null);
  const canWithdraw = link !== null || (!withdrawn && (before === "open" || before === "redeemed"));
  const newLink = (
    <Button variant="primary" wide aria-disabled={making.isPending} onClick={() => making.isPending || making.mutate()}>
      {making.isPending ? words.making : words.make}
    </Button>
  );

  return (
    <div className="flex flex-1 flex-col gap-4">
      {link ? (
        <Field label={words.link} hint={words.until(moment(link.expires_at))}>
          {(parts) => <Input {...parts} readOnly value={link.url} onFocus={(event) => event.target.select()} />}
        </Field>
      ) : making.isPending ? (
        <Loading>
          <Skeleton className="h-24 w-full" />
        </Loading>
      ) : !withdrawn && before === "open" ? (
        <p className="text-text-2">{words.hidden}</p>
      ) : !withdrawn && before === "redeemed" ? (
        <p className="text-text-2">{words.inUse}</p>
      ) : null}

      {said ? <Notice tone={said.tone}>{said.text}</Notice> : null}
      {error ? (
        <Notice tone="error" role="alert">
          {sayError(error)}
        </Notice>
      ) : null}

      <div className="flex flex-wrap gap-2 max-sm:flex-col">
        {link ? (
          <Button variant="primary" wide autoFocus onClick={() => void copy()}>
            <Copy aria-hidden />
            {words.copy}
          </Button>
        ) : (
          newLink
        )}
        <Button wide aria-expanded={open === "mail"} onClick={() => setOpen(open === "mail" ? null : "mail")}>
          <Mail aria-hidden />
          {words.send}
        </Button>
        {link ? (
          <Button wide aria-expanded={open === "qr"} onClick={() => setOpen(open === "qr" ? null : "qr")}>
            <QrCode aria-hidden />
            {open === "qr" ? words.hideQr : words.showQr}
          </Button>
        ) : null}
      </div>

      {open === "mail" ? (
        <MailForm
          session={session}
          onSent={sent}
          onFailed={(failure) => say("error", `${words.notSent} ${sayError(failure)}`)}
        />
      ) : null}
      {open === "qr" && link ? (
        <Suspense fallback={<Skeleton className="size-56" />}>
          <QrPicture text={link.url} label={words.qr} />
        </Suspense>
      ) : null}

      <div className="mt-auto flex flex-wrap justify-between gap-2 border-t border-line pt-4">
        <Button asChild variant="link" className="px-0!">
          <Link to={`/sessions/${session.id}`}>{words.open}</Link>
        </Button>
        {canWithdraw ? (
          <Button
            variant="ghost"
            className="text-crisis!"
            aria-disabled={withdrawing.isPending}
            onClick={() => withdrawing.isPending || withdrawing.mutate()}
          >
            <Link2Off aria-hidden />
            {words.withdraw}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
