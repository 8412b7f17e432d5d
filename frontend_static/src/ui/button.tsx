import { Slot } from "@radix-ui/react-slot";
import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export const buttonLook = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-[560] text-body text-center " +
    "transition-[background-color,border-color] duration-120 ease-out select-none [&_svg]:size-5 [&_svg]:shrink-0 [&_svg]:stroke-[1.75] " +
    "aria-disabled:bg-quiet-tint aria-disabled:text-quiet aria-disabled:border-line disabled:bg-quiet-tint disabled:text-quiet disabled:border-line",
  {
    variants: {
      variant: {
        primary:
          "bg-primary text-primary-label border border-transparent hover:bg-[color-mix(in_oklab,var(--primary)_88%,var(--text))]",
        secondary: "bg-surface text-text border border-edge hover:bg-sunken",
        ghost: "bg-transparent text-text border border-transparent hover:bg-sunken",
        link: "bg-transparent text-primary border border-transparent underline underline-offset-4 decoration-1 hover:decoration-2",
        danger: "bg-crisis-tint text-crisis border border-crisis hover:bg-surface",
      },
      size: {
        regular: "min-h-11 px-4 py-2",
        large: "min-h-12 px-5 py-2.5",
        icon: "size-11 p-0",
        "icon-large": "size-12 p-0",
      },
      /** On the phone: as wide as the page. */
      wide: { true: "max-sm:w-full" },
    },
    defaultVariants: { variant: "secondary", size: "regular" },
  },
);

export type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonLook> & { asChild?: boolean };

/** One `primary` a screen. For "impossible now" use aria-disabled with a reason beside it, so that it keeps focus. */
export function Button({ className, variant, size, wide, asChild, type, ...rest }: ButtonProps) {
  const classes = cn(buttonLook({ variant, size, wide }), className);
  if (asChild) return <Slot className={classes} {...rest} />;
  return <button type={type ?? "button"} className={classes} {...rest} />;
}
