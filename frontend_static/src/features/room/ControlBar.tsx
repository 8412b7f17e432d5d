import {
  BookOpen,
  CircleX,
  Ellipsis,
  Eye,
  EyeOff,
  History,
  Keyboard,
  Lightbulb,
  MonitorUp,
  MonitorX,
  NotebookPen,
  PanelTop,
  PanelTopClose,
  Settings2,
  type LucideIcon,
} from "lucide-react";
import { useEffect, useRef, useState, type RefObject } from "react";
import { BarButton } from "@/livekit/BarButton";
import type { Call } from "@/livekit/call";
import { CameraButton, canShare, MicButton, ShareButton } from "@/livekit/MediaButtons";
import type { People } from "@/livekit/people";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/menu";
import { call as callWords } from "@/livekit/words";
import { session } from "./words";
import { Clock } from "./Clock";

const words = session.controls;
const TOLD_MS = 5_000;
export type Pane = "earlier" | "notes" | "guide";

/** Pressed though impossible: where there is no room for the reason beside the button it stands above it for a while. */
function useTold(why: string | null): [string | null, () => void] {
  const [told, setTold] = useState<string | null>(null);
  useEffect(() => {
    if (told === null) return;
    const timer = setTimeout(() => setTold(null), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  return [why === null ? null : told, () => setTold(why)];
}

/** Everything that can be done in the call: what always fits, and the rest behind `More` where the window is narrow. */
export function ControlBar({
  box,
  call,
  people,
  whyNoHint,
  shown,
  pane,
  earlierInPane,
  selfShown,
  sinceMs,
  onGenerate,
  onPane,
  onShown,
  onSelf,
  onSettings,
  onKeys,
  onEnd,
}: {
  box: RefObject<HTMLDivElement | null>;
  call: Call;
  people: People;
  whyNoHint: string | null;
  shown: boolean;
  pane: Pane | null;
  /** Earlier has no place beside the card. */
  earlierInPane: boolean;
  selfShown: boolean;
  sinceMs: number | null;
  onGenerate: () => void;
  onPane: (pane: Pane) => void;
  onShown: () => void;
  onSelf: () => void;
  onSettings: () => void;
  onKeys: () => void;
  onEnd: () => void;
}) {
  const [told, tell] = useTold(whyNoHint);
  const more = useRef<HTMLButtonElement>(null);
  const chosen = useRef<(() => void) | null>(null);
  const opened = (which: Pane) => ({ filled: pane === which, "aria-expanded": pane === which, onClick: () => onPane(which) });
  const items: { icon: LucideIcon; label: string; act: () => void; off?: boolean }[] = [
    {
      icon: people.sharing ? MonitorX : MonitorUp,
      label: people.sharing ? callWords.share.stop : callWords.share.start,
      act: () => void call.setShare(!people.sharing),
      off: !canShare(),
    },
    { icon: History, label: words.earlier, act: () => onPane("earlier"), off: !earlierInPane },
    { icon: NotebookPen, label: words.notes, act: () => onPane("notes") },
    { icon: BookOpen, label: words.guide, act: () => onPane("guide") },
    { icon: shown ? PanelTopClose : PanelTop, label: shown ? session.panel.hide : session.panel.show, act: onShown },
    { icon: selfShown ? EyeOff : Eye, label: selfShown ? callWords.hideSelf : callWords.showSelf, act: onSelf },
    { icon: Settings2, label: words.settings, act: onSettings },
    { icon: Keyboard, label: session.keys.title, act: onKeys },
  ];
  return (
    <div
      ref={box}
      data-region
      role="group"
      aria-label={callWords.controls}
      className="relative order-last box-content flex h-18 shrink-0 items-center justify-between gap-1 border-t border-line bg-bg px-2 pb-[env(safe-area-inset-bottom)] sm:px-3"
    >
      {told ? (
        <p className="theme-page absolute right-2 bottom-full z-30 mb-2 rounded-control border border-line bg-surface px-4 py-2 text-text lg:hidden" data-testid="told-why">
          {told}
        </p>
      ) : null}
      <div className="flex items-center gap-1">
        <MicButton call={call} people={people} />
        <CameraButton call={call} people={people} />
        <ShareButton call={call} people={people} className="max-lg:hidden" />
        <BarButton icon={Settings2} label={words.settings} className="max-lg:hidden" data-testid="settings-button" onClick={onSettings} />
      </div>
      <div className="flex items-center gap-1">
        <div className="flex flex-row-reverse items-center gap-2">
          <BarButton
            icon={Lightbulb}
            label={words.generate}
            aria-disabled={whyNoHint !== null}
            aria-describedby="why-no-hint"
            className="sm:border-edge sm:px-3"
            data-testid="generate-button"
            onClick={() => (whyNoHint === null ? onGenerate() : tell())}
          />
          <span id="why-no-hint" className="max-w-24 text-right text-meta text-text-2 max-lg:sr-only" data-testid="why-no-hint">
            {whyNoHint ?? ""}
          </span>
        </div>
        {earlierInPane ? (
          <BarButton icon={History} label={words.earlier} className="max-sm:hidden" data-testid="earlier-button" {...opened("earlier")} />
        ) : null}
        <BarButton icon={NotebookPen} label={words.notes} className="max-lg:hidden" data-testid="notes-button" {...opened("notes")} />
        <BarButton icon={BookOpen} label={words.guide} className="max-lg:hidden" data-testid="guide-button" {...opened("guide")} />
        <BarButton
          icon={shown ? PanelTopClose : PanelTop}
          label={words.panel}
          filled={shown}
          aria-pressed={shown}
          className="max-lg:hidden"
          data-testid="panel-button"
          onClick={onShown}
        />
        <Menu>
          <MenuTrigger asChild>
            <BarButton ref={more} icon={Ellipsis} label={callWords.more} className="lg:hidden" data-testid="more-button" />
          </MenuTrigger>
          <MenuContent
            side="top"
            onCloseAutoFocus={(event) => {
              // First the focus goes back, then what was chosen may take it.
              event.preventDefault();
              more.current?.focus();
              chosen.current?.();
              chosen.current = null;
            }}
          >
            {items.map(({ icon: Icon, label, act, off }) =>
              off ? null : (
                <MenuItem
                  key={label}
                  onSelect={() => {
                    chosen.current = act;
                  }}
                >
                  <Icon aria-hidden />
                  {label}
                </MenuItem>
              ),
            )}
          </MenuContent>
        </Menu>
        <Clock sinceMs={sinceMs} className="px-1 max-sm:hidden" />
        <BarButton icon={CircleX} label={words.end} wordOnPhone className="border-edge! px-3!" data-testid="end-button" onClick={onEnd} />
      </div>
    </div>
  );
}
