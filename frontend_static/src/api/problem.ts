import { PROBLEM, type ProblemSlug } from "./protocol";

/** Nothing answered. */
export const OFFLINE = "offline";
/** The sign-in service refuses this account. */
export const ACCOUNT_BLOCKED = "account-blocked";
export type Slug = ProblemSlug | typeof OFFLINE | typeof ACCOUNT_BLOCKED;

/** What the API said instead of an answer (RFC 9457), or why it said nothing. */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    /** Last part of the problem's type. A newer API may send one that is not in this list. */
    readonly slug: Slug,
    readonly status: number,
    /** What to quote to support; never shown beyond that. */
    readonly id: string | null = null,
    readonly retryAfterS: number | null = null,
    readonly detail: string | null = null,
    /** The Facilitator's name, on refusals of an invitation. */
    readonly inviter: string | null = null,
    /** What is wrong with which field, in sentences to show under it; by the field's name in the body. */
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(slug);
  }
}

const byStatus: Record<number, Slug> = {
  401: PROBLEM.unauthorized,
  403: PROBLEM.notFound,
  404: PROBLEM.notFound,
  409: PROBLEM.conflict,
  429: PROBLEM.rateLimited,
  502: PROBLEM.unavailable,
  503: PROBLEM.unavailable,
  504: PROBLEM.unavailable,
};

/** Reads a refusal. Anything that is not problem+json is named by its status. */
export async function readProblem(response: Response): Promise<Problem> {
  let body: { type?: unknown; instance?: unknown; detail?: unknown; name?: unknown; retry_after?: unknown; errors?: unknown } = {};
  if (/json/.test(response.headers.get("content-type") ?? "")) {
    const parsed: unknown = await response.json().catch(() => null);
    if (parsed && typeof parsed === "object") body = parsed;
  }
  const fromType = typeof body.type === "string" ? /\/problems\/([a-z0-9-]+)$/.exec(body.type)?.[1] : undefined;
  const instance = typeof body.instance === "string" ? body.instance.split(/[/:]/).at(-1) : undefined;
  const after = Number(body.retry_after ?? response.headers.get("retry-after"));
  return new Problem(
    (fromType as Slug | undefined) ?? byStatus[response.status] ?? PROBLEM.other,
    response.status,
    instance || response.headers.get("x-request-id"),
    Number.isFinite(after) && after > 0 ? Math.ceil(after) : null,
    typeof body.detail === "string" ? body.detail : null,
    typeof body.name === "string" ? body.name : null,
    readFields(body.errors),
  );
}

function readFields(errors: unknown): Record<string, string> {
  if (!Array.isArray(errors)) return {};
  const told = errors as { pointer?: unknown; detail?: unknown }[];
  return Object.fromEntries(
    told.flatMap(({ pointer, detail }) =>
      typeof pointer === "string" && typeof detail === "string" && pointer.startsWith("/body/") ? [[pointer.slice(6), detail]] : [],
    ),
  );
}

/** What the API says about one field of a form. */
export function fieldError(error: unknown, field: string): string | null {
  return error ? (asProblem(error).fields[field] ?? null) : null;
}

/** Any thrown thing as a Problem. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(PROBLEM.other, 0);
}
