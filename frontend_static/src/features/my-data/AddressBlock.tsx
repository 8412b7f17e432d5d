import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { DataApi } from "@/api/partner";
import { useDates } from "@/app/useDates";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { myData } from "./words";
import { ByCode } from "./ByCode";

const words = myData.confirm;

/** An address the Partner confirms, so that they can reach their data without their link. */
export default function AddressBlock({ api }: { api: DataApi }) {
  const queries = useQueryClient();
  const { longDay } = useDates();
  const { data: held } = useQuery({ queryKey: api.heldKey, queryFn: ({ signal }) => api.held({ signal }), gcTime: 0 });
  const [changing, setChanging] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  if (!held || held.forgotten_at) return null;
  const forget = async () => {
    setTrouble(null);
    try {
      queries.setQueryData(api.heldKey, await api.forgetAddress());
    } catch (problem) {
      setTrouble(problem);
    }
  };
  return (
    <section aria-labelledby="later" className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4" data-testid="address">
      <h2 id="later" className="text-h2 font-[600]">
        {words.title}
      </h2>
      {held.address_confirmed_at && !changing ? (
        <>
          <p role="status" data-testid="address-confirmed">
            {words.done(longDay(held.address_confirmed_at))} {words.where(location.host)}
          </p>
          <div className="flex flex-wrap gap-3 max-sm:flex-col">
            <Button wide onClick={() => setChanging(true)}>
              {words.change}
            </Button>
            <Button wide onClick={() => void forget()}>
              {words.forget}
            </Button>
          </div>
        </>
      ) : (
        <>
          <p className="max-w-[66ch] text-text-2">{words.text}</p>
          <ByCode
            name={`confirm.${held.session_id}`}
            ask={api.nameAddress}
            give={async (request, code) => {
              queries.setQueryData(api.heldKey, await api.confirmAddress(request, code));
              setChanging(false);
            }}
            sent={myData.sent}
            submit={words.submit}
          />
        </>
      )}
      {trouble ? (
        <Notice tone="error" role="alert">
          {sayError(trouble)}
        </Notice>
      ) : null}
    </section>
  );
}
