import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import type { DataApi } from "@/api/partner";
import type { PartnerHeld } from "@/api/types";
import { TimeZoneContext, useDates } from "@/app/useDates";
import { usePage } from "@/app/usePage";
import { Button } from "@/ui/button";
import { downloadFile } from "@/ui/downloadFile";
import { Name, withNames } from "@/ui/name";
import { Loading, Skeleton } from "@/ui/skeleton";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { partner } from "@/features/partner/words";
import { recording } from "@/features/recording/words";
import { shell } from "@/words/shell";
import { datesIn, sayKeptDay, type Dates } from "@/words/time";
import AddressBlock from "./AddressBlock";
import { titles } from "@/features/partner/ConsentChoice";
import { DeleteDialog } from "./DeleteDialog";
import { Frame } from "@/features/partner/Frame";
import { TimeZoneChoice } from "./TimeZoneChoice";

const words = partner.data;
const backLook = "-mb-2 flex min-h-11 items-center gap-2 self-start text-primary underline underline-offset-4";

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-1 border-line py-3 not-first:border-t sm:grid-cols-[12rem_minmax(0,1fr)]">
      <dt className="font-[600]">{term}</dt>
      <dd className="text-text-2">{children}</dd>
    </div>
  );
}

function sayCopy({ copy_email, copy_mailed_at, copy_error }: PartnerHeld, { longDay }: Dates): string {
  if (copy_email) return copy_error ? words.copyFailed(copy_email) : words.copyTo(copy_email);
  return copy_mailed_at ? words.copySent(longDay(copy_mailed_at)) : words.noCopy;
}

function saySentences({ sentences, deleted_on, days, time_zone }: PartnerHeld): string {
  if (sentences === 0) return words.noWords;
  return `${words.sentences(sentences)} ${deleted_on ? words.deletedOn(sayKeptDay(deleted_on, time_zone)) : words.deletedAfter(days)}`;
}

/** What is held, as it was answered; `children` is what other capabilities hold. */
export function HeldTable({ held, children }: { held: PartnerHeld; children?: ReactNode }) {
  const name = held.facilitator_name;
  const dates = useDates();
  return (
    <dl className="rounded-card border border-line bg-surface px-4" data-testid="held">
      <Row term={words.name}>{held.display_name ? <Name>{held.display_name}</Name> : words.noName}</Row>
      <Row term={words.words}>{saySentences(held)}</Row>
      <Row term={words.sound}>{held.recorded ? words.soundRecorded : withNames(words.soundKept(name))}</Row>
      {children}
      <Row term={words.made}>{withNames(words.madeText(name))}</Row>
      <Row term={words.copy}>{sayCopy(held, dates)}</Row>
      <Row term={words.choices}>
        {held.choices.length === 0 ? (
          words.noChoices
        ) : (
          <ul className="flex flex-col gap-1">
            {held.choices.map(({ kind, granted, version, at }) => (
              <li key={at}>
                {titles[kind]}: <strong className="font-[600] text-text">{granted ? words.on : words.off}</strong>, {dates.moment(at)} ({version})
              </li>
            ))}
          </ul>
        )}
      </Row>
    </dl>
  );
}

/** The way back from here, where it is not the Partner's own page. */
export interface Back {
  label: string;
  onBack: () => void;
}

/** 3.9 `See or delete my data`: all we hold, to take along and to delete, both in two taps. */
export function DataPage({
  api,
  sound,
  back,
  onGone,
}: {
  api: DataApi;
  /** The sound recording, to hear, save and delete by itself. */
  sound?: (held: PartnerHeld) => ReactNode;
  back?: Back | undefined;
  onGone: () => void;
}) {
  const heading = usePage<HTMLHeadingElement>(null);
  const queries = useQueryClient();
  const { data: held, error, refetch } = useQuery({
    queryKey: api.heldKey,
    queryFn: ({ signal }) => api.held({ signal }),
    gcTime: 0,
  });
  const zone = held?.time_zone ?? undefined;
  const [asking, setAsking] = useState(false);
  const [saving, setSaving] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);

  const download = async () => {
    setTrouble(null);
    setSaving(true);
    try {
      downloadFile(words.file, JSON.stringify(await api.package(), null, 2), "application/json");
    } catch (problem) {
      setTrouble(problem);
    } finally {
      setSaving(false);
    }
  };
  const name = held?.facilitator_name ?? "";
  return (
    <TimeZoneContext value={zone}>
      <Frame>
        {back ? (
          <button type="button" className={backLook} onClick={back.onBack}>
            <ArrowLeft aria-hidden className="size-5 stroke-[1.75]" />
            {back.label}
          </button>
        ) : (
          <Link to="#" className={backLook}>
            <ArrowLeft aria-hidden className="size-5 stroke-[1.75]" />
            {words.back}
          </Link>
        )}
        <div className="flex flex-col gap-2">
          <h1 ref={heading} tabIndex={-1} className="text-h1 font-[650]">
            {words.title}
          </h1>
          {held ? <p className="text-text-2">{withNames(words.lead(name))}</p> : null}
        </div>
        {held?.forgotten_at ? (
          <Notice tone="good" role="status">
            {held.sentences === 0 ? `${words.deleted} ` : null}
            {words.deletedAt(datesIn(zone).moment(held.forgotten_at))}
          </Notice>
        ) : null}
        {error && !held ? (
          <Notice tone="error" role="alert" action={<Button onClick={() => void refetch()}>{shell.tryAgain}</Button>}>
            {sayError(error)}
          </Notice>
        ) : held ? (
          <HeldTable held={held} />
        ) : (
          <Loading>
            <Skeleton className="h-80 w-full" />
          </Loading>
        )}
        {held && sound && !held.forgotten_at ? (
          <section className="flex flex-col gap-3" aria-label={recording.record.title}>
            <h2 className="text-h2 font-[600]">{recording.record.title}</h2>
            {sound(held)}
          </section>
        ) : null}
        {held ? <AddressBlock api={api} /> : null}
        {held && !held.forgotten_at ? <TimeZoneChoice api={api} held={held} /> : null}
        {trouble ? (
          <Notice tone="error" role="alert">
            {sayError(trouble, { name })}
          </Notice>
        ) : null}
        {held ? (
          <div className="grid gap-3 sm:grid-cols-2">
            <Button size="large" aria-disabled={saving} onClick={() => !saving && void download()} data-testid="download-data">
              {saving ? words.downloading : words.download}
            </Button>
            <Button size="large" variant="danger" onClick={() => setAsking(true)} data-testid="delete-data">
              {words.delete}
            </Button>
          </div>
        ) : null}
        <DeleteDialog
          open={asking}
          name={name}
          running={held ? !held.ended_at : false}
          onClose={() => setAsking(false)}
          onDelete={async () => {
            queries.setQueryData(api.heldKey, await api.forget());
            onGone();
          }}
        />
      </Frame>
    </TimeZoneContext>
  );
}
