import { useEffect, useRef, type RefObject } from "react";
import { shell } from "@/words/shell";

/** Sets the title (never a name or a theme of the session) and gives the first focus to the page's h1. */
export function usePage<T extends HTMLElement = HTMLHeadingElement>(title: string | null, focus = true): RefObject<T | null> {
  const first = useRef<T>(null);
  useEffect(() => {
    document.title = title ? `${title} · ${shell.product}` : shell.product;
  }, [title]);
  useEffect(() => {
    if (focus) first.current?.focus({ preventScroll: true });
  }, [focus]);
  return first;
}
