/** What happens before a route is known, or when none is: addresses, ids, broken requests. */
import type { IncomingMessage } from 'node:http';
import { Failure } from '#kernel/core/error.ts';
import { newId } from '#kernel/core/id.ts';
import { correlationId_chars_max, url_bytes_max } from '#kernel/core/limit.ts';
import { nulFailure } from '#kernel/http/body.ts';

/** `/api/…` is the current version's `/api/v1/…`; every other address stays as it is. */
export function rewriteUrl(request: { url?: string | undefined }): string {
  const url = request.url ?? '/';
  if (!url.startsWith('/api/') || /^\/api\/v\d+(\/|$)/.test(url)) return url;
  return `/api/v1${url.slice(4)}`;
}

const acceptedId = /^[A-Za-z0-9][A-Za-z0-9._:-]{7,}$/;

/** The client's X-Request-Id or trace id when they are well formed, else a new id. */
export function requestIdOf(request: { headers: IncomingMessage['headers'] }): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && given.length <= correlationId_chars_max) {
    if (acceptedId.test(given)) return given;
  }
  const trace = request.headers.traceparent;
  if (typeof trace === 'string') {
    const match = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(trace);
    if (match !== null && !/^0+$/.test(match[1] as string)) return match[1] as string;
  }
  return newId('req');
}

/** What is wrong with a request whatever its route; undefined when nothing is. */
export function faultOf(request: { url?: string; headers: IncomingMessage['headers'] }) {
  const url = request.url ?? '';
  if (url.length > url_bytes_max) return new Failure('uri-too-long');
  if (url.includes('%00')) return nulFailure();
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    const detail = 'Bodies are taken without Content-Encoding.';
    return new Failure('unsupported-media-type', { detail });
  }
  return undefined;
}

const byFastifyCode: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_TYPE: 'unsupported-media-type',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
};

/** Fastify's own errors in our words. Anything that is not a client's mistake stays as it is. */
export function failureOf(error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  const known = byFastifyCode[code ?? ''];
  if (known !== undefined) return new Failure(known);
  const client = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return client ? new Failure('malformed-request') : error;
}

/** The code for a request that Node could not even read as HTTP. */
export function clientErrorCode(error: { code?: string | undefined }): string {
  if (error.code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request-timeout';
  return 'malformed-request';
}

/** Knows which methods each address answers to, for 405 and OPTIONS. */
export class AddressBook {
  readonly #patterns = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  add(path: string, method: string, head: boolean): void {
    const source = path
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&')))
      .join('/');
    const known = this.#patterns.get(source);
    const entry = known ?? { pattern: new RegExp(`^${source}$`), methods: new Set<string>() };
    entry.methods.add(method);
    if (head) entry.methods.add('HEAD');
    this.#patterns.set(source, entry);
  }

  /** Empty for an unknown address. Only asked when no route was found. */
  methodsAt(path: string): string[] {
    const methods = new Set<string>();
    for (const entry of this.#patterns.values()) {
      if (entry.pattern.test(path)) for (const method of entry.methods) methods.add(method);
    }
    if (methods.size > 0) methods.add('OPTIONS');
    return [...methods].sort();
  }
}
