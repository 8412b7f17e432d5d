import type { ReactNode } from "react";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { settings as words } from "./words";

/** A group of settings under one heading. */
export function Group({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex scroll-mt-4 flex-col gap-5 rounded-card border border-line bg-surface p-4 sm:p-6">
      <h2 id={id} className="text-h2 font-[600]">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** What came of a save, under what was saved. */
export function Outcome({ saving }: { saving: { error: unknown; isSuccess: boolean } }) {
  if (saving.error) {
    return (
      <Notice tone="error" role="alert">
        {sayError(saving.error)}
      </Notice>
    );
  }
  return (
    <p role="status" className="text-meta text-primary empty:hidden">
      {saving.isSuccess ? words.saved : ""}
    </p>
  );
}
