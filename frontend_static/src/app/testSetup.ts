import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import type { ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";
import { afterEach, vi } from "vitest";

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["meta", "body", "lead", "hint", "hint-phone", "h2", "h1", "landing"],
      radius: ["control", "card", "pill"],
      shadow: ["menu"],
    },
  },
});

/** Two classes of one kind on one element: which one wins would be chance. */
vi.mock("@/ui/cn", async (original) => {
  const { cn } = await original<typeof import("@/ui/cn")>();
  return {
    cn: (...classes: ClassValue[]) => {
      const joined = cn(...classes);
      if (merge(joined) !== joined) throw new Error(`Classes contradict each other: ${joined}`);
      return joined;
    },
  };
});

// Tests that ask for plain Node have no page to clean.
if (typeof window !== "undefined") {
  // A busy machine is slow, not wrong.
  configure({ asyncUtilTimeout: 5_000 });
  vi.setConfig({ testTimeout: 20_000 });

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    localStorage.clear();
    sessionStorage.clear();
  });

  // jsdom has no layout: what Radix asks of it.
  window.HTMLElement.prototype.scrollIntoView = () => undefined;
  window.HTMLElement.prototype.hasPointerCapture = () => false;
  window.matchMedia ??= (query: string) =>
    ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;
}
