import { Download, Trash2 } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { Session } from "@/api/types";
import { usePage } from "@/app/usePage";
import { Button } from "@/ui/button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/ui/tabs";
import { sessionPage as words } from "@/words/sessions";
import { sayLongDay, sayTime } from "@/words/time";
import { DeleteDialog } from "./DeleteDialog";
import { HintsTab } from "./HintsTab";
import { sayPartner } from "./SessionRow";
import { SummaryTab } from "./SummaryTab";
import { useSummary } from "./useSummary";

function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** The Partner's last word on listening, in the reader's own time. */
function sayListening({ consent, ended_at }: Session): string {
  if (!consent?.at) return words.notAgreed;
  const at = sayTime(consent.at);
  return consent.listening ? words.agreed(at, ended_at ? sayTime(ended_at) : null) : words.turnedOff(at);
}

/** An ended session, to be read in two minutes. */
export function SessionPage({ session }: { session: Session }) {
  const h1 = usePage(words.page);
  const navigate = useNavigate();
  const summary = useSummary(session.id);
  const [deleting, setDeleting] = useState(false);
  const when = session.started_at ?? session.scheduled_for ?? session.created_at;
  const text = summary.data?.text;
  return (
    <main className="mx-auto flex w-full max-w-[67rem] flex-1 flex-col gap-4 px-4 py-8">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 grow">
          <h1 ref={h1} tabIndex={-1} className="text-h1 font-[650]">
            {words.length(sayLongDay(when), session.minutes)}
          </h1>
          <p className="text-text-2">
            {sayPartner(session)} · {sayListening(session)}
          </p>
        </div>
        <div className="flex gap-2 max-sm:w-full max-sm:[&>button]:flex-1">
          {text ? (
            <Button onClick={() => download(`session-${when.slice(0, 10)}.txt`, text)}>
              <Download aria-hidden />
              {words.download}
            </Button>
          ) : null}
          <Button onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden />
            {words.delete}
          </Button>
        </div>
      </div>
      <Tabs defaultValue="summary" className="flex flex-col gap-6">
        <TabsList aria-label={words.page}>
          <TabsTrigger value="summary">{words.summary}</TabsTrigger>
          <TabsTrigger value="hints">{words.hints}</TabsTrigger>
        </TabsList>
        <TabsContent value="summary" tabIndex={-1}>
          <SummaryTab sessionId={session.id} />
        </TabsContent>
        <TabsContent value="hints" tabIndex={-1}>
          <HintsTab sessionId={session.id} />
        </TabsContent>
      </Tabs>
      {deleting ? (
        <DeleteDialog
          session={session}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate("/sessions", { replace: true })}
        />
      ) : null}
    </main>
  );
}
