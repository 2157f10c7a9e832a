import { createRequire } from 'node:module';
import type Stripe from 'stripe';
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { gatewayHttp } from './gateway-http.ts';

export type StripeError = InstanceType<typeof Stripe.errors.StripeError>;

const load = createRequire(import.meta.url);
let library: typeof Stripe | undefined;

/** Two hundred modules, loaded by those shops only that take money through it. */
const stripe = (): typeof Stripe => (library ??= load('stripe') as typeof Stripe);

export const isStripeError = (error: unknown): error is StripeError =>
  library !== undefined && error instanceof library.errors.StripeError;

/** Stripe's library over our HTTP: its own retries are off, the guard does them. */
export function clientOf(
  of: { secretKey: string; origin: string | null; timeout_ms: number },
  connections: number,
): Stripe {
  const { timeout_ms } = of;
  const http = gatewayHttp({ gateway: 'stripe', connections, timeout_ms });
  const fetchLike = async (url: string | URL | Request, init: RequestInit = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = typeof init.body === 'string' && init.body !== '' ? init.body : undefined;
    const reply = await http({
      url: String(url),
      method: init.method ?? 'GET',
      headers,
      body,
      signal: init.signal ?? undefined,
    });
    return new Response(reply.text, { status: reply.status, headers: reply.headers });
  };
  const where = of.origin === null ? {} : placeOf(new URL(of.origin));
  const Library = stripe();
  return new Library(of.secretKey, {
    ...where,
    httpClient: Library.createFetchHttpClient(fetchLike as typeof fetch),
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: timeout_ms,
  });
}

function placeOf(url: URL) {
  const protocol = url.protocol === 'http:' ? ('http' as const) : ('https' as const);
  const port = url.port === '' ? (protocol === 'http' ? 80 : 443) : Number(url.port);
  return { host: url.hostname, port, protocol };
}

/** True when the reply is one that Stripe had kept for the key, not a new attempt. */
export function wasReplayed(error: unknown): boolean {
  if (error instanceof Failure) return error.detail['replayed'] === true;
  return false;
}

/**
 * The library's errors in our words: what our HTTP had said; too many requests and refused keys,
 * after which nothing was done; 409, which may be repeated; everything from 500 on, after which
 * anything may have been done. Declines and bad requests stay as they are.
 */
export async function mended<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw isStripeError(error) ? inOurWords(error) : error;
  }
}

function inOurWords(error: StripeError): unknown {
  const gateway = 'stripe';
  if (error.type === 'StripeConnectionError') {
    const inner: unknown = error.detail;
    if (inner instanceof Failure) return inner;
    return inner instanceof Error ? inner : new OutcomeUnknown({ gateway }, { cause: error });
  }
  const status = error.statusCode ?? 0;
  const facts = { gateway, status, code: error.code, requestId: error.requestId };
  if (status === 429) return new Failure('overloaded', facts, { cause: error });
  if (status === 401 || status === 403) {
    return new Failure('room-unavailable', { ...facts, reason: 'refused key' }, { cause: error });
  }
  if (status === 409) return new Failure('request-in-progress', facts, { cause: error });
  if (status >= 500 || error.type === 'StripeAPIError') {
    const replayed = error.headers?.['idempotent-replayed'] === 'true';
    return new OutcomeUnknown({ ...facts, replayed }, { cause: error });
  }
  return error;
}
