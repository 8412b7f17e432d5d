import { useMutation } from "@tanstack/react-query";
import { Download, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Config } from "@/api/types";
import { useFacilitator } from "@/features/auth/useAuth";
import { Button } from "@/ui/button";
import { downloadFile } from "@/ui/downloadFile";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { settings as words } from "./words";
import { Group } from "./Choice";
import { DeleteEverything } from "./DeleteEverything";

/** What is kept, where and how long; taken along or deleted with buttons of equal size. */
export function YourData({ config }: { config: Config }) {
  const { api } = useFacilitator();
  const [deleting, setDeleting] = useState(false);
  const collecting = useMutation({
    mutationFn: () => api.everything(),
    onSuccess: (all) => downloadFile("no-bad-parts.json", JSON.stringify(all, null, 2), "application/json"),
  });
  const where = config.company ? `Our database; the words also go to ${config.company}` : "Our database";
  return (
    <Group id="your-data" title={words.data}>
      <table className="w-full text-left max-sm:block">
        <thead className="text-meta text-text-2 max-sm:sr-only">
          <tr>
            {[words.what, words.where, words.howLong].map((head) => (
              <th key={head} scope="col" className="pr-4 pb-2 font-[560]">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:flex max-sm:flex-col">
          {words.table(config.transcript_days, config.recording_days, where).map(([what, place, time]) => (
            <tr key={what} className="border-t border-line align-top max-sm:flex max-sm:flex-col max-sm:py-3">
              <th scope="row" className="py-2.5 pr-4 font-[560] max-sm:p-0">
                {what}
              </th>
              <td className="py-2.5 pr-4 text-text-2 max-sm:p-0">{place}</td>
              <td className="py-2.5 text-text-2 max-sm:p-0">{time}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {collecting.error ? (
        <Notice tone="error" role="alert">
          {sayError(collecting.error)}
        </Notice>
      ) : collecting.isSuccess ? (
        <Notice tone="good" role="status">
          {words.downloaded}
        </Notice>
      ) : null}
      <div className="grid gap-2 sm:grid-cols-2">
        <Button aria-disabled={collecting.isPending} onClick={() => collecting.isPending || collecting.mutate()}>
          <Download aria-hidden />
          {collecting.isPending ? words.downloading : words.download}
        </Button>
        <Button onClick={() => setDeleting(true)}>
          <Trash2 aria-hidden />
          {words.remove}
        </Button>
      </div>
      {deleting ? <DeleteEverything onClose={() => setDeleting(false)} /> : null}
    </Group>
  );
}
