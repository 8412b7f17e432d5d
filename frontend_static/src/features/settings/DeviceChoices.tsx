import { setTheme, useTheme, type Theme } from "@/app/theme";
import { choose, usePanelChoices, type Dock, type Says } from "@/features/room/panelChoices";
import { Field } from "@/ui/field";
import { Select } from "@/ui/input";
import { Switch } from "@/ui/switch";
import { settings as words } from "./words";
import { shell } from "@/words/shell";
import { Group } from "./Choice";

/** Theme and language. */
export function Look() {
  const theme = useTheme();
  return (
    <Group id="look" title={words.look}>
      <Field label={words.theme} hint={words.onThisDevice}>
        {(parts) => (
          <Select {...parts} value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
            {Object.entries(shell.themes).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div>
        <p className="font-[560]">{words.language}</p>
        <p className="text-text-2">{words.languageHint}</p>
      </div>
    </Group>
  );
}

/** How the Coach Panel behaves on this device: the same choices as in the room. */
export function RoomChoices() {
  const choices = usePanelChoices();
  return (
    <Group id="room" title={words.room}>
      <Field label={words.dock} hint={words.onThisDevice}>
        {(parts) => (
          <Select {...parts} value={choices.dock} onChange={(event) => choose({ dock: event.target.value as Dock })}>
            {Object.entries(words.docks).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={words.says}>
        {(parts) => (
          <Select {...parts} value={choices.says} onChange={(event) => choose({ says: event.target.value as Says })}>
            {Object.entries(words.sayings).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex items-start justify-between gap-4">
        <div>
          <label htmlFor="single-keys" className="font-[560]">
            {words.keys}
          </label>
          <p id="single-keys-hint" className="text-meta text-text-2">
            {words.keysHint}
          </p>
        </div>
        <Switch
          id="single-keys"
          aria-describedby="single-keys-hint"
          checked={choices.singleKeys}
          onCheckedChange={(singleKeys) => choose({ singleKeys })}
        />
      </div>
    </Group>
  );
}
