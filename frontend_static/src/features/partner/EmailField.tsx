import { EMAIL_LENGTH } from "@/api/protocol";
import type { Ref } from "react";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { partner } from "./words";

/** Where the copy of the summary is to go. */
export function EmailField({
  value,
  onChange,
  missing,
  ref,
}: {
  value: string;
  onChange: (email: string) => void;
  /** Asked for and not (rightly) given. */
  missing: boolean;
  ref?: Ref<HTMLInputElement>;
}) {
  return (
    <Field label={partner.door.email} error={missing ? partner.door.emailMissing : null} className="max-w-96">
      {(parts) => (
        <Input
          {...parts}
          ref={ref}
          type="email"
          value={value}
          maxLength={EMAIL_LENGTH}
          autoComplete="email"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
