import { useRef, useState, type FormEvent } from "react";
import { Link } from "wouter";
import type { PartnerApi } from "@/api/partner";
import { fieldError } from "@/api/problem";
import type { Config, ConsentKind, PartnerView } from "@/api/types";
import { deviceStore } from "@/app/storage";
import { usePage } from "@/app/usePage";
import { canOpenCalls } from "@/livekit/denied";
import { DevicePreview } from "@/livekit/DevicePreview";
import { InAppNotice } from "@/livekit/InAppNotice";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { LanguageNote } from "@/ui/languageNote";
import { NAME_LENGTH, withNames } from "@/ui/name";
import { Notice } from "@/ui/notice";
import { call as callWords } from "@/livekit/words";
import { isolate } from "@/words/names";
import { partner } from "./words";
import { DangerLine } from "./DangerLine";
import { ChoiceTrouble } from "./ChoiceTrouble";
import { ConsentChoice } from "./ConsentChoice";
import { looksLikeEmail } from "./email";
import { EmailField } from "./EmailField";
import { Frame } from "./Frame";
import { offered } from "./offered";
import type { Seat } from "./seat";

const words = partner.door;

/** The button that opened this is gone: the focus goes on from here, and what it opened is seen. */
const focusNow = (element: HTMLElement | null) => {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView?.({ block: "start" });
};

/** The door of a link that opens. Whatever the switches say, Join looks the same and works. */
export function OpenDoor({
  invite,
  seat,
  api,
  config,
  standing,
  onEnter,
  name,
  here,
  emergency,
}: {
  invite: string;
  seat: Seat;
  api: PartnerApi;
  config: Config;
  standing: PartnerView | null;
  onEnter: (view: PartnerView) => void;
  /** The Facilitator's. */
  name: string;
  here: boolean;
  emergency: string;
}) {
  const heading = usePage<HTMLHeadingElement>("Invitation");
  const kinds = offered(config);
  const [wishes, setWishes] = useState<Record<ConsentKind, boolean>>(() => ({
    listening: standing?.consents.listening?.granted ?? false,
    recording: standing?.consents.recording?.granted ?? false,
    copy: standing?.consents.copy?.granted ?? false,
  }));
  const [displayName, setDisplayName] = useState(standing?.display_name ?? "");
  const [email, setEmail] = useState(standing?.copy_email ?? "");
  const [emailMissing, setEmailMissing] = useState(false);
  const [checking, setChecking] = useState(false);
  /** Asked before the link is spent: without it a reload loses the place. */
  const [keeps] = useState(() => deviceStore.lasts());
  const [joining, setJoining] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const emailField = useRef<HTMLInputElement>(null);
  const nameField = useRef<HTMLInputElement>(null);

  /** True when it stands so already, address and all. */
  const stands = (view: PartnerView, kind: ConsentKind) =>
    wishes[kind] === (view.consents[kind]?.granted ?? false) &&
    (kind !== "copy" || !wishes.copy || !email.trim() || email.trim() === view.copy_email);

  async function join() {
    if (joining) return;
    const asksForNothing = wishes.copy && !looksLikeEmail(email) && !(standing?.consents.copy?.granted && !email.trim());
    setEmailMissing(asksForNothing);
    if (asksForNothing) return emailField.current?.focus();
    setJoining(true);
    setError(null);
    try {
      const redeemed = await api.redeem(invite, displayName.trim() || undefined);
      seat.keep(redeemed.partner_token);
      let view = redeemed.session;
      for (const kind of kinds) {
        if (stands(view, kind)) continue;
        const { version } = config.consents[kind];
        view = await api.consent(kind, wishes[kind], version, kind === "copy" && wishes.copy ? email.trim() : undefined);
      }
      onEnter(view);
    } catch (problem) {
      setError(problem);
      setJoining(false);
      if (fieldError(problem, "display_name")) nameField.current?.focus();
    }
  }
  const refused = fieldError(error, "display_name");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void join();
  };

  return (
    <Frame>
      <form onSubmit={submit} className="flex flex-col gap-6" noValidate>
        <div className="flex flex-col gap-3">
          <h1 ref={heading} tabIndex={-1} className="text-h1 font-[650]">
            {withNames(words.title(name))}
          </h1>
          <p className="text-lead">{withNames(words.lead(name))}</p>
          {here ? null : (
            <p className="text-text-2" data-testid="not-here">
              {withNames(words.notHere(name))}
            </p>
          )}
          <p>{words.notTherapy}</p>
          <DangerLine emergency={emergency} />
          <LanguageNote config={config} />
        </div>
        {canOpenCalls() ? null : <InAppNotice link={location.href} />}
        {keeps ? null : (
          <Notice tone="concern">
            {words.keepsNothing}
          </Notice>
        )}
        <Field label={words.yourName(name)} error={refused} className="max-w-96">
          {(parts) => (
            <Input
              {...parts}
              value={displayName}
              ref={nameField}
              maxLength={NAME_LENGTH}
              autoComplete="nickname"
              onChange={(event) => setDisplayName(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-3 text-h2 font-[600]">{words.choices}</legend>
          {kinds.map((kind) => (
            <ConsentChoice
              key={kind}
              kind={kind}
              text={config.consents[kind].text.replaceAll("{name}", isolate(name))}
              checked={wishes[kind]}
              onChange={(on) => setWishes((old) => ({ ...old, [kind]: on }))}
            >
              {kind === "copy" ? <EmailField ref={emailField} value={email} onChange={setEmail} missing={emailMissing} /> : null}
            </ConsentChoice>
          ))}
          {kinds.includes("listening") ? <p className="text-text-2">{words.company}</p> : null}
          <p className="text-meta text-text-2">{words.foot(kinds.map((kind) => config.consents[kind].version).join(", "))}</p>
        </fieldset>
        {checking ? (
          <section className="flex flex-col gap-3" aria-label={callWords.preview.title}>
            <h2 ref={focusNow} tabIndex={-1} className="text-h2 font-[600]">
              {callWords.preview.title}
            </h2>
            <DevicePreview otherName={name} onSoundOnly={() => void join()} />
          </section>
        ) : (
          <Button wide className="sm:self-start" onClick={() => setChecking(true)} data-testid="check-devices">
            {words.check}
          </Button>
        )}
        {error && !refused ? <ChoiceTrouble error={error} name={name} /> : null}
        {standing ? (
          <Link to="#data" className="flex min-h-11 items-center self-start text-primary underline underline-offset-4">
            {partner.left.data}
          </Link>
        ) : null}
        <div className="pinned-foot flex flex-col gap-2 max-sm:sticky max-sm:bottom-0 max-sm:-mx-4 max-sm:border-t max-sm:border-line max-sm:bg-bg max-sm:px-4 max-sm:pt-3 max-sm:pb-[max(0.75rem,env(safe-area-inset-bottom))] max-sm:text-center sm:flex-row sm:items-center sm:gap-4">
          <Button type="submit" variant="primary" size="large" wide aria-disabled={joining} data-testid="join-button">
            {joining ? words.joining : words.join}
          </Button>
          <p className="text-meta text-text-2">{words.changeLater}</p>
        </div>
      </form>
    </Frame>
  );
}
