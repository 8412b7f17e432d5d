import { clsx, type ClassValue } from "clsx";

/**
 * Class names joined. Which of two of a kind wins is the stylesheet's order, not this one's: what changes a given look is marked
 * `px-0!`, and every component test fails on two that contradict each other (`app/testSetup.ts`).
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
