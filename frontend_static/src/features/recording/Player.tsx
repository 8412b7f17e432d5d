import { Pause, Play } from "lucide-react";
import { useId, useRef, useState } from "react";
import type { SoundFile } from "@/api/types";
import { Button } from "@/ui/button";
import { withNames } from "@/ui/name";
import { Notice } from "@/ui/notice";
import { Switch } from "@/ui/switch";
import { recording as words } from "./words";

/** s: how far the voices may be apart before one is moved. */
const APART_S = 0.08;
const STEP_S = 5;

function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Both voices in step: they are equally long, the first leads and the other follows. */
export function Player({ files, names, onStale }: { files: SoundFile[]; names: Record<SoundFile["who"], string>; onStale: () => void }) {
  const id = useId();
  const voices = useRef(new Map<string, HTMLAudioElement>());
  const [playing, setPlaying] = useState(false);
  const [atS, setAtS] = useState(0);
  const [failed, setFailed] = useState(false);
  const [silent, setSilent] = useState<Record<string, boolean>>({});
  const lengthS = Math.max(0, ...files.map((file) => file.duration_s));
  const lead = files[0]?.who;
  const all = () => [...voices.current.values()];

  async function play() {
    setFailed(false);
    try {
      await Promise.all(all().map((voice) => voice.play()));
      setPlaying(true);
    } catch {
      all().forEach((voice) => voice.pause());
      setPlaying(false);
      setFailed(true);
    }
  }
  function pause() {
    all().forEach((voice) => voice.pause());
    setPlaying(false);
  }
  function seek(toS: number) {
    all().forEach((voice) => {
      voice.currentTime = toS;
    });
    setAtS(toS);
  }
  function follow(leader: HTMLAudioElement) {
    setAtS(leader.currentTime);
    all().forEach((voice) => {
      if (voice !== leader && Math.abs(voice.currentTime - leader.currentTime) > APART_S) voice.currentTime = leader.currentTime;
    });
  }

  return (
    <div className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4" data-testid="player">
      {files.map((file) => (
        // a conversation's own sound has no captions to show
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <audio
          key={file.who}
          ref={(element) => {
            if (element) voices.current.set(file.who, element);
            else voices.current.delete(file.who);
          }}
          src={file.url}
          preload="metadata"
          data-who={file.who}
          muted={silent[file.who] ?? false}
          onError={() => {
            pause();
            setFailed(true);
          }}
          {...(file.who === lead
            ? { onTimeUpdate: (event) => follow(event.currentTarget), onEnded: () => pause() }
            : {})}
        />
      ))}
      <div className="flex items-center gap-3">
        <Button
          size="icon-large"
          className="rounded-pill!"
          aria-label={playing ? words.player.pause : words.player.play}
          data-testid="play-button"
          onClick={() => (playing ? pause() : void play())}
        >
          {playing ? <Pause aria-hidden /> : <Play aria-hidden />}
        </Button>
        <input
          type="range"
          className="min-h-11 min-w-0 flex-1 accent-[var(--primary)]"
          aria-label={words.player.seek}
          aria-valuetext={words.player.at(clock(atS), clock(lengthS))}
          min={0}
          max={lengthS}
          step={STEP_S / 5}
          value={Math.min(atS, lengthS)}
          onChange={(event) => seek(Number(event.target.value))}
        />
        <span className="text-text-2 tabular-nums" data-testid="play-time">
          {clock(atS)} / {clock(lengthS)}
        </span>
      </div>
      {failed ? (
        <Notice
          tone="error"
          role="alert"
          action={
            <Button
              onClick={() => {
                setFailed(false);
                onStale();
              }}
            >
              {words.player.again}
            </Button>
          }
        >
          {words.player.failed}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        {files.map((file) => (
          <div key={file.who} className="flex items-center gap-3">
            <label htmlFor={`${id}-${file.who}`}>{withNames(words.player.hear(names[file.who]))}</label>
            <Switch
              id={`${id}-${file.who}`}
              checked={!(silent[file.who] ?? false)}
              onCheckedChange={(on) => setSilent((old) => ({ ...old, [file.who]: !on }))}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
