import { useId, type ReactNode } from "react";
import type { ConsentKind } from "@/api/types";
import { withNames } from "@/ui/name";
import { Switch } from "@/ui/switch";
import { partner } from "./words";

export const titles: Record<ConsentKind, string> = {
  listening: partner.door.listening,
  recording: partner.door.recording,
  copy: partner.door.copy,
};

/** The text of a consent as paragraphs, without quoting or heading marks. */
export function ConsentText({ text }: { text: string }) {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map((one) => one.replace(/^\s*(>|#+)\s?/gm, "").trim())
    .filter(Boolean);
  return (
    <div className="flex max-w-[66ch] flex-col gap-3">
      {paragraphs.map((one) => (
        <p key={one}>{withNames(one)}</p>
      ))}
    </div>
  );
}

/** One switch with its whole text beside it, off unless turned on. */
export function ConsentChoice({
  kind,
  text,
  checked,
  onChange,
  children,
}: {
  kind: ConsentKind;
  text: string;
  checked: boolean;
  onChange: (on: boolean) => void;
  /** What else this choice needs while it is on. */
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2 rounded-card border border-line bg-surface p-4">
      <div className="flex items-center justify-between gap-4">
        <label htmlFor={id} className="text-lead font-[600]">
          {titles[kind]}
        </label>
        <Switch
          id={id}
          checked={checked}
          onCheckedChange={onChange}
          aria-describedby={`${id}-text`}
          data-testid={`consent-${kind}`}
        />
      </div>
      <div id={`${id}-text`} className="text-text-2">
        <ConsentText text={text} />
      </div>
      {checked ? children : null}
    </div>
  );
}
