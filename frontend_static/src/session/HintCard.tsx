import { ChevronDown, ChevronUp, Copy, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { copyText } from "@/ui/copy";
import { session } from "@/words/session";
import { AGED_MS, ageWords, clock } from "./age";
import type { CoachFace } from "./coachState";
import type { HintEntry } from "./hintBoard";
import { readHint, sayable, type HintParts } from "./hintText";
import { ConcernTag, StatusLine } from "./StatusLine";

const words = session.panel;

export function prefersStill(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function partsOf(hint: HintEntry): HintParts {
  return readHint(hint.text, hint.state, hint.state === "streaming" && prefersStill());
}

export async function copyHint(hint: HintEntry): Promise<void> {
  if (await copyText(sayable(partsOf(hint)))) announce(words.copied);
}

/** A pointer that merely rests where the card is does not hold it for longer than this after it last moved. */
const REST_MS = 8_000;

/** Holds the card while a moving pointer, the keyboard's focus or a selection is inside: then it must not change. */
function useHeld(onHold: (held: boolean) => void) {
  const box = useRef<HTMLDivElement>(null);
  const over = useRef({ pointer: false, focus: false, selection: false });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let was = false;
    const look = (change: Partial<typeof over.current>) => {
      Object.assign(over.current, change);
      const held = over.current.pointer || over.current.focus || over.current.selection;
      if (held !== was) onHold(held);
      was = held;
    };
    let resting: ReturnType<typeof setTimeout> | undefined;
    const leave = () => {
      clearTimeout(resting);
      look({ pointer: false });
    };
    const move = () => {
      clearTimeout(resting);
      resting = setTimeout(leave, REST_MS);
      look({ pointer: true });
    };
    const focusIn = (event: FocusEvent) => look({ focus: (event.target as HTMLElement).matches(":focus-visible") });
    const focusOut = (event: FocusEvent) => look({ focus: element.contains(event.relatedTarget as Node | null) && over.current.focus });
    const selected = () => {
      const selection = document.getSelection();
      look({ selection: Boolean(selection && !selection.isCollapsed && element.contains(selection.anchorNode)) });
    };
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerleave", leave);
    element.addEventListener("focusin", focusIn);
    element.addEventListener("focusout", focusOut);
    document.addEventListener("selectionchange", selected);
    return () => {
      clearTimeout(resting);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerleave", leave);
      element.removeEventListener("focusin", focusIn);
      element.removeEventListener("focusout", focusOut);
      document.removeEventListener("selectionchange", selected);
      onHold(false);
    };
  }, [onHold]);
  return box;
}

/** The four parts, set apart by size and space. Screen order is stream order, so nothing written moves. */
export function HintBody({ parts, aged, narrow }: { parts: HintParts; aged: boolean; narrow: boolean }) {
  return (
    <div className={cn("flex flex-col gap-0.5 text-wrap hyphens-none", aged ? "text-text-2" : "text-text")}>
      {parts.summary ? (
        <p data-testid="hint-summary">
          <span className="sr-only">{words.summary}: </span>
          {parts.summary}
        </p>
      ) : null}
      {parts.suggestion ? (
        <p
          data-testid="hint-suggestion"
          className={cn("text-hint font-[600] max-sm:text-hint-phone", narrow && "text-hint-phone")}
        >
          <span className="sr-only">{words.suggestion}: </span>
          {parts.suggestion}
        </p>
      ) : null}
      {parts.followUps.length > 0 ? (
        <ul aria-label={words.followUps} data-testid="hint-follow-ups">
          {parts.followUps.map((one, index) => (
            <li key={index} className="before:mr-2 before:text-text-2 before:content-['›']">
              {one}
            </li>
          ))}
        </ul>
      ) : null}
      {parts.reminder ? (
        <p data-testid="hint-reminder" className="text-meta text-text-2">
          <span className="sr-only">{words.reminder}: </span>
          {parts.reminder}
        </p>
      ) : null}
    </div>
  );
}

/** The card by the lens: fixed height whatever is in it, one hint, the coach's state above. */
export function HintCard({
  hint,
  face,
  nowMs,
  narrow,
  newcomer,
  introduction,
  onHold,
  onDismiss,
}: {
  hint: HintEntry | null;
  face: CoachFace;
  nowMs: number;
  narrow: boolean;
  /** Another hint waits for this place. */
  newcomer: boolean;
  /** What the first room says in the empty card. */
  introduction: ReactNode;
  onHold: (held: boolean) => void;
  onDismiss: () => void;
}) {
  const box = useHeld(onHold);
  const body = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const [openSeq, setOpenSeq] = useState<number | null>(null);
  const open = hint !== null && openSeq === hint.seq;
  const parts = hint ? partsOf(hint) : null;
  const age = hint ? nowMs - hint.atMs : 0;
  const length = parts ? sayable(parts).length + parts.reminder.length : 0;

  useEffect(() => {
    const element = body.current;
    setOver(element !== null && element.scrollHeight > element.clientHeight + 2);
  }, [length, open, face.words, face.concern, newcomer]);

  return (
    <div className="relative h-[272px] shrink-0 [@media(max-height:699px)]:h-[196px]">
      <div
        ref={box}
        data-testid="hint-card"
        data-seq={hint?.seq}
        className={cn(
          "theme-page absolute inset-x-0 top-0 flex flex-col overflow-hidden rounded-card border border-line bg-surface text-text [contain:layout_paint]",
          open ? "z-20 h-auto max-h-[70dvh] overflow-y-auto shadow-menu" : "h-full",
        )}
      >
        <div className="flex min-h-11 shrink-0 items-start gap-1 pt-1 pr-1 pb-0.5 pl-4">
          <div className="flex min-w-0 flex-1 flex-col gap-0.5 pt-1">
            <StatusLine face={face} />
            <p className="flex flex-wrap items-center gap-x-2 text-meta text-text-2 tabular-nums">
              {face.concern ? <ConcernTag /> : null}
              {hint ? (
                <span data-testid="hint-meta">
                  {session.source[hint.source]} · <time dateTime={new Date(hint.atMs).toISOString()}>{ageWords(age)}</time>
                </span>
              ) : face.source && face.state !== "off" && face.state !== "waiting" ? (
                <span data-testid="coach-source">{session.source[face.source]}</span>
              ) : null}
            </p>
          </div>
          {hint ? (
            <>
              {newcomer ? (
                <Button variant="ghost" className="px-2 text-primary xl:hidden" onClick={onDismiss}>
                  {words.fresh}
                </Button>
              ) : null}
              {over || open ? (
                <Button variant="ghost" size="icon" aria-expanded={open} aria-label={open ? words.less : words.more} onClick={() => setOpenSeq(open ? null : hint.seq)}>
                  {open ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
                </Button>
              ) : null}
              <Button variant="ghost" size="icon" aria-label={words.copy} title={words.copy} onClick={() => void copyHint(hint)}>
                <Copy aria-hidden />
              </Button>
              <Button
                variant="ghost"
                size="icon"
                aria-label={words.dismiss}
                title={words.dismiss}
                className={newcomer ? "max-xl:hidden" : undefined}
                onClick={onDismiss}
              >
                <X aria-hidden />
              </Button>
            </>
          ) : null}
        </div>
        <div ref={body} className={cn("min-h-0 px-4 pb-1", open ? "" : "flex-1 overflow-hidden")}>
          {hint && parts ? (
            <article aria-busy={hint.state === "streaming"} data-testid="hint" data-state={hint.state}>
              <h3 className="sr-only">{words.heading(clock(hint.atMs))}</h3>
              <HintBody parts={parts} aged={age >= AGED_MS} narrow={narrow} />
            </article>
          ) : (
            <div className="text-text-2" data-testid="hint-empty">
              {introduction ?? <p>{words.empty}</p>}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
