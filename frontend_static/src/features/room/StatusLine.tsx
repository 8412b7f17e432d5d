import { Anchor, CirclePause, CloudOff, Ear, EarOff, Ellipsis, MicOff, WifiOff, type LucideIcon } from "lucide-react";
import { cn } from "@/ui/cn";
import { session } from "./words";
import type { CoachFace, CoachState } from "./coachState";

const looks: Record<CoachState, { icon: LucideIcon; className: string; pulse?: boolean }> = {
  cut: { icon: WifiOff, className: "border-dashed border-edge bg-quiet-tint text-quiet" },
  muted: { icon: MicOff, className: "border-edge text-quiet" },
  waiting: { icon: Ellipsis, className: "border-transparent text-text-2" },
  joining: { icon: Ellipsis, className: "border-transparent text-text-2" },
  listening: { icon: Ear, className: "border-transparent bg-primary text-primary-label" },
  thinking: { icon: Ellipsis, className: "border-transparent bg-think-tint text-think", pulse: true },
  offline: { icon: CloudOff, className: "border-dashed border-edge bg-quiet-tint text-quiet" },
  paused: { icon: CirclePause, className: "border-edge text-quiet" },
  off: { icon: EarOff, className: "border-edge text-quiet" },
};

/** The coach's state: icon, form and exact words. */
export function StatusLine({ face }: { face: CoachFace }) {
  const { icon: Icon, className, pulse } = looks[face.state];
  return (
    <p
      data-testid="coach-status"
      data-state={face.state}
      className={cn("flex w-fit max-w-full items-start gap-1.5 rounded-[14px] border px-2.5 py-0.5 text-meta font-[560]", className)}
    >
      <Icon aria-hidden className={cn("mt-px size-4 shrink-0 stroke-[1.75]", pulse && "animate-think")} />
      <span>{face.words}</span>
    </p>
  );
}

export function ConcernTag() {
  return (
    <span
      data-testid="concern"
      className="inline-flex items-center gap-1 rounded-[4px] border-l-4 border-concern bg-concern-tint px-1.5 text-meta font-[600] whitespace-nowrap text-concern"
    >
      <Anchor aria-hidden className="size-3.5 stroke-[2]" />
      {session.status.concern}
    </span>
  );
}
