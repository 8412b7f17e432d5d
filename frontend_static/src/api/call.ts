import { OFFLINE, Problem, readProblem } from "./problem";
import { PROBLEM } from "./protocol";
import { heardServerDate } from "./serverTime";

/** Where the API is: the same origin, unless the pages are built for another (VITE_API_URL). */
const base = (import.meta.env["VITE_API_URL"] as string | undefined)?.replace(/\/$/, "") ?? "";

/** The bearer to show, asked anew for each call, because it may have been refreshed. */
export type Bearer = () => Promise<string | null> | string | null;

export type CallOptions = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** Bytes in place of a JSON body. */
  raw?: { data: Blob; type: string };
  bearer?: Bearer;
  signal?: AbortSignal;
  /** For calls that must outlive the page (leaving, stopping the coach). */
  keepalive?: boolean;
};

/** One call to the API. Resolves to the parsed body (undefined for 204) or throws Problem. */
export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.raw) headers["Content-Type"] = options.raw.type;
  const token = await options.bearer?.();
  if (token) headers["Authorization"] = `Bearer ${token}`;
  const init: RequestInit = { method: options.method ?? "GET", headers, cache: "no-store" };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  if (options.raw) init.body = options.raw.data;
  if (options.signal) init.signal = options.signal;
  if (options.keepalive) init.keepalive = true;
  let response: Response;
  const sentMs = Date.now();
  try {
    response = await fetch(`${base}/api${path}`, init);
    heardServerDate(response.headers.get("date"), sentMs, Date.now());
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem(OFFLINE, 0);
  }
  if (!response.ok) throw await readProblem(response);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new Problem(PROBLEM.other, response.status, response.headers.get("x-request-id"));
  }
}
