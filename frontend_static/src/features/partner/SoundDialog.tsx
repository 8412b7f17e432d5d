import type { ReactNode } from "react";
import type { Config } from "@/api/types";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Name, withNames } from "@/ui/name";
import { partner } from "./words";

const words = partner.where;

/** Where the Partner's sound goes, who is in the call, and the other choices. */
export function SoundDialog({
  open,
  onClose,
  config,
  name,
  here,
  children,
}: {
  open: boolean;
  onClose: () => void;
  config: Config;
  name: string;
  /** Names of the others in the call. */
  here: string[];
  /** The other choices, which may be changed here. */
  children?: ReactNode;
}) {
  return (
    <Dialog open={open} onOpenChange={(to) => (to ? undefined : onClose())}>
      <DialogContent title={words.title}>
        <ul className="flex list-disc flex-col gap-2 pl-5">
          <li>{withNames(words.people(name))}</li>
          <li>{withNames(words.coach(name, config.where))}</li>
            <li>{words.company}</li>
          <li>{words.kept(config.transcript_days)}</li>
        </ul>
        <section aria-labelledby="in-call" className="flex flex-col gap-1">
          <h3 id="in-call" className="font-[600]">
            {words.inCall}
          </h3>
          <ul className="flex list-disc flex-col gap-1 pl-5">
            {[words.you, ...here].map((one) => (
              <li key={one}>
                <Name>{one}</Name>
              </li>
            ))}
          </ul>
        </section>
        {children}
      </DialogContent>
    </Dialog>
  );
}
