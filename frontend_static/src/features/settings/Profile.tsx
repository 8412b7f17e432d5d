import { useState, type FormEvent } from "react";
import { fieldError } from "@/api/problem";
import type { Config, Me } from "@/api/types";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { NAME_LENGTH } from "@/ui/name";
import { Switch } from "@/ui/switch";
import { TimeZoneSelect } from "@/ui/TimeZoneSelect";
import { chooseCountry } from "@/ui/useCountry";
import { sayCountry } from "@/words/countries";
import { settings as words } from "./words";
import { Group, Outcome } from "./Choice";
import { useMeChange } from "./useMe";

export function NameForm({ me }: { me: Me }) {
  const [name, setName] = useState(me.display_name ?? "");
  const saving = useMeChange();
  const refused = fieldError(saving.error, "display_name");
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!saving.isPending) saving.mutate({ display_name: name.trim() || null });
  };
  return (
    <Group id="profile" title={words.profile}>
      <form onSubmit={save} className="flex flex-col gap-3">
        <Field label={words.name} hint={words.nameHint} error={refused}>
          {(parts) => (
            <div className="flex gap-2 max-sm:flex-col">
              <Input
                {...parts}
                autoComplete="name"
                maxLength={NAME_LENGTH}
                value={name}
                onChange={(event) => {
                  setName(event.target.value);
                  saving.reset();
                }}
              />
              <Button type="submit" wide aria-disabled={saving.isPending}>
                {saving.isPending ? words.saving : words.save}
              </Button>
            </div>
          )}
        </Field>
        {refused ? null : <Outcome saving={saving} />}
      </form>
      <div>
        <p className="font-[560]">{words.email}</p>
        <p className="break-all text-text-2">{me.email}</p>
      </div>
    </Group>
  );
}

/** The country goes with the account, since the safety card and the mail use it, and onto this device for the other pages. */
export function CountryChoice({ me, config }: { me: Me; config: Config }) {
  const saving = useMeChange();
  const known = config.help_by_country.map(({ country }) => [country, sayCountry(country)] as const);
  return (
    <Group id="crisis-lines" title={words.help}>
      <Field label={words.country} hint={words.countryHint}>
        {(parts) => (
          <Select
            {...parts}
            value={me.country ?? ""}
            onChange={(event) => {
              const country = event.target.value || null;
              saving.mutate({ country }, { onSuccess: () => chooseCountry(country) });
            }}
          >
            <option value="">{words.countryUsual(sayCountry(config.country))}</option>
            {known
              .toSorted((a, b) => a[1].localeCompare(b[1]))
              .map(([country, name]) => (
                <option key={country} value={country}>
                  {name}
                </option>
              ))}
          </Select>
        )}
      </Field>
      <Outcome saving={saving} />
    </Group>
  );
}

/** In which zone pages, mails and downloads say days and hours. */
export function TimeZoneChoice({ me }: { me: Me }) {
  const saving = useMeChange();
  const refused = fieldError(saving.error, "time_zone");
  return (
    <Group id="time-zone" title={words.dates}>
      <Field label={words.timeZone} hint={words.timeZoneHint} error={refused}>
        {(parts) => <TimeZoneSelect {...parts} chosen={me.time_zone} onChoose={(time_zone) => saving.mutate({ time_zone })} />}
      </Field>
      {refused ? null : <Outcome saving={saving} />}
    </Group>
  );
}

export function MailChoice({ me }: { me: Me }) {
  const saving = useMeChange();
  return (
    <Group id="mail" title={words.mail}>
      <div className="flex items-start justify-between gap-4">
        <div>
          <label htmlFor="link-only" className="font-[560]">
            {words.linkOnly}
          </label>
          <p id="link-only-hint" className="text-meta text-text-2">
            {words.linkOnlyHint}
          </p>
        </div>
        <Switch
          id="link-only"
          aria-describedby="link-only-hint"
          checked={saving.isPending ? saving.variables.mail_link_only === true : me.mail_link_only}
          onCheckedChange={(mail_link_only) => saving.mutate({ mail_link_only })}
        />
      </div>
      <Outcome saving={saving} />
    </Group>
  );
}
