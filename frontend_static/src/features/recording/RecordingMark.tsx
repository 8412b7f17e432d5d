import { CircleDot, CircleDotDashed, CirclePause, CirclePlay, CircleStop } from "lucide-react";
import { useEffect, useRef } from "react";
import { announce } from "@/ui/announce";
import { cn } from "@/ui/cn";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/menu";
import { recording as words } from "./words";
import { markOf, type Sight } from "./sessionRecording";

const icons = { running: CircleDot, waiting: CircleDotDashed, paused: CircleDotDashed, telling: CircleDotDashed };

/** Icon and word while sound is recorded, the same for both people. Pressing it offers to pause, go on or stop. */
export function RecordingMark({
  sight,
  connected,
  mine,
  onPause,
  onGoOn,
  onStop,
}: {
  sight: Sight;
  /** Our own connection stands. */
  connected: boolean;
  /** Whose page this is. */
  mine: "facilitator" | "partner";
  onPause: () => void;
  onGoOn: () => void;
  onStop: () => void;
}) {
  const mark = markOf(sight, connected);
  const said = useRef(mark);
  useEffect(() => {
    if (said.current !== mark) announce(words.mark[mark ?? "stopped"]);
    said.current = mark;
  }, [mark]);
  if (!mark) return null;
  const Icon = icons[mark];
  const pausedByMe = sight.hold === "paused" || sight.pausedBy.includes(mine);
  return (
    <Menu>
      <MenuTrigger asChild>
        <button
          type="button"
          data-region
          data-testid="recording-mark"
          data-state={mark}
          aria-label={`${words.mark[mark]}. ${words.mark.menu}`}
          className={cn(
            "flex min-h-12 items-center gap-2 rounded-pill border-2 bg-surface px-4 text-left font-[560] text-text outline-offset-2",
            mark === "running" ? "border-rec" : "border-dashed border-edge",
          )}
        >
          <Icon aria-hidden className={cn("size-5 shrink-0 stroke-[1.75]", mark === "running" ? "text-rec" : "text-text-2")} />
          <span>{words.mark[mark]}</span>
        </button>
      </MenuTrigger>
      <MenuContent align="start">
        {mark === "paused" && pausedByMe ? (
          <MenuItem data-testid="recording-go-on" onSelect={onGoOn}>
            <CirclePlay aria-hidden />
            {words.goOn}
          </MenuItem>
        ) : null}
        {pausedByMe ? null : (
          <MenuItem data-testid="recording-pause" onSelect={onPause}>
            <CirclePause aria-hidden />
            {words.pause}
          </MenuItem>
        )}
        <MenuItem data-testid="recording-stop" onSelect={onStop}>
          <CircleStop aria-hidden />
          {words.stop}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
