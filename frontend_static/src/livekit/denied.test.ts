import { describe, expect, it } from "vitest";

import { allowWords, isInApp, refusalOf } from "./denied";

const agents = {
  chrome: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  safari: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
  iphone: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
  android: "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36",
};

describe("allowWords", () => {
  it.each([
    ["chrome", /icon left of the address\. Set/],
    ["firefox", /crossed-out/],
    ["safari", /In the menu bar/],
    ["iphone", /page menu/],
    ["android", /Permissions/],
  ] as const)("helps in %s", (name, help) => {
    expect(allowWords(agents[name])).toMatch(help);
    expect(allowWords(agents[name])).toMatch(/Then press Try again\.$/);
  });
  it("names the computer when that refuses", () => {
    expect(allowWords(agents.chrome, "Permission denied by system")).toMatch(/^Your computer blocks/);
  });
});

it("tells a missing, a busy and a refused device apart", () => {
  expect(refusalOf(new DOMException("", "NotFoundError"))).toBe("none");
  expect(refusalOf(new DOMException("", "NotReadableError"))).toBe("busy");
  expect(refusalOf(new DOMException("", "NotAllowedError"))).toBe("denied");
});

it("knows apps that cannot open calls", () => {
  expect(isInApp(agents.chrome, true)).toBe(false);
  expect(isInApp(agents.iphone + " [FBAN/FBIOS;FBAV/1]", true)).toBe(true);
  expect(isInApp(agents.iphone, false)).toBe(true);
});
