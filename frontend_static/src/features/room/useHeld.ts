import { useEffect, useRef } from "react";

/** A pointer that merely rests somewhere holds what is there no longer than this after it last moved. */
export const REST_MS = 8_000;

/** Holds the card while a moving pointer, the keyboard's focus or a selection is inside: then it must not change. */
export function useHeld(onHold: (held: boolean) => void) {
  const box = useRef<HTMLDivElement>(null);
  const over = useRef({ pointer: false, focus: false, selection: false });
  const tell = useRef(onHold);
  useEffect(() => {
    tell.current = onHold;
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let was = false;
    const look = (change: Partial<typeof over.current>) => {
      Object.assign(over.current, change);
      const held = over.current.pointer || over.current.focus || over.current.selection;
      if (held !== was) tell.current(held);
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
      tell.current(false);
    };
  }, []);
  return box;
}
