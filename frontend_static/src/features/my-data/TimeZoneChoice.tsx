import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { DataApi } from "@/api/partner";
import { fieldError } from "@/api/problem";
import type { PartnerHeld } from "@/api/types";
import { Field } from "@/ui/field";
import { TimeZoneSelect } from "@/ui/TimeZoneSelect";
import { sayError } from "@/words/errors";
import { partner } from "@/features/partner/words";

const words = partner.data;

/** In which zone this page and the Partner's mails say days and hours. */
export function TimeZoneChoice({ api, held }: { api: DataApi; held: PartnerHeld }) {
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: api.chooseTimeZone,
    onSuccess: (now) => queries.setQueryData(api.heldKey, now),
  });
  const refused = saving.error ? (fieldError(saving.error, "time_zone") ?? sayError(saving.error)) : null;
  return (
    <Field label={words.timeZone} hint={words.timeZoneHint} error={refused}>
      {(parts) => <TimeZoneSelect {...parts} chosen={held.time_zone} onChoose={(zone) => saving.mutate(zone)} />}
    </Field>
  );
}
