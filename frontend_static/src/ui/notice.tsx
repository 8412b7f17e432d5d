import { CircleAlert, Info, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { withNames } from "./name";

const looks: Record<"quiet" | "good" | "concern" | "error", { icon: LucideIcon; className: string }> = {
  quiet: { icon: Info, className: "bg-quiet-tint text-quiet" },
  good: { icon: Info, className: "bg-soft text-primary" },
  concern: { icon: TriangleAlert, className: "bg-concern-tint text-concern" },
  error: { icon: CircleAlert, className: "bg-crisis-tint text-crisis" },
};

/** One line of state: icon, sentence, and perhaps a next step. `role="alert"` only for errors that follow a press. */
export function Notice({
  tone = "quiet",
  icon,
  action,
  role,
  className,
  children,
}: {
  tone?: keyof typeof looks;
  icon?: LucideIcon;
  action?: ReactNode;
  role?: "alert" | "status";
  className?: string;
  children: ReactNode;
}) {
  const look = looks[tone];
  const Icon = icon ?? look.icon;
  return (
    <div
      role={role}
      className={cn("flex flex-wrap items-center gap-x-4 gap-y-2 rounded-control px-4 py-2.5", look.className, className)}
    >
      <p className="flex min-w-0 flex-1 basis-60 items-start gap-2">
        <Icon aria-hidden className="mt-0.5 size-5 shrink-0 stroke-[1.75]" />
        <span className="min-w-0">{typeof children === "string" ? withNames(children) : children}</span>
      </p>
      {action}
    </div>
  );
}
