import { expect, it } from "vitest";
import { readInvitation } from "./invitation";

const token = "nbp_i_aB3_-xaB3_-xaB3_-xaB3_-xaB3_-xaB3_-xaB3_-xQ";
const link = `https://nobadparts.app/p/${token}`;
const half = 40;

it.each([
  link,
  `  http://127.0.0.1:8000/p/${token}?a=1 `,
  `/p/${token}`,
  token,
  `${link}.`,
  `(${link})`,
  `<${link}>`,
  `${link}, see you`,
  `_${link}_`,
  `${link}/`,
  `${token}%3E`,
  `Come: ${link}\nSee you at 8`,
  `${link.slice(0, half)}\n${link.slice(half)}`,
  `> ${link.slice(0, half)}\n> ${link.slice(half)}`,
  `${link.slice(0, half)}=\r\n${link.slice(half)}`,
  `${link.slice(0, half)}\u200b${link.slice(half)}`,
  `${link.slice(0, half)}%0A${link.slice(half)}`,
])("finds the token in %s", (pasted) => {
  expect(readInvitation(pasted)).toBe(token);
});

it.each([
  "",
  "hello",
  "https://nobadparts.app/",
  "https://nobadparts.app/p/",
  "https://nobadparts.app/p/short",
  link.slice(0, -1),
  token.replace("nbp_i_", "nbp_p_"),
  "100 % sure",
])("finds none in %s", (pasted) => {
  expect(readInvitation(pasted)).toBeNull();
});
