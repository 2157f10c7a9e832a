// Every failure has a code that means the same in logs, over HTTP and between rooms. The codes are
// kept in one registry, from which docs/ERRORS.md is written.
import { assert } from './assert.ts';

/** What a code means: `explain` is one sentence for docs/ERRORS.md, ending with a full stop. */
export interface ErrorSpec {
  readonly status: number;
  readonly title: string;
  readonly explain: string;
  readonly retryable: boolean;
}

export interface FailureOptions {
  /** The sentence for logs; the title of the code when left out. */
  readonly message?: string;
  readonly cause?: unknown;
  readonly retryAfter_ms?: number;
}

const registry = new Map<string, ErrorSpec>();

/**
 * Registers codes (kebab-case, once per process) and returns the table unchanged. The same code
 * may be registered again with the same meaning; another meaning is a bug and throws.
 */
export function defineErrors<const Table extends Record<string, ErrorSpec>>(table: Table): Table {
  for (const [code, spec] of Object.entries(table)) {
    assert(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code), `error code '${code}' is not kebab-case`);
    assert(
      Number.isInteger(spec.status) && spec.status >= 400 && spec.status <= 599,
      `error code '${code}' needs a status from 400 to 599`,
    );
    assert(spec.title !== '' && !/[.\n]/.test(spec.title), `'${code}' needs a one-line title`);
    assert(/^[^\n]+\.$/.test(spec.explain), `'${code}' needs one sentence of explanation`);
    const known = registry.get(code);
    assert(known === undefined || sameSpec(known, spec), `'${code}' has two meanings`);
    registry.set(code, spec);
  }
  return table;
}

function sameSpec(a: ErrorSpec, b: ErrorSpec): boolean {
  return (
    a.status === b.status &&
    a.title === b.title &&
    a.explain === b.explain &&
    a.retryable === b.retryable
  );
}

/** The meaning of a registered code; an unregistered code is a bug and throws. */
export function errorOf(code: string): ErrorSpec {
  const spec = registry.get(code);
  assert(spec !== undefined, `error code '${code}' is not registered with defineErrors`);
  return spec;
}

/** Every registered code with its meaning, sorted by code. */
export function allErrors(): ({ readonly code: string } & ErrorSpec)[] {
  return [...registry]
    .map(([code, spec]) => ({ code, ...spec }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The text of docs/ERRORS.md: one section per code registered so far, sorted by code. */
export function renderErrors(): string {
  const sections = allErrors().map(({ code, status, title, explain, retryable }) => {
    const retry = retryable
      ? 'Retryable: yes, the same request may be sent again after a pause.'
      : 'Retryable: no, the same request gets the same answer.';
    return `## \`${code}\`\n\nStatus ${status}. ${title}.\n\n${explain}\n\n${retry}\n`;
  });
  const opening =
    '# Errors\n\nEvery problem reply (`application/problem+json`) carries one of these codes in ' +
    '`code`.\nCodes are stable; titles and sentences may be reworded. This file is generated.\n';
  return [opening, ...sections].join('\n');
}

/** Something went wrong that has a stable code. Status, title and retryable come from the code. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  readonly code: string;
  readonly status: number;
  readonly detail: Record<string, unknown>;
  readonly retryable: boolean;
  readonly retryAfter_ms: number | undefined;

  constructor(code: string, detail: Record<string, unknown> = {}, options: FailureOptions = {}) {
    const spec = errorOf(code);
    super(
      options.message ?? spec.title,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.status = spec.status;
    this.detail = detail;
    this.retryable = spec.retryable;
    this.retryAfter_ms = options.retryAfter_ms;
  }
}

/**
 * The request went out and its reply was lost: it may have happened, fully. Never treat it as
 * failed; ask again with the same key, or look.
 */
export class OutcomeUnknown extends Failure {
  override readonly name = 'OutcomeUnknown';

  constructor(detail: Record<string, unknown> = {}, options: FailureOptions = {}) {
    super('outcome-unknown', detail, options);
  }
}

/** True for what a room or an engine throws that does not answer just now. */
export function isAway(error: unknown): error is Failure {
  return error instanceof Failure && error.status >= 500 && error.code !== 'internal-error';
}

defineErrors({
  'malformed-request': {
    status: 400,
    title: 'Malformed request',
    explain: 'The request could not be read, for example because its body is not valid JSON.',
    retryable: false,
  },
  'idempotency-key-required': {
    status: 400,
    title: 'Idempotency key required',
    explain: 'This request must carry an Idempotency-Key header, so that a repeat is harmless.',
    retryable: false,
  },
  'idempotency-key-conflict': {
    status: 400,
    title: 'Two different idempotency keys',
    explain: 'The request names two idempotency keys that differ; send only one.',
    retryable: false,
  },
  'not-authenticated': {
    status: 401,
    title: 'Not authenticated',
    explain: 'No valid session, token or key came with the request.',
    retryable: false,
  },
  'not-allowed': {
    status: 403,
    title: 'Not allowed',
    explain: 'The caller is known but may not do this.',
    retryable: false,
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    explain: 'There is no such thing, or the caller may not see it.',
    retryable: false,
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    explain: 'This address exists but does not answer to this method; see the Allow header.',
    retryable: false,
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    explain: 'The thing is in a state in which this cannot be done.',
    retryable: false,
  },
  'request-in-progress': {
    status: 409,
    title: 'The first request is still running',
    explain: 'A request with this idempotency key is still running; ask again after a pause.',
    retryable: true,
  },
  'precondition-failed': {
    status: 412,
    title: 'Changed in the meantime',
    explain: 'The version in If-Match is not the present one; read it again, then decide.',
    retryable: false,
  },
  'payload-too-large': {
    status: 413,
    title: 'Payload too large',
    explain: 'The body is larger than this address accepts.',
    retryable: false,
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    explain: 'The body has a Content-Type that this address does not accept.',
    retryable: false,
  },
  'validation-failed': {
    status: 422,
    title: 'Validation failed',
    explain: 'Fields are missing, unknown or out of range; the errors list names each of them.',
    retryable: false,
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency key reused',
    explain: 'This idempotency key was used before with a different request.',
    retryable: false,
  },
  'amount-precision': {
    status: 422,
    title: 'Amount cannot be represented',
    explain: 'The amount has more decimals than its currency, or is too large to be exact.',
    retryable: false,
  },
  'precondition-required': {
    status: 428,
    title: 'Precondition required',
    explain: 'A change to this thing must carry If-Match with the version it was based on.',
    retryable: false,
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    explain: 'The caller is over its rate limit; wait as long as Retry-After says.',
    retryable: true,
  },
  'internal-error': {
    status: 500,
    title: 'Internal error',
    explain: 'A bug on our side; the request id finds it in the logs.',
    retryable: false,
  },
  maintenance: {
    status: 503,
    title: 'Closed for maintenance',
    explain:
      'The shop takes no changes for a while; nothing was done. until says when it is expected ' +
      'back, and Retry-After when to ask again. Reading, and paying for what is held, go on.',
    retryable: true,
  },
  overloaded: {
    status: 503,
    title: 'Overloaded',
    explain: 'The queue for this work is full, and nothing was done.',
    retryable: true,
  },
  'room-unavailable': {
    status: 503,
    title: 'Service unavailable',
    explain: 'A service this request needs cannot be reached, and nothing was done there.',
    retryable: true,
  },
  'database-unavailable': {
    status: 503,
    title: 'Database unavailable',
    explain: 'The database cannot be reached, and nothing was done.',
    retryable: true,
  },
  'outcome-unknown': {
    status: 503,
    title: 'Outcome unknown',
    explain:
      'The reply was lost after the work was sent, so it may have happened; repeat it only ' +
      'with the same idempotency key, or look first.',
    retryable: true,
  },
  timeout: {
    status: 503,
    title: 'Timed out',
    explain: 'The work took longer than its deadline and was given up.',
    retryable: true,
  },
});
