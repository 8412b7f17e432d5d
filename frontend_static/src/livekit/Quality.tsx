import { useConnectionQualityIndicator } from "@livekit/components-react";
import { SignalHigh, SignalLow, SignalZero } from "lucide-react";
import { ConnectionQuality, type Participant } from "livekit-client";
import { call as words } from "./words";

const looks = {
  [ConnectionQuality.Excellent]: { icon: SignalHigh, say: words.quality.good, className: "" },
  [ConnectionQuality.Good]: { icon: SignalHigh, say: words.quality.good, className: "" },
  [ConnectionQuality.Poor]: { icon: SignalLow, say: words.quality.weak, className: "text-concern" },
  [ConnectionQuality.Lost]: { icon: SignalZero, say: words.quality.lost, className: "text-concern" },
  [ConnectionQuality.Unknown]: null,
} as const;

/** How well a person's line holds, by the media server's word: bars, and the same in words. */
export function QualityMark({ quality, name }: { quality: ConnectionQuality; name: string }) {
  const look = looks[quality];
  // Its place is kept, so that nothing moves when it is known.
  if (!look) return <span className="size-4" />;
  const { icon: Icon, say, className } = look;
  return (
    <span role="img" aria-label={say(name)} title={say(name)} data-testid="quality" data-quality={quality} className={className}>
      <Icon aria-hidden className="-mt-0.5 size-4 stroke-[2.5]" />
    </span>
  );
}

export function Quality({ person, name }: { person: Participant; name: string }) {
  const { quality } = useConnectionQualityIndicator({ participant: person });
  return <QualityMark quality={quality} name={name} />;
}
