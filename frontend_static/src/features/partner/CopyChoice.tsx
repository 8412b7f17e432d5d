import { useRef, useState } from "react";
import type { PartnerApi } from "@/api/partner";
import type { Config, PartnerView } from "@/api/types";
import { Button } from "@/ui/button";
import { isolate } from "@/words/names";
import { partner } from "./words";
import { ChoiceTrouble } from "./ChoiceTrouble";
import { ConsentChoice } from "./ConsentChoice";
import { looksLikeEmail } from "./email";
import { EmailField } from "./EmailField";

const words = partner.copy;

/** The copy of the summary after the door: on needs an address, off works at once. Shows what the ledger says. */
export function CopyChoice({
  api,
  config,
  view,
  name,
  onChange,
}: {
  api: PartnerApi;
  config: Config;
  view: PartnerView;
  name: string;
  onChange: (view: PartnerView) => void;
}) {
  const granted = view.consents.copy?.granted ?? false;
  const [asking, setAsking] = useState(false);
  const [email, setEmail] = useState("");
  const [missing, setMissing] = useState(false);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const field = useRef<HTMLInputElement>(null);
  const { version, text } = config.consents.copy;

  const tell = async (on: boolean) => {
    setError(null);
    setSaving(true);
    try {
      onChange(await api.consent("copy", on, version, on ? email.trim() : undefined));
      setAsking(false);
    } catch (problem) {
      setError(problem);
    } finally {
      setSaving(false);
    }
  };
  const save = () => {
    const wrong = !looksLikeEmail(email);
    setMissing(wrong);
    if (wrong) field.current?.focus();
    else if (!saving) void tell(true);
  };
  return (
    <>
      <ConsentChoice
        kind="copy"
        text={text.replaceAll("{name}", isolate(name))}
        checked={granted || asking}
        onChange={(on) => {
          setAsking(on);
          if (!on && granted) void tell(false);
        }}
      >
        {granted && !asking ? (
          <p role="status">{view.copy_email ? words.to(view.copy_email) : words.sent}</p>
        ) : (
          <form
            noValidate
            className="flex flex-wrap items-end gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <EmailField ref={field} value={email} onChange={setEmail} missing={missing} />
            <Button type="submit" aria-disabled={saving}>
              {saving ? words.saving : words.save}
            </Button>
          </form>
        )}
      </ConsentChoice>
      {error ? <ChoiceTrouble error={error} name={name} /> : null}
    </>
  );
}
