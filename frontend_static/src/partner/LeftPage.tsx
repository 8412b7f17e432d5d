import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PartnerApi } from "@/api/client";
import type { Config, ConsentKind } from "@/api/types";
import { usePage } from "@/app/usePage";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Mark } from "@/ui/mark";
import { Notice } from "@/ui/notice";
import { Switch } from "@/ui/switch";
import { sayError } from "@/words/errors";
import { partner } from "@/words/partner";
import { offered } from "./offered";

const words = partner.left;
const titles: Record<ConsentKind, string> = {
  listening: partner.door.listening,
  recording: partner.door.recording,
  copy: partner.door.copy,
};

/** 3.9 for the Partner: one quiet column, a way back, and what is kept. */
export function LeftPage({
  api,
  config,
  name,
  ended,
  onBack,
}: {
  api: PartnerApi;
  config: Config;
  name: string;
  ended: boolean;
  onBack: () => Promise<void>;
}) {
  const heading = usePage<HTMLHeadingElement>(null);
  const [error, setError] = useState<unknown>(null);
  const [showData, setShowData] = useState(false);
  const kinds = offered(config);
  const { data: view, refetch } = useQuery({
    queryKey: ["partner-left"],
    queryFn: ({ signal }) => api.view({ signal }),
    gcTime: 0,
  });
  const attempt = (what: () => Promise<unknown>) => {
    setError(null);
    what().catch(setError);
  };
  return (
    <main className="mx-auto flex w-full max-w-120 flex-1 flex-col justify-center gap-6 px-4 py-12 text-center" data-testid="left-page">
      <Mark className="size-12 self-center" />
      <h1 ref={heading} tabIndex={-1} className="text-h1 font-[650]">
        {ended ? words.ended : words.title}
      </h1>
      {ended ? null : (
        <Button
          variant="primary"
          size="large"
          wide
          className="self-center max-sm:self-stretch"
          data-testid="come-back"
          onClick={() => attempt(onBack)}
        >
          {words.comeBack}
        </Button>
      )}
      {error ? (
        <Notice tone="error" role="alert" className="text-left">
          {sayError(error, { name })}
        </Notice>
      ) : null}
      {kinds.includes("copy") && view ? (
        <div className="flex items-center justify-between gap-4 rounded-card border border-line bg-surface p-4 text-left">
          <label htmlFor="left-copy">{words.copy}</label>
          <Switch
            id="left-copy"
            checked={view.consents.copy?.granted ?? false}
            onCheckedChange={(on) =>
              attempt(async () => {
                await api.consent("copy", on, config.consents.copy.version);
                await refetch();
              })
            }
          />
        </div>
      ) : null}
      <Button variant="link" className="self-center" onClick={() => setShowData(true)}>
        {words.data}
      </Button>
      <Dialog open={showData} onOpenChange={setShowData}>
        <DialogContent title={words.data} description={words.dataLead(name)}>
          <ul className="flex flex-col gap-2">
            {kinds.map((kind) => {
              const standing = view?.consents[kind];
              return (
                <li key={kind} className="flex justify-between gap-4">
                  <span>{titles[kind]}</span>
                  <span className="text-text-2">
                    {standing?.granted ? "On" : "Off"}
                    {standing ? `, ${new Date(standing.at).toLocaleString()}` : null}
                  </span>
                </li>
              );
            })}
          </ul>
        </DialogContent>
      </Dialog>
    </main>
  );
}
