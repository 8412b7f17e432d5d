/** What the API said instead of an answer (RFC 9457), or why it said nothing. */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    /** Last part of the problem's type: `invite-expired`, `conflict`, …; `offline` when nothing answered; `other` when unknown. */
    readonly slug: string,
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

const byStatus: Record<number, string> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  409: "conflict",
  429: "rate-limited",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
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
    fromType ?? byStatus[response.status] ?? "other",
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
  return error instanceof Problem ? error : new Problem("other", 0);
}
