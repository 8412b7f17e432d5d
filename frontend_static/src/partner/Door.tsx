import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { PartnerApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { Config, ConsentKind, PartnerView } from "@/api/types";
import { Pending } from "@/app/Pending";
import { usePage } from "@/app/usePage";
import { DevicePreview } from "@/livekit/DevicePreview";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Mark } from "@/ui/mark";
import { Notice } from "@/ui/notice";
import { call as callWords } from "@/words/call";
import { sayError } from "@/words/errors";
import { partner } from "@/words/partner";
import { shell } from "@/words/shell";
import { ConsentChoice } from "./ConsentChoice";
import { offered } from "./offered";
import type { Seat } from "./seat";

const words = partner.door;

/** The button that opened this is gone: the focus goes on from here. */
const focusNow = (element: HTMLElement | null) => element?.focus({ preventScroll: true });

interface DoorProps {
  invite: string;
  seat: Seat;
  api: PartnerApi;
  config: Config;
  /** What the Partner chose before, when they come back. */
  standing: PartnerView | null;
  onEnter: (view: PartnerView) => void;
}

/** 3.5: decide in calm. Opening it spends nothing and prompts for nothing. */
export function Door({ invite, seat, api, config, standing, onEnter }: DoorProps) {
  const look = useQuery({
    queryKey: ["invite", invite],
    queryFn: ({ signal }) => api.look(invite, { signal }),
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  const heading = usePage<HTMLHeadingElement>("Invitation", !look.isPending);
  const name = look.data?.facilitator_name ?? standing?.facilitator_name ?? null;

  if (look.isPending) return <Pending />;
  if (look.error) {
    const again = asProblem(look.error).slug === "offline" || asProblem(look.error).status >= 500;
    return (
      <Frame>
        <h1 ref={heading} tabIndex={-1} className="text-h2 font-[600]" data-testid="door-problem">
          {sayError(look.error, { name })}
        </h1>
        <div className="flex flex-wrap gap-3">
          {again ? <Button onClick={() => void look.refetch()}>{shell.tryAgain}</Button> : null}
          <Button asChild>
            <a href="/">{shell.home}</a>
          </Button>
        </div>
      </Frame>
    );
  }
  return (
    <OpenDoor
      {...{ invite, seat, api, config, standing, onEnter, heading }}
      name={look.data.facilitator_name || words.someone}
      here={look.data.facilitator_here}
      emergency={look.data.emergency}
    />
  );
}

function Frame({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex flex-1 flex-col">
      <header className="mx-auto flex h-14 w-full max-w-[44rem] items-center gap-2 px-4 text-lead font-[650]">
        <Mark className="size-7" />
        {shell.product}
      </header>
      <main className="mx-auto flex w-full max-w-[44rem] flex-1 flex-col gap-6 px-4 pt-4 pb-8">{children}</main>
    </div>
  );
}

function OpenDoor({
  invite,
  seat,
  api,
  config,
  standing,
  onEnter,
  heading,
  name,
  here,
  emergency,
}: DoorProps & { heading: React.RefObject<HTMLHeadingElement | null>; name: string; here: boolean; emergency: string }) {
  const kinds = offered(config);
  const [wishes, setWishes] = useState<Record<ConsentKind, boolean>>(() => ({
    listening: standing?.consents.listening?.granted ?? false,
    recording: standing?.consents.recording?.granted ?? false,
    copy: standing?.consents.copy?.granted ?? false,
  }));
  const [displayName, setDisplayName] = useState(standing?.display_name ?? "");
  const [checking, setChecking] = useState(false);
  const [joining, setJoining] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function join(event: FormEvent) {
    event.preventDefault();
    if (joining) return;
    setJoining(true);
    setError(null);
    try {
      const redeemed = await api.redeem(invite, displayName.trim() || undefined);
      seat.keep(redeemed.partner_token);
      let view = redeemed.session;
      for (const kind of kinds) {
        const granted = view.consents[kind]?.granted ?? false;
        if (wishes[kind] !== granted) view = await api.consent(kind, wishes[kind], config.consents[kind].version);
      }
      onEnter(view);
    } catch (problem) {
      setError(problem);
      setJoining(false);
    }
  }

  return (
    <Frame>
      <form onSubmit={(event) => void join(event)} className="flex flex-col gap-6" noValidate>
        <div className="flex flex-col gap-3">
          <h1 ref={heading} tabIndex={-1} className="text-h1 font-[650]">
            {words.title(name)}
          </h1>
          <p className="text-lead">{words.lead(name)}</p>
          <p>{words.notTherapy}</p>
          <p className="max-w-[66ch]" data-testid="danger-line">
            {words.danger(emergency)}
          </p>
        </div>
        <Field label={words.yourName(name)} className="max-w-96">
          {(parts) => (
            <Input
              {...parts}
              value={displayName}
              maxLength={80}
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
              text={config.consents[kind].text.replaceAll("{name}", name)}
              checked={wishes[kind]}
              onChange={(on) => setWishes((old) => ({ ...old, [kind]: on }))}
            />
          ))}
          <p className="text-meta text-text-2">{words.foot(kinds.map((kind) => config.consents[kind].version).join(", "))}</p>
        </fieldset>
        {checking ? (
          <section className="flex flex-col gap-3" aria-label={callWords.preview.title}>
            <h2 ref={focusNow} tabIndex={-1} className="text-h2 font-[600]">
              {callWords.preview.title}
            </h2>
            <DevicePreview otherName={name} />
          </section>
        ) : null}
        {here ? null : <p className="text-text-2">{words.notHere(name)}</p>}
        {error ? (
          <Notice tone="error" role="alert">
            {sayError(error, { name })}
          </Notice>
        ) : null}
        {checking ? null : (
          <Button wide className="sm:self-start" onClick={() => setChecking(true)} data-testid="check-devices">
            {words.check}
          </Button>
        )}
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
