import type { ComponentProps } from "react";
import { cn } from "./cn";

const look =
  "w-full rounded-control border border-edge bg-surface px-3 py-2 text-body text-text placeholder:text-text-2 " +
  "aria-invalid:border-crisis aria-invalid:border-2";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(look, "min-h-11", className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cn(look, "min-h-24", className)} {...rest} />;
}

export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select className={cn(look, "min-h-11 select-arrow pr-10", className)} {...rest} />;
}
