import { ATTRIBUTE, PROBLEM, type CoachRoomState } from "@/api/protocol";
import { CloudOff, Ear, EarOff, Ellipsis, MicOff, WifiOff, type LucideIcon } from "lucide-react";
import type { RemoteParticipant } from "livekit-client";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { asProblem } from "@/api/problem";
import type { Call } from "@/livekit/call";
import { useCallState } from "@/livekit/useCall";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { partner } from "./words";
import { ChoiceTrouble } from "./ChoiceTrouble";
import { ConsentText } from "./ConsentChoice";
import type { Listening } from "./listening";
import { JOINING_MS, pillOf, type Pill } from "./pill";

const words = partner.pill;
const looks: Record<Pill["state"], { icon: LucideIcon; className: string }> = {
  joining: { icon: Ellipsis, className: "border-edge bg-surface text-text" },
  away: { icon: CloudOff, className: "border-dashed border-edge bg-surface text-quiet" },
  cut: { icon: WifiOff, className: "border-dashed border-edge bg-surface text-text" },
  listening: { icon: Ear, className: "border-primary bg-soft text-primary" },
  muted: { icon: MicOff, className: "border-edge bg-surface text-text" },
  off: { icon: EarOff, className: "border-edge bg-quiet-tint text-quiet" },
  telling: { icon: EarOff, className: "border-edge bg-quiet-tint text-quiet" },
};

/** ms since the coach became due, in two steps: that is all the pill asks for. */
function useDueFor(due: boolean): number {
  const [late, setLate] = useState(false);
  if (late && !due) setLate(false);
  useEffect(() => {
    if (!due) return;
    const timer = setTimeout(() => setLate(true), JOINING_MS);
    return () => clearTimeout(timer);
  }, [due]);
  return late ? JOINING_MS : 0;
}

/** What the coach does with the Partner's voice, and the one tap that stops it. */
export function CoachPill({
  call,
  listening,
  coach,
  micOn,
  text,
  onWhere,
}: {
  call: Call;
  listening: Listening;
  coach: RemoteParticipant | undefined;
  micOn: boolean;
  /** Text 5.1, filled. */
  text: string;
  onWhere: () => void;
}) {
  const view = useSyncExternalStore(listening.subscribe, listening.read);
  const state = useCallState(call);
  const [wasHere, setWasHere] = useState(false);
  if (view.on && coach && !wasHere) setWasHere(true);
  if (!view.on && wasHere) setWasHere(false);
  const dueForMs = useDueFor(view.on && !coach);
  const pill = pillOf({
    listening: view,
    connected: state.at === "open",
    coachHere: coach !== undefined,
    coachWasHere: wasHere,
    coachSays: coach?.attributes[ATTRIBUTE.coachState] as CoachRoomState | undefined,
    micOn,
    dueForMs,
  });
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, []);
  const said = useRef(pill.words);
  useEffect(() => {
    if (said.current !== pill.words && pill.state !== "muted") announce(pill.words);
    said.current = pill.words;
  }, [pill.words, pill.state]);

  async function turnOn() {
    setFailed(null);
    try {
      await listening.turnOn();
      setAsking(false);
    } catch (problem) {
      setFailed(problem);
    }
  }

  const { icon: Icon, className } = looks[pill.state];
  return (
    <div
      ref={box}
      tabIndex={-1}
      data-region
      role="group"
      aria-label={words.label}
      data-testid="coach-pill"
      data-state={pill.state}
      className={cn(
        "flex min-h-12 items-center justify-between gap-2 rounded-pill border-2 pl-4 pr-1 outline-offset-2 max-sm:w-full",
        className,
      )}
    >
      <button
        type="button"
        onClick={onWhere}
        title={words.where}
        aria-label={`${pill.words}. ${words.where}`}
        className="flex min-h-11 min-w-0 items-center gap-2 rounded-pill py-1 pr-2 text-left font-[560]"
      >
        <Icon aria-hidden className="size-5 shrink-0 stroke-[1.75]" />
        <span data-testid="coach-pill-words">{pill.words}</span>
      </button>
      {pill.button === "stop" ? (
        <Button
          size="large"
          className="rounded-pill!"
          aria-label={words.stopLabel}
          data-testid="stop-button"
          onClick={() => listening.stop()}
        >
          {words.stop}
        </Button>
      ) : (
        <Button
          size="large"
          className="rounded-pill!"
          data-testid="turn-on-button"
          onClick={() => {
            setFailed(null);
            setAsking(true);
          }}
        >
          {words.turnOn}
        </Button>
      )}
      <Dialog open={asking} onOpenChange={setAsking}>
        <DialogContent title={partner.turnOn.title}>
          <ConsentText text={text} />
          {asProblem(failed).slug === PROBLEM.conflict ? (
            <ChoiceTrouble error={failed} name="" />
          ) : failed ? (
            <Notice tone="error" role="alert">
              {partner.turnOn.failed}
            </Notice>
          ) : null}
          <div className="flex flex-wrap gap-3 max-sm:flex-col">
            <Button
              size="large"
              wide
              aria-disabled={view.turningOn}
              data-testid="turn-on-yes"
              onClick={() => {
                if (!view.turningOn) void turnOn();
              }}
            >
              {partner.turnOn.yes}
            </Button>
            <Button size="large" wide onClick={() => setAsking(false)}>
              {partner.turnOn.no}
            </Button>
          </div>
        </DialogContent>
      </Dialog>
    </div>
  );
}
