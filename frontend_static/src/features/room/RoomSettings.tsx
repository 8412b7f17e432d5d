import { useId, type ReactNode } from "react";
import { DeviceSelects } from "@/livekit/DeviceSelects";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/input";
import { Switch } from "@/ui/switch";
import { session } from "./words";
import { choose, usePanelChoices, type Dock, type Says } from "./panelChoices";

const words = session.settings;

function SwitchRow({ label, help, on, onChange, testId }: { label: string; help: string; on: boolean; onChange: (on: boolean) => void; testId: string }) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div>
        <label htmlFor={id} className="font-[560]">
          {label}
        </label>
        <p id={`${id}-help`} className="text-meta text-text-2">
          {help}
        </p>
      </div>
      <Switch id={id} aria-describedby={`${id}-help`} checked={on} onCheckedChange={onChange} data-testid={testId} />
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4 border-t border-line pt-4 first-of-type:border-0 first-of-type:pt-0">
      <h3 className="font-[650]">{title}</h3>
      {children}
    </section>
  );
}

/** The room's settings: devices of this call, and how hints are shown on this device. */
export function RoomSettings({
  open,
  onClose,
  paused,
  onPause,
  children,
}: {
  open: boolean;
  onClose: () => void;
  paused: boolean;
  onPause: (on: boolean) => void;
  /** More of this session, such as its recording. */
  children?: ReactNode;
}) {
  const choices = usePanelChoices();
  return (
    <Dialog open={open} onOpenChange={(to) => (to ? undefined : onClose())}>
      <DialogContent title={words.title}>
        <Part title={words.parts.session}>
          <SwitchRow label={words.pause} help={words.pauseHelp} on={paused} onChange={onPause} testId="pause-switch" />
          {children}
        </Part>
        <Part title={words.parts.devices}>
          <DeviceSelects />
        </Part>
        <Part title={words.parts.hints}>
          <Field label={words.dock}>
            {(parts) => (
              <Select {...parts} value={choices.dock} onChange={(event) => choose({ dock: event.target.value as Dock })}>
                {Object.entries(words.docks).map(([dock, label]) => (
                  <option key={dock} value={dock}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={words.say} hint={session.first.headphones}>
            {(parts) => (
              <Select {...parts} value={choices.says} onChange={(event) => choose({ says: event.target.value as Says })}>
                {Object.entries(words.says).map(([says, label]) => (
                  <option key={says} value={says}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <SwitchRow label={words.keys} help={words.keysHelp} on={choices.singleKeys} onChange={(on) => choose({ singleKeys: on })} testId="keys-switch" />
          <p className="text-meta text-text-2">{session.first.disclosure}</p>
        </Part>
      </DialogContent>
    </Dialog>
  );
}
