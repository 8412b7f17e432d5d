import { Download, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Recording, SoundFile } from "@/api/types";
import { useDates } from "@/app/useDates";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { withNames } from "@/ui/name";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { recording as words } from "./words";
import { Player } from "./Player";

/** What was recorded, to hear, save and delete; the same for both people. Pure but for the sound it plays. */
export function Recordings({
  recordings,
  gone,
  names,
  people,
  onDelete,
  onStale,
}: {
  recordings: Recording[];
  /** Deleted on this page just now. */
  gone: boolean;
  names: Record<SoundFile["who"], string>;
  /** What each Partner's voice is called, by the Partner's id, where there was more than one. */
  people?: ReadonlyMap<string, string>;
  onDelete: () => Promise<void>;
  /** The links have run out. */
  onStale: () => void;
}) {
  const { moment } = useDates();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (gone) return <Notice role="status">{words.tab.gone}</Notice>;
  if (recordings.length === 0) return <p className="text-text-2">{words.tab.none}</p>;

  function namesOf(one: Recording): Record<SoundFile["who"], string> {
    const partner = people?.get(one.partner_id);
    return partner ? { ...names, partner: words.voiceOf(partner) } : names;
  }

  async function remove() {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await onDelete();
      setAsking(false);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="flex flex-col gap-4" data-testid="recordings">
      {recordings.map((one) => (
        <section key={one.id} className="flex flex-col gap-4" aria-label={words.tab.name} data-state={one.state}>
          {one.state === "ready" ? (
            <>
              <Player files={one.files} names={namesOf(one)} onStale={onStale} />
              <div className="flex flex-wrap gap-2 max-sm:flex-col">
                {one.files.map((file) => (
                  <Button key={file.who} asChild wide>
                    <a href={file.download} download data-testid={`download-${file.who}`}>
                      <Download aria-hidden />
                      {withNames(words.tab.download(namesOf(one)[file.who]))}
                    </a>
                  </Button>
                ))}
              </div>
            </>
          ) : (
            <Notice role="status">{one.state === "empty" ? words.tab.empty : one.state === "joining" ? words.tab.joining : words.tab.later}</Notice>
          )}
          {one.deleted_on ? <p className="text-meta text-text-2">{words.tab.keptUntil(moment(one.deleted_on))}</p> : null}
        </section>
      ))}
      <Button className="self-start" data-testid="delete-recording" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden />
        {words.tab.delete}
      </Button>
      <Dialog open={asking} onOpenChange={setAsking}>
        <DialogContent title={words.tab.deleteTitle} description={words.tab.deleteText}>
          {error ? (
            <Notice tone="error" role="alert">
              {sayError(error)}
            </Notice>
          ) : null}
          <div className="flex flex-wrap gap-2">
            <Button variant="danger" wide aria-disabled={busy} data-testid="delete-recording-yes" onClick={() => void remove()}>
              {words.tab.delete}
            </Button>
            <Button wide onClick={() => setAsking(false)}>
              {words.tab.keep}
            </Button>
          </div>
        </DialogContent>
      </Dialog>
    </div>
  );
}
