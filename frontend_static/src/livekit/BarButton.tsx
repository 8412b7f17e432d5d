import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/ui/cn";

/** A control of the room's bar: 48 px high, the icon over its word; on the phone the icon alone, still named. */
export function BarButton({
  icon: Icon,
  label,
  filled = false,
  wordOnPhone = false,
  danger = false,
  className,
  ...rest
}: ComponentProps<"button"> & {
  icon: LucideIcon;
  label: string;
  /** Something is off, or open: reads without colour. */
  filled?: boolean;
  wordOnPhone?: boolean;
  danger?: boolean;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      className={cn(
        "flex h-14 min-w-12 shrink-0 flex-col items-center justify-center gap-0.5 rounded-control border px-2",
        "max-sm:h-12 aria-disabled:text-text-2",
        filled ? "bg-text hover:bg-text-2" : "hover:bg-surface",
        danger ? "border-crisis text-crisis" : filled ? "border-edge text-bg" : "border-transparent text-text",
        className,
      )}
      {...rest}
    >
      <Icon aria-hidden className="size-5 stroke-[1.75]" />
      <span aria-hidden className={cn("text-meta whitespace-nowrap", !wordOnPhone && "max-sm:hidden")}>
        {label}
      </span>
    </button>
  );
}
