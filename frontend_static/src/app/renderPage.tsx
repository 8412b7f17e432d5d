import { PROBLEMS } from "@/api/protocol";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ComponentType } from "react";
import { vi } from "vitest";
import { Route, Switch } from "wouter";
import { navigate } from "wouter/use-browser-location";
import { facilitatorApi } from "@/api/facilitator";
import { AuthContext, type Auth } from "@/features/auth/useAuth";
import { LiveRegions } from "@/ui/announce";
import type { PageProps } from "./routes";

/** For tests: pages by their paths, opened at an address by a given person, without the network. Gives what goes elsewhere. */
export function renderPage(pages: Record<string, ComponentType<PageProps>>, at: string, auth: Auth) {
  history.replaceState(null, "", at);
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <LiveRegions />
      <AuthContext value={auth}>
        <Switch>
          {Object.entries(pages).map(([path, page]) => (
            <Route key={path} path={path} component={page as ComponentType} />
          ))}
        </Switch>
      </AuthContext>
    </QueryClientProvider>,
  );
  return navigate;
}

export function signedIn(): Auth {
  return {
    state: "signed-in",
    client: {} as never,
    userId: "u1",
    email: "ann@example.com",
    api: facilitatorApi(() => "token"),
    signOut: () => Promise.resolve(),
  };
}

export type Answer = { status?: number; body?: unknown };

/** Answers fetch by `METHOD path`; records every call. An unknown one fails the test by its refusal. */
export function fakeApi(answers: Record<string, Answer | (() => Answer)>) {
  const calls: { key: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit = {}) => {
    const key = `${init.method ?? "GET"} ${url.replace(/^\/api/, "")}`;
    calls.push({ key, body: init.body ? JSON.parse(init.body as string) : undefined });
    const found = answers[key];
    const { status = found ? 200 : 404, body } = (typeof found === "function" ? found() : found) ?? {};
    const type = status < 400 ? "application/json" : "application/problem+json";
    return Promise.resolve(
      new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { "content-type": type } }),
    );
  });
  return calls;
}

export function refusal(slug: string, status: number): Answer {
  return { status, body: { type: PROBLEMS + slug, title: slug, status, detail: slug } };
}

/** Finds a sentence by its whole text, names in it too. */
export const sentence = (text: string) => (_own: string, element: Element | null) =>
  element?.textContent === text && [...element.children].every(({ tagName }) => tagName === "BDI");
