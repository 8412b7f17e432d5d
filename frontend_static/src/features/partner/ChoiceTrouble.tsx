import { PROBLEM } from "@/api/protocol";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { sayError } from "@/words/errors";
import { partner } from "./words";

const words = partner.door;

/** Why a choice was not written down. A text that changed meanwhile has to be read first. */
export function ChoiceTrouble({ error, name }: { error: unknown; name: string }) {
  if (asProblem(error).slug === PROBLEM.conflict) {
    return (
      <Notice tone="concern" role="alert" action={<Button onClick={() => location.reload()}>{words.reload}</Button>}>
        {words.textChanged}
      </Notice>
    );
  }
  return (
    <Notice tone="error" role="alert">
      {sayError(error, { name })}
    </Notice>
  );
}
