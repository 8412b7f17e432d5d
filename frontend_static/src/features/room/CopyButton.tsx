import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/ui/button";
import { session } from "./words";
import type { HintEntry } from "./hintBoard";
import { copyHint } from "./shownHint";

const words = session.panel;
const SHOWN_MS = 2_000;

/** Copies a hint's words and shows for a moment that it did. */
export function CopyButton({ hint }: { hint: HintEntry }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button variant="ghost" size="icon" aria-label={words.copy} title={words.copy} onClick={() => void copyHint(hint).then(setCopied)}>
      {copied ? <Check aria-hidden className="text-primary" /> : <Copy aria-hidden />}
    </Button>
  );
}
