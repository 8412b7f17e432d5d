import { CircleUser } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { copyText } from "@/ui/copy";
import { Select } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { Switch } from "@/ui/switch";
import { call as words } from "@/words/call";
import { allowWords, isInApp, refusalOf, type Refusal } from "./denied";
import { keepDevices, readDevices, type Kept } from "./keptDevices";
import { useLevel } from "./useLevel";

type Step = { at: "asking" } | { at: "open" } | { at: "refused"; refusal: Refusal; message: string };
type Kind = "audioinput" | "videoinput";

/** Opens what is asked for; when one of the two is missing or busy, the other still opens. */
async function openDevices({ wishes, devices }: Kept): Promise<{ stream: MediaStream; refused: unknown }> {
  const exact = (id?: string) => (id ? { deviceId: id } : true);
  const audio = exact(devices.audioinput);
  const video = wishes.camera ? exact(devices.videoinput) : false;
  try {
    return { stream: await navigator.mediaDevices.getUserMedia({ audio, video }), refused: null };
  } catch (error) {
    if (refusalOf(error) === "denied" || !video) throw error;
    const stream = await navigator.mediaDevices
      .getUserMedia({ audio })
      .catch(() => navigator.mediaDevices.getUserMedia({ video }));
    return { stream, refused: error };
  }
}

function LevelBar({ stream }: { stream: MediaStream | null }) {
  const level = useLevel(stream);
  const heard = level > 0.08;
  return (
    <div className="flex min-h-6 items-center gap-3 text-meta text-text-2">
      <span aria-hidden className="flex gap-1">
        {[0.04, 0.12, 0.24, 0.4, 0.6].map((from) => (
          <span key={from} className={`h-4 w-2 rounded-pill border border-edge ${level > from ? "bg-primary" : ""}`} />
        ))}
      </span>
      <span>{heard ? words.preview.hear : words.preview.speak}</span>
    </div>
  );
}

/** Picture, level, and which devices to use. Mounted by a click, because it asks the browser at once. Boxes keep their size. */
export function DevicePreview({ otherName }: { otherName: string }) {
  const [kept, setKept] = useState(readDevices);
  const [step, setStep] = useState<Step>({ at: "asking" });
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [found, setFound] = useState<MediaDeviceInfo[]>([]);
  const [tries, setTries] = useState(0);
  const picture = useRef<HTMLVideoElement>(null);
  const inApp = isInApp(navigator.userAgent, typeof navigator.mediaDevices?.getUserMedia === "function");

  useEffect(() => {
    if (inApp) return;
    let gone = false;
    let opened: MediaStream | null = null;
    openDevices(kept).then(
      async ({ stream: now, refused }) => {
        opened = now;
        if (gone) return now.getTracks().forEach((track) => track.stop());
        setStream(now);
        setStep(
          refused
            ? { at: "refused", refusal: now.getAudioTracks().length ? "busy" : "none", message: "" }
            : { at: "open" },
        );
        setFound(await navigator.mediaDevices.enumerateDevices());
      },
      (error: unknown) => {
        if (!gone) setStep({ at: "refused", refusal: refusalOf(error), message: error instanceof Error ? error.message : "" });
      },
    );
    return () => {
      gone = true;
      opened?.getTracks().forEach((track) => track.stop());
    };
    // Anew for another device or another try, not for a switch of the microphone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tries, inApp, kept.wishes.camera, kept.devices.audioinput, kept.devices.videoinput]);

  useEffect(() => {
    if (picture.current) picture.current.srcObject = stream;
  }, [stream]);

  const change = useCallback((next: Kept) => {
    keepDevices(next);
    setKept(next);
  }, []);
  const select = (kind: Kind, id: string) => change({ ...kept, devices: { ...kept.devices, [kind]: id } });
  const turn = (wish: "microphone" | "camera", on: boolean) => change({ ...kept, wishes: { ...kept.wishes, [wish]: on } });
  const videoOn = kept.wishes.camera && (stream?.getVideoTracks().length ?? 0) > 0;

  if (inApp) {
    return (
      <Notice
        tone="concern"
        action={
          <Button onClick={() => void copyText(location.href)}>{words.preview.copyLink}</Button>
        }
      >
        {words.preview.inApp}
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-4" data-testid="device-preview">
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="stage relative grid aspect-video place-items-center overflow-hidden rounded-card bg-sunken text-text-2">
          <video
            ref={picture}
            autoPlay
            muted
            playsInline
            aria-hidden
            className={`absolute inset-0 size-full -scale-x-100 object-cover ${videoOn ? "" : "invisible"}`}
          />
          {videoOn ? null : (
            <span className="flex flex-col items-center gap-2 p-4 text-center">
              <CircleUser aria-hidden className="size-12 stroke-[1]" />
              {step.at === "asking" ? words.preview.asking : words.preview.off}
            </span>
          )}
        </div>
        <div className="flex flex-col gap-3">
          {(["videoinput", "audioinput"] as const).map((kind) => {
            const wish = kind === "videoinput" ? "camera" : "microphone";
            const name = kind === "videoinput" ? words.camera.name : words.mic.name;
            const choices = found.filter((one) => one.kind === kind && one.deviceId);
            return (
              <div key={kind} className="flex flex-col gap-1">
                <span className="flex items-center justify-between gap-3">
                  <span className="font-[560]" id={`preview-${kind}`}>
                    {name}
                  </span>
                  <Switch
                    aria-labelledby={`preview-${kind}`}
                    checked={kept.wishes[wish]}
                    onCheckedChange={(on) => turn(wish, on)}
                  />
                </span>
                <Select
                  aria-labelledby={`preview-${kind}`}
                  disabled={choices.length === 0}
                  value={kept.devices[kind] ?? choices[0]?.deviceId ?? ""}
                  onChange={(event) => select(kind, event.target.value)}
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
          <LevelBar stream={kept.wishes.microphone ? stream : null} />
        </div>
      </div>
      {step.at === "refused" ? (
        <Notice
          tone="concern"
          role="alert"
          action={
            <span className="flex flex-wrap gap-2">
              <Button
                onClick={() => {
                  setStep({ at: "asking" });
                  setTries((n) => n + 1);
                }}
              >
                {words.preview.tryAgain}
              </Button>
              {step.refusal !== "none" && kept.wishes.camera ? (
                <Button
                  onClick={() => {
                    setStep({ at: "asking" });
                    turn("camera", false);
                  }}
                >
                  {words.preview.soundOnly}
                </Button>
              ) : null}
            </span>
          }
        >
          {step.refusal === "none"
            ? words.preview.none(otherName)
            : step.refusal === "busy"
              ? words.preview.busy
              : allowWords(navigator.userAgent, step.message)}
        </Notice>
      ) : null}
    </div>
  );
}
