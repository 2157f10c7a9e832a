/** Requests from pages to the API in the same process: through the whole pipeline, no socket. */
import type { FastifyInstance } from 'fastify';
import type { ApiFetch } from '../storefront/rendering.ts';

export interface InsideOptions {
  /** The visitor's address: limits count what their pages ask for. */
  ip: string;
  requestId: string;
  /** Only where the page is the visitor's own. */
  cookie?: string | undefined;
  /** A room did not answer as it should: what is made of it must not be kept. */
  onTrouble?(): void;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export function insideFetch(app: FastifyInstance, options: InsideOptions): ApiFetch {
  return async (url, { method = 'GET', headers, body, signal }) => {
    const sent = headers as Record<string, string> | undefined;
    const asked = app.inject({
      method: method as Method,
      url,
      remoteAddress: options.ip,
      headers: {
        ...sent,
        'x-request-id': options.requestId,
        ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
      },
      ...(typeof body === 'string' ? { payload: body } : {}),
    });
    const reply = await within(asked, signal);
    const { statusCode } = reply;
    if (statusCode >= 500 || statusCode === 429) options.onTrouble?.();
    return {
      ok: statusCode >= 200 && statusCode < 300,
      status: statusCode,
      headers: {
        get: (name) => {
          const value = reply.headers[name];
          return value === undefined ? null : String(value);
        },
      },
      text: () => Promise.resolve(reply.payload),
    };
  };
}

/** The reply, or the signal's reason when that comes first: nobody waits for a room that hangs. */
async function within<T>(reply: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (signal === null || signal === undefined) return reply;
  signal.throwIfAborted();
  const over = Promise.withResolvers<never>();
  const give = () => over.reject(signal.reason as Error);
  signal.addEventListener('abort', give, { once: true });
  try {
    return await Promise.race([reply, over.promise]);
  } finally {
    signal.removeEventListener('abort', give);
    reply.catch(() => undefined);
  }
}

/** The cookies of a request by name; the last of two with one name counts. */
export function cookiesOf(header: string | undefined): Record<string, string> {
  const pairs = (header ?? '').split(';').flatMap((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}
