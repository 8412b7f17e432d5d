import { cn } from "./cn";

/** Four soft clay shapes round a centre, as a drawing: no two alike, all at home. Says nothing to a screen reader. */
export function Shapes({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 240 240" aria-hidden focusable="false" className={cn("select-none", className)}>
      <path
        fill="var(--clay)"
        d="M121 10c27-2 47 13 48 36 1 26-19 44-47 45-27 0-47-14-50-37-3-25 19-42 49-44z"
      />
      <path
        fill="color-mix(in oklab, var(--clay) 72%, var(--bg))"
        d="M229 116c4 29-11 50-34 54-25 4-45-14-49-42-4-27 9-49 32-54 25-5 46 13 51 42z"
      />
      <path
        fill="color-mix(in oklab, var(--clay) 48%, var(--bg))"
        d="M126 230c-29 3-51-11-56-34-5-25 12-45 40-49 27-4 49 8 55 31 6 25-11 48-39 52z"
      />
      <path
        fill="color-mix(in oklab, var(--clay) 30%, var(--bg))"
        d="M11 125c-4-28 10-49 32-54 25-5 46 12 51 40 5 27-7 49-30 54-25 6-48-11-53-40z"
      />
      <circle cx="120" cy="120" r="14" fill="var(--clay)" />
    </svg>
  );
}
