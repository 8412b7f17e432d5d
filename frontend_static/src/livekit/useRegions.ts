import { useEffect } from "react";

/** F2 moves the focus to the next part of the room marked `data-region`. */
export function useRegions(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "F2") return;
      const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")];
      if (regions.length === 0) return;
      event.preventDefault();
      const now = regions.findIndex((one) => one.contains(document.activeElement));
      const next = regions[(now + 1) % regions.length];
      const target = next?.matches("button,[tabindex]") ? next : next?.querySelector<HTMLElement>("button,[tabindex],a,input,select");
      target?.focus();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
