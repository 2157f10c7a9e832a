/** What went wrong with a request, in the server's words: one field of `errors` per bad input. */
export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

export interface ProblemBody {
  code: string;
  status: number;
  title: string;
  detail: string;
  requestId: string;
  retryable: boolean;
  errors?: FieldError[];
  [more: string]: unknown;
}

/** No reply came: `offline` without a network, `no-reply` after the deadline or a lost line. */
export const UNREACHED = ['offline', 'no-reply'] as const;

/**
 * A refused or failed request. `status` is 0 when no reply came: for a write the outcome is then
 * unknown, and only the same idempotency key may be sent again.
 */
export class ApiProblem extends Error {
  readonly body: ProblemBody;
  readonly retryAfter_s: number | null;

  constructor(body: ProblemBody, retryAfter_s: number | null = null) {
    super(`${body.code}: ${body.title}`);
    this.name = 'ApiProblem';
    this.body = body;
    this.retryAfter_s = retryAfter_s;
  }

  get code(): string {
    return this.body.code;
  }

  get status(): number {
    return this.body.status;
  }

  get requestId(): string {
    return this.body.requestId;
  }

  /** What is wrong with one field of the body, by its JSON pointer without the slash. */
  field(name: string): FieldError | undefined {
    return this.body.errors?.find((error) => error.pointer === `/${name}`);
  }
}

export function unreached(code: (typeof UNREACHED)[number]): ApiProblem {
  const title = code === 'offline' ? 'No network' : 'No reply';
  return new ApiProblem({ code, status: 0, title, detail: '', requestId: '', retryable: true });
}

/** A problem document as it came, or one made for a reply that is none. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const after = Number(response.headers.get('retry-after'));
  const retryAfter_s = Number.isFinite(after) && after > 0 ? after : null;
  const requestId = response.headers.get('x-request-id') ?? '';
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Partial<ProblemBody>;
    if (typeof body.code === 'string' && typeof body.status === 'number') {
      return new ApiProblem({ ...blank(response.status, requestId), ...body }, retryAfter_s);
    }
  } catch {
    // A proxy's own page, for instance; its status still tells.
  }
  return new ApiProblem(blank(response.status, requestId), retryAfter_s);
}

function blank(status: number, requestId: string): ProblemBody {
  const retryable = status === 429 || status >= 500;
  const title = `HTTP ${status}`;
  return { code: `http-${status}`, status, title, detail: '', requestId, retryable };
}

/** An ApiProblem, also after it travelled from the server inside the page. */
export function problemIn(error: unknown): ApiProblem | null {
  if (error instanceof ApiProblem) return error;
  const travelled = (error as { problem?: ProblemBody } | null)?.problem;
  return travelled === undefined ? null : new ApiProblem(travelled);
}
