import { useCallback, useState } from "react";

/** Bottom of the last line that is wholly inside, or of the box when it has none. */
function lastWholeLine(box: HTMLElement): number {
  const { top, bottom } = box.getBoundingClientRect();
  let last = top;
  for (const part of box.querySelectorAll("p,li")) {
    const words = document.createRange();
    words.selectNodeContents(part);
    for (const line of words.getClientRects()) if (line.bottom <= bottom && line.bottom > last) last = line.bottom;
  }
  return last === top ? bottom : last;
}

/** Whether a box's text goes on below its edge; then no line is shown that the edge would cut. Returns the box's ref and the answer. */
export function useOverflow(): [(box: HTMLElement | null) => (() => void) | undefined, boolean] {
  const [over, setOver] = useState(false);
  const watch = useCallback((box: HTMLElement | null) => {
    if (!box || typeof ResizeObserver !== "function") return;
    const look = () => {
      const cut = box.scrollHeight > box.clientHeight + 2;
      // Clipping changes no layout: nothing written moves.
      box.style.clipPath = cut ? `inset(0 0 ${Math.max(0, box.getBoundingClientRect().bottom - lastWholeLine(box) - 4)}px 0)` : "";
      setOver(cut);
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(box);
    const words = new MutationObserver(look);
    words.observe(box, { childList: true, characterData: true, subtree: true });
    look();
    return () => {
      sizes.disconnect();
      words.disconnect();
    };
  }, []);
  return [watch, over];
}
