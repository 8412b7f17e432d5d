import { useCallback, useState } from "react";

/** Whether something of a box's content is out of sight, on whichever side. Returns the box's ref and the answer. */
export function useOverflow(): [(box: HTMLElement | null) => (() => void) | undefined, boolean] {
  const [over, setOver] = useState(false);
  const watch = useCallback((box: HTMLElement | null) => {
    if (!box || typeof ResizeObserver !== "function") return;
    const look = () => setOver(box.scrollWidth > box.clientWidth + 2 || box.scrollHeight > box.clientHeight + 2);
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
