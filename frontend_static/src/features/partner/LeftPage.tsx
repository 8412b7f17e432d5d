import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import type { PartnerApi } from "@/api/partner";
import type { Config, PartnerView } from "@/api/types";
import { usePage } from "@/app/usePage";
import { Button } from "@/ui/button";
import { Mark } from "@/ui/mark";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { myData } from "@/features/my-data/words";
import { partner } from "./words";
import { CopyChoice } from "./CopyChoice";
import { DangerLine } from "./DangerLine";
import { offered } from "./offered";

const AddressBlock = lazy(() => import("@/features/my-data/AddressBlock"));
const words = partner.left;

/** 3.9 for the Partner: one quiet column, a way back, the copy, and what is kept. */
export function LeftPage({
  api,
  config,
  view,
  ended,
  onBack,
  onChange,
}: {
  api: PartnerApi;
  config: Config;
  view: PartnerView;
  ended: boolean;
  onBack: () => Promise<void>;
  onChange: (view: PartnerView) => void;
}) {
  const heading = usePage<HTMLHeadingElement>(null);
  const [error, setError] = useState<unknown>(null);
  const [keeping, setKeeping] = useState(false);
  const name = view.facilitator_name;
  return (
    <main className="mx-auto flex w-full max-w-120 flex-1 flex-col justify-center gap-6 px-4 py-12" data-testid="left-page">
      <Mark className="size-12 self-center" />
      <h1 ref={heading} tabIndex={-1} className="text-center text-h1 font-[650]">
        {ended ? words.ended : words.title}
      </h1>
      {ended ? null : (
        <Button
          variant="primary"
          size="large"
          wide
          className="self-center"
          data-testid="come-back"
          onClick={() => {
            setError(null);
            onBack().catch(setError);
          }}
        >
          {words.comeBack}
        </Button>
      )}
      {error ? (
        <Notice tone="error" role="alert">
          {sayError(error, { name })}
        </Notice>
      ) : null}
      <DangerLine emergency={config.emergency} />
      {offered(config).includes("copy") ? <CopyChoice {...{ api, config, view, name, onChange }} /> : null}
      <Suspense>{keeping ? <AddressBlock api={api} /> : null}</Suspense>
      {keeping ? null : (
        <Button className="self-center" onClick={() => setKeeping(true)} data-testid="keep-way">
          {myData.confirm.open}
        </Button>
      )}
      <Link
        to="#data"
        data-testid="my-data"
        className="flex min-h-11 items-center self-center text-primary underline underline-offset-4"
      >
        {words.data}
      </Link>
    </main>
  );
}
