// HTTP to PayPal: the access token, and what the statuses of its API mean for us.
// https://developer.paypal.com/api/rest/ (authentication, idempotency, responses)
import { Failure, OutcomeUnknown } from '#kernel/core/error.ts';
import { gatewayHttp, jsonObjectOf, type IncomingReply } from './gateway-http.ts';

export interface PaypalAsk {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: object | string;
  /** PayPal-Request-Id: the same one does it once. */
  requestId?: string;
}

/** A no of PayPal: nothing was done. `issue` is its name for the reason. */
export class PaypalNo extends Error {
  override readonly name = 'PaypalNo';
  readonly status: number;
  readonly issue: string;

  constructor(status: number, issue: string) {
    super(`PayPal answered ${status} ${issue}`);
    this.status = status;
    this.issue = issue;
  }
}

export type PaypalClient = (ask: PaypalAsk) => Promise<Record<string, unknown>>;

export interface PaypalAccess {
  clientId: string;
  clientSecret: string;
  origin: string;
  timeout_ms: number;
  /** Milliseconds that only grow. */
  monotonic(): number;
}

const gateway = 'paypal';
/** A token is renewed so long before it ends. */
const margin_ms = 60_000;

/**
 * One request. Ends with the body ({} for none), PaypalNo for a no after which nothing was done,
 * a Failure of `notDone`, or OutcomeUnknown.
 */
export function paypalClient(access: PaypalAccess, connections: number): PaypalClient {
  const { origin, timeout_ms } = access;
  const http = gatewayHttp({ gateway, connections, timeout_ms });
  const tokens = accessTokens(access, http);

  const once = async ({ method, path, body, requestId }: PaypalAsk) => {
    const token = await tokens.get();
    const reply = await http({
      url: `${origin}${path}`,
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json',
        prefer: 'return=representation',
        ...(requestId ? { 'paypal-request-id': requestId } : {}),
      },
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    });
    // It may have been taken back before its time.
    if (reply.status === 401) tokens.drop(token);
    return reply;
  };

  return async (ask) => {
    const reply = await once(ask);
    // With a new token; a second no is a no.
    return bodyOf(reply.status === 401 ? await once(ask) : reply);
  };
}

function bodyOf(reply: IncomingReply): Record<string, unknown> {
  const { status, text, headers } = reply;
  const facts = { gateway, status, debugId: headers['paypal-debug-id'] };
  if (status >= 200 && status < 300) return text === '' ? {} : jsonObjectOf(gateway, reply);
  if (status >= 500) throw new OutcomeUnknown(facts);
  if (status === 401 || status === 403) {
    throw new Failure('room-unavailable', { ...facts, reason: 'refused key' });
  }
  if (status === 429) throw new Failure('overloaded', facts);
  const issue = issueOf(text);
  // The same id is being worked on just now.
  if (status === 409) throw new Failure('request-in-progress', { ...facts, issue });
  throw new PaypalNo(status, issue);
}

function issueOf(text: string): string {
  try {
    const body = JSON.parse(text) as { name?: unknown; details?: { issue?: unknown }[] };
    return String(body.details?.[0]?.issue ?? body.name ?? 'unknown').slice(0, 100);
  } catch {
    return 'unknown';
  }
}

/** The access token, shared by all requests until shortly before it ends. */
function accessTokens(access: PaypalAccess, http: ReturnType<typeof gatewayHttp>) {
  const { clientId, clientSecret, origin, monotonic } = access;
  let held: { token: Promise<string>; value?: string; until_ms: number } | undefined;

  async function fetchToken(): Promise<string> {
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const reply = await http({
      url: `${origin}/v1/oauth2/token`,
      method: 'POST',
      headers: {
        authorization: `Basic ${basic}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: 'grant_type=client_credentials',
    });
    const facts = { gateway, status: reply.status, reason: 'no access token' };
    // Whatever went wrong here, no request about money was sent.
    if (reply.status !== 200) throw new Failure('room-unavailable', facts);
    const { access_token: token, expires_in: seconds } = jsonObjectOf(gateway, reply);
    if (typeof token !== 'string' || typeof seconds !== 'number') {
      throw new Failure('room-unavailable', facts);
    }
    const until_ms = monotonic() + Math.max(0, seconds * 1_000 - margin_ms);
    if (held) Object.assign(held, { value: token, until_ms });
    return token;
  }

  return {
    get: async (): Promise<string> => {
      if (held && held.until_ms > monotonic()) return held.token;
      const token = fetchToken().catch((error: unknown) => {
        held = undefined;
        if (error instanceof Failure && !(error instanceof OutcomeUnknown)) throw error;
        throw new Failure('room-unavailable', { gateway, reason: 'no token' }, { cause: error });
      });
      held = { token, until_ms: Number.POSITIVE_INFINITY };
      return token;
    },
    /** Not when another has taken its place already: many find out at once. */
    drop: (token: string): void => {
      if (held?.value === token) held = undefined;
    },
  };
}
