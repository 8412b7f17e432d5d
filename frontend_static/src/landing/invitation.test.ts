import { expect, it } from "vitest";
import { readInvitation } from "./invitation";

const token = "aB3_-xaB3_-xaB3_-xaB3_-xaB3_-xaB3_-xaB3_-xQ";

it.each([`https://nobadparts.app/p/${token}`, `  http://127.0.0.1:8000/p/${token}?a=1 `, `/p/${token}`, token])(
  "finds the token in %s",
  (pasted) => {
    expect(readInvitation(pasted)).toBe(token);
  },
);

it.each(["", "hello", "https://nobadparts.app/", "https://nobadparts.app/p/", `https://nobadparts.app/p/short`, `a/${token}`])(
  "finds none in %s",
  (pasted) => {
    expect(readInvitation(pasted)).toBeNull();
  },
);
