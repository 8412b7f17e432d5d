import { CircleUser } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "@/ui/button";
import { Select } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { Switch } from "@/ui/switch";
import { call as words } from "./words";
import { canOpenCalls, refusalWords } from "./denied";
import { InAppNotice } from "./InAppNotice";
import { useDevicePreview, type Preview } from "./useDevicePreview";
import { useLevel } from "./useLevel";

const BARS = [0.04, 0.12, 0.24, 0.4, 0.6];

/** Loudness 0 to 1, as five bars and a word. */
export function LevelBar({ level }: { level: number }) {
  return (
    <div className="flex min-h-6 items-center gap-3 text-meta text-text-2" data-testid="level">
      <span aria-hidden className="flex gap-1">
        {BARS.map((from) => (
          <span key={from} className={`h-4 w-2 rounded-pill border border-edge ${level > from ? "bg-primary forced-colors:bg-[Highlight]" : ""}`} />
        ))}
      </span>
      <span>{level > 0.08 ? words.preview.hear : words.preview.speak}</span>
    </div>
  );
}

function Picture({ stream, on, asking }: { stream: MediaStream | null; on: boolean; asking: boolean }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <div className="stage relative grid aspect-video place-items-center overflow-hidden rounded-card bg-sunken text-text-2">
      <video
        ref={video}
        autoPlay
        muted
        playsInline
        aria-hidden
        className={`absolute inset-0 size-full -scale-x-100 object-cover ${on ? "" : "invisible"}`}
      />
      {on ? null : (
        <span className="flex flex-col items-center gap-2 p-4 text-center" role="status">
          <CircleUser aria-hidden className="size-12 stroke-[1]" />
          {asking ? words.preview.asking : words.preview.off}
        </span>
      )}
    </div>
  );
}

const rows = [
  { kind: "videoinput", wish: "camera", name: words.camera.name },
  { kind: "audioinput", wish: "microphone", name: words.mic.name },
] as const;

/** Why a device that is wanted is not on. */
const REFUSED = { denied: words.preview.blocked, none: words.preview.missing, busy: words.preview.busyDevice } as const;

/** 3.6 as it looks, in any of its states. Boxes keep their size. */
export function PreviewPanel({
  preview,
  level,
  otherName,
  agent = navigator.userAgent,
  onSoundOnly,
}: {
  preview: Preview;
  level: number;
  otherName: string;
  agent?: string;
  /** Goes in without the camera; without it the camera is only turned off. */
  onSoundOnly?: (() => void) | undefined;
}) {
  const { step, kept, stream, devices } = preview;
  const pictureOn = kept.wishes.camera && (stream?.getVideoTracks().length ?? 0) > 0;
  const refusal = step.at === "refused" ? step.refusal : null;
  const soundOnly = () => {
    preview.turn("camera", false);
    onSoundOnly?.();
  };
  const refused = (wish: "camera" | "microphone") =>
    refusal && kept.wishes[wish] && (refusal.which === wish || refusal.which === "both") ? REFUSED[refusal.why] : null;
  return (
    <div className="flex flex-col gap-4" data-testid="device-preview" data-state={refusal ? refusal.why : step.at}>
      {refusal ? (
        <Notice
          tone="concern"
          role="alert"
          action={
            <span className="flex flex-wrap gap-2">
              <Button onClick={preview.tryAgain}>{words.preview.tryAgain}</Button>
              {refusal.which === "both" && refusal.why === "denied" ? (
                onSoundOnly ? <Button onClick={onSoundOnly}>{words.preview.joinAnyway}</Button> : null
              ) : refusal.which !== "microphone" && refusal.why !== "none" ? (
                <Button onClick={soundOnly}>{words.preview.soundOnly}</Button>
              ) : null}
            </span>
          }
        >
          {refusalWords(refusal, otherName, agent)}
        </Notice>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <Picture stream={stream} on={pictureOn} asking={step.at === "asking"} />
        <div className="flex flex-col gap-3">
          {rows.map(({ kind, wish, name }) => {
            const choices = devices.filter((one) => one.kind === kind && one.deviceId);
            const why = refused(wish);
            return (
              <div key={kind} className="flex flex-col gap-1">
                <span className="flex items-center justify-between gap-3">
                  <span className="font-[560]" id={`preview-${kind}`}>
                    {name}
                  </span>
                  <span className="flex items-center gap-3">
                    {why ? (
                      <span className="text-meta text-text-2" id={`preview-${kind}-why`}>
                        {why}
                      </span>
                    ) : null}
                    <Switch
                      aria-labelledby={`preview-${kind}`}
                      aria-describedby={why ? `preview-${kind}-why` : undefined}
                      checked={kept.wishes[wish] && why === null}
                      onCheckedChange={(on) => (why ? preview.tryAgain() : preview.turn(wish, on))}
                    />
                  </span>
                </span>
                <Select
                  aria-labelledby={`preview-${kind}`}
                  disabled={choices.length === 0}
                  value={kept.devices[kind] ?? choices[0]?.deviceId ?? ""}
                  onChange={(event) => preview.select(kind, event.target.value)}
                >
                  {choices.length === 0 ? <option value="">–</option> : null}
                  {choices.map((one, index) => (
                    <option key={one.deviceId} value={one.deviceId}>
                      {one.label || `${name} ${index + 1}`}
                    </option>
                  ))}
                </Select>
              </div>
            );
          })}
          <LevelBar level={kept.wishes.microphone && !refused("microphone") ? level : 0} />
        </div>
      </div>
    </div>
  );
}

function LivePreview({ otherName, onSoundOnly }: { otherName: string; onSoundOnly?: (() => void) | undefined }) {
  const preview = useDevicePreview();
  const level = useLevel(preview.kept.wishes.microphone ? preview.stream : null);
  return <PreviewPanel {...{ preview, level, otherName, onSoundOnly }} />;
}

/** Picture, level, and which devices to use. Mounted by a click, because it asks the browser at once. */
export function DevicePreview(props: { otherName: string; onSoundOnly?: () => void }) {
  return canOpenCalls() ? <LivePreview {...props} /> : <InAppNotice link={location.href} />;
}
