import { useState } from "react";
import { Button } from "@/ui/button";
import { copyText } from "@/ui/copy";
import { Notice } from "@/ui/notice";
import { call } from "./words";

const words = call.preview;

/** Mail and chat apps that show pages in their own window cannot open calls: the way out is the link itself. */
export function InAppNotice({ link }: { link: string }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  return (
    <Notice tone="concern" action={<Button onClick={() => void copyText(link).then(setCopied)}>{words.copyLink}</Button>}>
      {words.inApp}
      {/* There from the start, so that screen readers hear what comes into it. */}
      <span role="status" className="block font-[560]">
        {copied === null ? "" : copied ? words.copied : words.notCopied}
      </span>
    </Notice>
  );
}
