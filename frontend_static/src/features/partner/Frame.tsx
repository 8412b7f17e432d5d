import type { ReactNode } from "react";
import { Mark } from "@/ui/mark";
import { shell } from "@/words/shell";

/** The Partner's pages outside the room: the product's name, and one column. */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-1 flex-col">
      <header className="mx-auto flex h-14 w-full max-w-[44rem] items-center gap-2 px-4 text-lead font-[650]">
        <Mark className="size-7" />
        {shell.product}
      </header>
      <main className="mx-auto flex w-full max-w-[44rem] flex-1 flex-col gap-6 px-4 pt-4 pb-8">{children}</main>
    </div>
  );
}
