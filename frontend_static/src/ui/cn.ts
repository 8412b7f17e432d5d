import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["meta", "body", "lead", "hint", "hint-phone", "h2", "h1", "landing"],
      radius: ["control", "card", "pill"],
      shadow: ["menu"],
    },
  },
});

/** Class names, later ones winning over earlier ones of the same kind. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
