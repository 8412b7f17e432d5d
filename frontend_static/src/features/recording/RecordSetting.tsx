import { CONSENT } from "@/api/protocol";
import { CircleDot } from "lucide-react";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { recording as words } from "./words";
import { markOf, type Sight } from "./sessionRecording";

/** Record, in the Facilitator's settings: usable once the Partner has agreed, and pressing it is the Facilitator's own yes. */
export function RecordSetting({
  sight,
  partnerHere,
  canRecord,
  onStart,
  onPause,
  onStop,
}: {
  sight: Sight;
  partnerHere: boolean;
  canRecord: boolean;
  onStart: () => void;
  onPause: () => void;
  onStop: () => void;
}) {
  const mark = markOf(sight);
  const whyNot = !canRecord
    ? words.record.cannot
    : !partnerHere
      ? words.record.alone
      : sight.agreed
        ? null
        : sight.consent === CONSENT.withdrawn
          ? words.record.turnedOff
          : words.record.notAgreed;
  const pausedByMe = sight.hold === "paused" || sight.pausedBy.includes("facilitator");
  const note = mark === "paused" && sight.pausedBy.includes("partner") ? words.record.pausedByPartner : null;
  return (
    <section className="flex flex-col gap-2" aria-labelledby="record-title">
      <h3 id="record-title" className="font-[560]">
        {words.record.title}
      </h3>
      <p id="record-help" className="text-meta text-text-2" data-testid="record-help">
        {mark ? (note ?? words.mark[mark]) : (whyNot ?? `${words.record.agreed} ${words.record.help}`)}
      </p>
      {sight.trouble ? (
        <Notice tone="error" role="alert">
          {sayError(sight.trouble)}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {mark ? (
          <>
            {pausedByMe ? (
              <Button onClick={onStart}>{words.goOn}</Button>
            ) : (
              <Button onClick={onPause}>{words.pause}</Button>
            )}
            <Button data-testid="record-stop" onClick={onStop}>
              {words.stop}
            </Button>
          </>
        ) : (
          <Button
            aria-disabled={whyNot !== null}
            aria-describedby="record-help"
            data-testid="record-button"
            onClick={() => {
              if (whyNot === null) onStart();
            }}
          >
            <CircleDot aria-hidden className="text-rec" />
            {words.record.start}
          </Button>
        )}
      </div>
    </section>
  );
}
