import type { ReactNode } from "react";
import type { Config } from "@/api/types";
import { Button } from "@/ui/button";
import { CrisisLines } from "@/ui/crisisLines";
import { Dialog, DialogContent } from "@/ui/dialog";
import { partner } from "@/words/partner";

const WEATHER = "https://weather.com/";

/** The same for everybody, always: numbers, grounding, and a quick way out. */
export function HelpDialog({
  open,
  onClose,
  config,
  onLeave,
}: {
  open: boolean;
  onClose: () => void;
  config: Config;
  onLeave: () => void;
}) {
  const words = partner.help;
  return (
    <Dialog open={open} onOpenChange={(to) => (to ? undefined : onClose())}>
      <DialogContent title={words.title} description={words.same}>
        <p>{partner.door.danger(config.emergency)}</p>
        <h3 className="font-[600]">{words.lines}</h3>
        <CrisisLines lines={config.crisis_lines} />
        <h3 className="font-[600]">{words.grounding}</h3>
        <ul className="flex list-disc flex-col gap-1 pl-5">
          {words.groundingSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
        <Button
          size="large"
          wide
          className="self-start"
          onClick={() => {
            onLeave();
            location.replace(WEATHER);
          }}
        >
          {words.weather}
        </Button>
      </DialogContent>
    </Dialog>
  );
}

/** Where the Partner's sound goes, and who is in the call. */
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
  here: string[];
  /** The other choices, which may be changed here. */
  children?: ReactNode;
}) {
  const words = partner.where;
  return (
    <Dialog open={open} onOpenChange={(to) => (to ? undefined : onClose())}>
      <DialogContent title={words.title}>
        <ul className="flex list-disc flex-col gap-2 pl-5">
          <li>{words.people(name)}</li>
          <li>{words.coach(name, config.where)}</li>
          <li>{words.kept(config.transcript_days)}</li>
        </ul>
        <h3 className="font-[600]">{words.inCall}</h3>
        <ul className="flex list-disc flex-col gap-1 pl-5">
          {[words.you, ...here].map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        {children}
      </DialogContent>
    </Dialog>
  );
}
