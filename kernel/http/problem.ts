/** RFC 9457 problem documents: the one shape of every 4xx and 5xx. */
import { STATUS_CODES } from 'node:http';
import { defineErrors, errorOf, Failure } from '#kernel/core/error.ts';
import type { Refusal } from '#kernel/core/refusal.ts';

defineErrors({
  'request-timeout': {
    status: 408,
    title: 'Request took too long to arrive',
    explain: 'The request was not complete within the time the server waits for it.',
    retryable: true,
  },
  'uri-too-long': {
    status: 414,
    title: 'Address too long',
    explain: 'The address of the request, with its query, is longer than the server reads.',
    retryable: false,
  },
  'headers-too-large': {
    status: 431,
    title: 'Headers too large',
    explain: 'The headers of the request are larger than the server reads.',
    retryable: false,
  },
});

export const problemType = 'application/problem+json; charset=utf-8';

/** Where the request stands, for `instance` and `requestId`. */
export interface ProblemSite {
  /** Path without query, which may hold secrets. */
  readonly instance: string;
  readonly requestId: string;
}

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  /** JSON text. */
  readonly body: string;
}

export interface ProblemOptions {
  /** Extension members, and `detail` as text; the standard members cannot be overwritten. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly retryAfter_ms?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const standard = new Set([
  'type',
  'title',
  'status',
  'detail',
  'instance',
  'code',
  'requestId',
  'retryable',
]);

/** The document of one registered code. Retryable 409 and 503 always say when to come back. */
export function problem(code: string, site: ProblemSite, options: ProblemOptions = {}): Problem {
  const spec = errorOf(code);
  const detail = options.detail ?? {};
  const document: Record<string, unknown> = {
    type: typeOf(code),
    title: spec.title,
    status: spec.status,
    detail: typeof detail.detail === 'string' ? detail.detail : spec.explain,
    instance: site.instance,
    code,
    requestId: site.requestId,
    retryable: spec.retryable,
  };
  for (const [name, value] of Object.entries(detail)) {
    if (!standard.has(name)) document[name] = value;
  }
  const headers: Record<string, string> = { 'content-type': problemType, ...options.headers };
  const pause_ms = options.retryAfter_ms ?? (spec.retryable ? 1_000 : undefined);
  if (pause_ms !== undefined) headers['retry-after'] = String(Math.ceil(pause_ms / 1_000));
  if (spec.status === 401) headers['www-authenticate'] = 'Bearer';
  return { status: spec.status, code, headers, body: JSON.stringify(document) };
}

/** The URI reference that identifies a code: a section of the documentation page. */
export function typeOf(code: string): string {
  return `/docs#error-${code}`;
}

export function problemOfRefusal(refusal: Refusal<string>, site: ProblemSite): Problem {
  return problem(refusal.code, site, { detail: refusal.detail });
}

/**
 * The document of whatever was thrown: a Failure has its own code; anything else is a bug on our
 * side and says nothing but the request id.
 */
export function problemOfError(thrown: unknown, site: ProblemSite): Problem {
  if (!(thrown instanceof Failure)) return problem('internal-error', site);
  return problem(thrown.code, site, {
    detail: thrown.detail,
    ...(thrown.retryAfter_ms === undefined ? {} : { retryAfter_ms: thrown.retryAfter_ms }),
  });
}

/** A whole HTTP/1.1 reply, for requests that break before there is anything to reply through. */
export function rawProblem(code: string): string {
  const { status, body } = problem(code, { instance: '', requestId: '' });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
