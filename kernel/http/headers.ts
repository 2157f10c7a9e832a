/** Headers that every reply carries, and the CORS settings. */
import type { FastifyCorsOptions } from '@fastify/cors';

/**
 * For an API: nothing here is a page, so nothing may be loaded, framed or sniffed. Pages set their
 * own Content-Security-Policy.
 */
export function securityHeaders(production: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    ...(production && {
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    }),
  };
}

/** An exact list of origins; `null`, suffixes and patterns never match. */
export function corsOptions(origins: readonly string[]): FastifyCorsOptions {
  return {
    origin: origins.filter((origin) => /^https?:\/\/[^/*]+$/.test(origin)),
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'if-match',
      'if-none-match',
      'traceparent',
      'x-cart-id',
      'x-request-id',
    ],
    exposedHeaders: [
      'etag',
      'idempotent-replayed',
      'location',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'x-request-id',
    ],
    maxAge: 600,
    strictPreflight: false,
  };
}
