// HTTP to a gateway, distrustful: no redirect is followed (a token must not travel to another
// host), a reply has a size it may not exceed and a type it must have, and whatever is wrong with
// a reply is 'outcome unknown', since the request had arrived.
import { Agent, request } from 'undici';
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';

/** Far above what a page of 100 movements takes. */
const reply_bytes_max = 2 * 1024 * 1024;

export interface OutgoingRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface IncomingReply {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export type Http = (sent: OutgoingRequest) => Promise<IncomingReply>;

/** Connections to one gateway: as many as its guard lets run at once. */
export function gatewayHttp(of: {
  gateway: string;
  connections: number;
  timeout_ms: number;
}): Http {
  const { gateway, connections, timeout_ms } = of;
  const dispatcher = new Agent({
    connections,
    pipelining: 1,
    connect: { timeout: timeout_ms },
    // The guard gives up first; these only end what nobody waits for any more.
    headersTimeout: timeout_ms + 1_000,
    bodyTimeout: timeout_ms + 1_000,
    maxHeaderSize: 32_768,
  });
  return async ({ url, method, headers, body, signal }) => {
    try {
      const reply = await request(url, {
        method,
        headers,
        body: body ?? null,
        dispatcher,
        signal: signal ?? null,
      });
      const text = await bounded(reply.body, gateway);
      const status = reply.statusCode;
      const plain = plainHeaders(reply.headers);
      refuseOdd(gateway, { status, headers: plain, text });
      return { status, headers: plain, text };
    } catch (error) {
      throw inOurWords(error, gateway);
    }
  };
}

async function bounded(body: AsyncIterable<Uint8Array>, gateway: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop destroys the stream and its connection.
    if (size > reply_bytes_max) throw new OutcomeUnknown({ gateway, reply: 'too large' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuseOdd(gateway: string, { status, headers, text }: IncomingReply): void {
  if (status >= 300 && status < 400) throw new OutcomeUnknown({ gateway, reply: 'a redirect' });
  if (text === '' || status === 204) return;
  const type = headers['content-type'] ?? '';
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new OutcomeUnknown({ gateway, reply: 'not JSON', status });
  }
}

function plainHeaders(headers: Record<string, string | string[] | undefined>) {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Codes of a TLS handshake that failed: no request went over it. */
const noTls = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/;

function inOurWords(error: unknown, gateway: string): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!noTls.test(code)) return error;
  return new Failure('room-unavailable', { gateway, network: code }, { cause: error });
}

/** The JSON object of a reply; what is none may still follow an act of the gateway. */
export function jsonObjectOf(gateway: string, { text, status }: IncomingReply) {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Record<string, unknown>;
    }
  } catch {
    // Told below.
  }
  throw new OutcomeUnknown({ gateway, reply: 'malformed', status });
}
