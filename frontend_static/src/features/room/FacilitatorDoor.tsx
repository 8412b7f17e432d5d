import { CONSENT } from "@/api/protocol";
import { useState } from "react";
import { Link } from "wouter";
import type { Config, Session } from "@/api/types";
import { Header } from "@/app/Shell";
import { usePage } from "@/app/usePage";
import { DevicePreview } from "@/livekit/DevicePreview";
import { Button } from "@/ui/button";
import { withNames } from "@/ui/name";
import { LanguageNote } from "@/ui/languageNote";
import { call as callWords } from "@/livekit/words";
import { recording } from "@/features/recording/words";
import { session as words } from "./words";

const recordingWords = recording.record;

/** Before the room: a look at camera and microphone if wanted. Nothing prompts before a click. */
export function FacilitatorDoor({ session, config, onEnter }: { session: Session; config: Config; onEnter: () => void }) {
  const heading = usePage<HTMLHeadingElement>(words.title);
  const [checking, setChecking] = useState(false);
  const name = session.partner_label || session.partner_name || words.partner;
  return (
    <>
      <Header />
      <main className="mx-auto flex w-full max-w-[44rem] flex-1 flex-col gap-6 px-4 py-8">
        <div className="flex flex-col gap-2">
          <h1 ref={heading} tabIndex={-1} className="text-h1 font-[650]">
            {words.enter.title}
          </h1>
          <p className="text-lead text-text-2">{withNames(words.enter.lead(name))}</p>
          <p role="status" className="min-h-6 font-[600] text-primary" data-testid="partner-waits">
            {session.row === "Partner is here" ? withNames(words.enter.waits(name)) : ""}
          </p>
          {session.recording_consent === "none" ? null : (
            <p className="text-text-2" data-testid="recording-word">
              {session.recording_consent === CONSENT.granted ? recordingWords.agreed : recordingWords.turnedOff}
            </p>
          )}
          <LanguageNote config={config} />
        </div>
        {checking ? <DevicePreview otherName={name} /> : null}
        <div className="flex flex-wrap gap-3 max-sm:mt-auto max-sm:flex-col-reverse">
          {checking ? null : (
            <Button wide size="large" data-testid="check-devices" onClick={() => setChecking(true)}>
              {callWords.preview.open}
            </Button>
          )}
          <Button variant="primary" size="large" wide data-testid="enter-room" onClick={onEnter}>
            {words.enter.go}
          </Button>
        </div>
        <Button asChild variant="link" className="self-start px-0!">
          <Link to="/sessions">{words.enter.back}</Link>
        </Button>
      </main>
    </>
  );
}
