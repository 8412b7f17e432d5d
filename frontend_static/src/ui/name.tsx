import { Fragment, type ReactNode } from "react";

/** UTF-16 units a name field takes: room for 60 visible characters. What a name may be, the API says. */
export { NAME_LENGTH } from "@/api/protocol";

/** A person's name, kept apart from the writing direction of the text around it. */
export function Name({ children }: { children: string }) {
  return <bdi>{children}</bdi>;
}

/** A sentence whose names were marked by `isolate`, each shown as a `Name`. */
export function withNames(sentence: string): ReactNode {
  const pieces = sentence.split(/\u2068([^\u2069]*)\u2069/);
  if (pieces.length === 1) return sentence;
  return pieces.map((piece, n) => (n % 2 === 1 ? <Name key={n}>{piece}</Name> : <Fragment key={n}>{piece}</Fragment>));
}
