import { Download, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Session } from "@/api/types";
import { useDates } from "@/app/useDates";
import { usePage } from "@/app/usePage";
import { useFacilitator } from "@/features/auth/useAuth";
import { NotesEditor } from "@/features/notes/NotesEditor";
import { RecordingTab } from "@/features/recording/RecordingTab";
import { Button } from "@/ui/button";
import { Name } from "@/ui/name";
import { downloadFile } from "@/ui/downloadFile";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/ui/tabs";
import { recording } from "@/features/recording/words";
import { sessionPage as words } from "./words";
import { agreedSpans } from "./agreed";
import { ConsentTab } from "./ConsentTab";
import { DeleteDialog } from "./DeleteDialog";
import { HintsTab } from "./HintsTab";
import { peopleOf } from "./people";
import { sayPartner } from "./SessionRow";
import { SummaryTab } from "./SummaryTab";
import { useLedger } from "./useLedger";
import { useSummary } from "./useSummary";

/** When listening was agreed; nothing until it is known. */
function useAgreed({ id, ended_at }: Session): string | null {
  const { data } = useLedger(id);
  const { time } = useDates();
  if (!data) return null;
  const spans = agreedSpans(data.choices, "listening", ended_at);
  if (spans.length === 0) return words.notAgreed;
  return words.agreed(spans.map(({ from, to }) => (to ? `${time(from)}-${time(to)}` : time(from))));
}

/** An ended session, to be read in two minutes. */
export function SessionPage({ session }: { session: Session }) {
  const h1 = usePage(words.page);
  const dates = useDates();
  const [, navigate] = useLocation();
  const { userId, api } = useFacilitator();
  const summary = useSummary(session.id);
  const agreed = useAgreed(session);
  const [deleting, setDeleting] = useState(false);
  const when = session.started_at ?? session.scheduled_for ?? session.created_at;
  const text = summary.data?.text;
  const people = peopleOf(session);
  return (
    <main className="mx-auto flex w-full max-w-[67rem] flex-1 flex-col gap-4 px-4 py-8">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 grow">
          <h1 ref={h1} tabIndex={-1} className="text-h1 font-[650]">
            {words.length(dates.longDay(when), session.minutes)}
          </h1>
          <p className="text-text-2">
            <Name>{sayPartner(session)}</Name>
            {agreed ? ` · ${agreed}` : null}
          </p>
        </div>
        <div className="flex gap-2 max-sm:w-full max-sm:[&>button]:flex-1">
          {text ? (
            <Button onClick={() => downloadFile(`session-${dates.isoDay(when)}.txt`, text)}>
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
          <TabsTrigger value="recording">{recording.tab.name}</TabsTrigger>
          <TabsTrigger value="consent">{words.consent}</TabsTrigger>
          <TabsTrigger value="notes">{words.notes}</TabsTrigger>
        </TabsList>
        <TabsContent value="summary" tabIndex={-1}>
          <SummaryTab sessionId={session.id} />
        </TabsContent>
        <TabsContent value="hints" tabIndex={-1}>
          <HintsTab sessionId={session.id} people={people} />
        </TabsContent>
        <TabsContent value="recording" tabIndex={-1}>
          <RecordingTab
            queryKey={[userId, "recording", session.id]}
            api={api.recording(session.id)}
            names={{ facilitator: recording.you, partner: recording.voiceOf(session.partner_label ?? session.partner_name) }}
            people={people}
          />
        </TabsContent>
        <TabsContent value="consent" tabIndex={-1}>
          <ConsentTab sessionId={session.id} people={people} />
        </TabsContent>
        <TabsContent value="notes" tabIndex={-1}>
          <NotesEditor sessionId={session.id} className="max-w-[66ch]" />
        </TabsContent>
      </Tabs>
      {deleting ? (
        <DeleteDialog
          session={session}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate("/sessions", { replace: true })}
        />
      ) : null}
    </main>
  );
}
