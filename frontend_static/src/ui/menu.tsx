import * as Radix from "@radix-ui/react-dropdown-menu";
import { Check } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** Not modal: the page behind is neither hidden from screen readers nor made dead, and a press on it closes the menu. */
export function Menu(rest: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root modal={false} {...rest} />;
}
export const MenuTrigger = Radix.Trigger;
export const MenuRadioGroup = Radix.RadioGroup;

export function MenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={4}
        collisionPadding={8}
        align="end"
        className={cn(
          "theme-page z-50 min-w-56 animate-fade rounded-card border border-line bg-surface p-1 text-text shadow-menu",
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  );
}

const row =
  "flex min-h-11 items-center gap-3 rounded-control px-3 data-[highlighted]:bg-sunken " +
  "focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus focus-visible:shadow-none [&_svg]:size-5 [&_svg]:stroke-[1.75]";

export function MenuItem({ className, danger, ...rest }: ComponentProps<typeof Radix.Item> & { danger?: boolean }) {
  return <Radix.Item className={cn(row, danger && "text-crisis", className)} {...rest} />;
}

export function MenuRadioItem({ className, children, ...rest }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(row, "pl-11 relative", className)} {...rest}>
      <Radix.ItemIndicator className="absolute left-3">
        <Check aria-hidden />
      </Radix.ItemIndicator>
      {children}
    </Radix.RadioItem>
  );
}

export function MenuLabel({ className, ...rest }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn("px-3 pt-2 pb-1 text-meta text-text-2", className)} {...rest} />;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
