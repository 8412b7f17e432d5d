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
        "min-h-11 shrink-0 rounded-control border-b-2 border-transparent px-4 text-text-2 hover:bg-sunken",
        "data-[state=active]:border-primary data-[state=active]:font-[600] data-[state=active]:text-primary",
        className,
      )}
      {...rest}
    />
  );
}
