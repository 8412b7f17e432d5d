import * as Radix from "@radix-ui/react-tabs";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export const Tabs = Radix.Root;
export const TabsContent = Radix.Content;

/** On the phone the row of tabs scrolls sideways by itself. */
export function TabsList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn("flex gap-1 overflow-x-auto border-b border-line p-1", className)} {...rest} />;
}

export function TabsTrigger({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={cn(
        "relative min-h-11 shrink-0 rounded-control px-4 text-text-2 hover:bg-sunken",
        "data-[state=active]:font-[600] data-[state=active]:text-primary",
        "data-[state=active]:after:absolute data-[state=active]:after:inset-x-4 data-[state=active]:after:bottom-1 data-[state=active]:after:border-b-2 data-[state=active]:after:border-primary",
        className,
      )}
      {...rest}
    />
  );
}
