import { afterEach, describe, expect, it, vi } from "vitest";
import { sayError } from "@/words/errors";
import { call } from "./call";
import { facilitatorApi } from "./facilitator";
import { fieldError, Problem } from "./problem";

function answer(status: number, body?: unknown, headers: Record<string, string> = {}) {
  const fake = vi.fn((_url: string, _init: RequestInit) =>
    Promise.resolve(
      new Response(body === undefined ? null : JSON.stringify(body), {
        status,
        headers: { "content-type": status < 400 ? "application/json" : "application/problem+json", ...headers },
      }),
    ),
  );
  vi.stubGlobal("fetch", fake);
  return fake;
}

const problem = (slug: string, status: number, more: object = {}) => ({
  type: `https://nobadparts.app/problems/${slug}`,
  title: "",
  status,
  detail: "",
  ...more,
});

async function sentence(path = "/x"): Promise<string> {
  return sayError(await call(path).catch((error: unknown) => error));
}

afterEach(() => vi.unstubAllGlobals());

describe("a call to the API", () => {
  it("shows the bearer of the moment and sends JSON", async () => {
    const fake = answer(201, { id: "s1" });
    const api = facilitatorApi(() => Promise.resolve("tok"));
    await expect(api.createSession({ partner_label: "Sam" })).resolves.toEqual({ id: "s1" });
    const [url, init] = fake.mock.calls[0] ?? [];
    expect(url).toBe("/api/sessions");
    expect(init).toMatchObject({ method: "POST", body: '{"partner_label":"Sam"}' });
    expect(init?.headers).toMatchObject({ Authorization: "Bearer tok", "Content-Type": "application/json" });
  });

  it("sends no Authorization without a bearer, and reads 204", async () => {
    const fake = answer(204);
    await expect(call("/x", { bearer: () => null })).resolves.toBeUndefined();
    expect(fake.mock.calls[0]?.[1].headers).not.toHaveProperty("Authorization");
  });

  it("asks for a page of sessions by query", async () => {
    const fake = answer(200, { sessions: [], next: null });
    await facilitatorApi(() => "t").sessions({ q: "Sam & Jo", limit: 30 });
    expect(fake.mock.calls[0]?.[0]).toBe("/api/sessions?q=Sam+%26+Jo&limit=30");
  });

  it("names what the server refused", async () => {
    answer(410, problem("invite-expired", 410, { name: "Sam" }));
    expect(await sentence()).toBe("This link has run out. Ask \u2068Sam\u2069 for a new one.");
    answer(410, problem("invite-revoked", 410));
    expect(await sentence()).toBe("The sender has withdrawn this link. Ask them if that is a mistake.");
    answer(429, problem("rate-limited", 429, { retry_after: 12 }));
    expect(await sentence()).toBe("Too many tries. Try again in 12 s.");
    answer(429, problem("rate-limited", 429, { retry_after: 80_000 }));
    expect(await sentence()).toBe("Too many tries. Try again in 23 h.");
    answer(409, problem("conflict", 409));
    expect(await sentence()).toBe("This was changed in another tab. Your text is kept below.");
  });

  it("tells which field was refused, and why", async () => {
    answer(422, problem("invalid", 422, { errors: [{ pointer: "/body/display_name", detail: "Too long." }, { pointer: "/query/q", detail: "x" }] }));
    const refused: unknown = await call("/x", { bearer: () => null }).catch((error: unknown) => error);
    expect([fieldError(refused, "display_name"), fieldError(refused, "q"), fieldError(null, "display_name")]).toEqual(["Too long.", null, null]);
  });

  it("quotes the number of an unknown failure, and only where there is one", async () => {
    answer(500, problem("boiled-over", 500, { instance: "urn:uuid:3f2b" }));
    expect(await sentence()).toBe("Something went wrong on our side. Try again. If it stays, quote 3f2b.");
    answer(500, "no problem at all");
    expect(await sentence()).toBe("Something went wrong on our side. Try again.");
  });

  it("knows a refusal without a body by its status", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status: 503 })));
    expect(await sentence()).toBe("We cannot save right now. Your text is kept on this device.");
  });

  it("says so when nothing answers, but lets an abort be an abort", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(call("/x")).rejects.toMatchObject({ slug: "offline" } satisfies Partial<Problem>);
    const gone = new AbortController();
    gone.abort();
    await expect(call("/x", { signal: gone.signal })).rejects.toBeInstanceOf(TypeError);
  });
});
