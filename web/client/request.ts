/**
 * The one way in which our faces talk to the API: typed by the OpenAPI document, with a deadline,
 * problem documents as errors, and repeats that are safe (reads, and writes with a key).
 */
import { problemOf, unreached, ApiProblem } from './problem.ts';
import type { Routes } from './routes.gen.ts';

export type RouteName = keyof Routes;
export type ReplyOf<Name extends RouteName> = Routes[Name]['reply'];
export type BodyOf<Name extends RouteName> = Routes[Name]['body'];

type Part<Key extends string, Value> = [Value] extends [undefined]
  ? unknown
  : Record<string, never> extends Value
    ? { [key in Key]?: Value }
    : { [key in Key]: Value };

/** Inputs of a route, and how the request is made. */
export type CallOptions<Name extends RouteName> = Part<'params', Routes[Name]['params']> &
  Part<'query', Routes[Name]['query']> &
  Part<'body', Routes[Name]['body']> &
  (Routes[Name]['key'] extends 'required' ? { key: string } : { key?: string }) & {
    ifMatch?: string;
    /** Instead of the client's own. Null: as nobody, whoever is signed in. */
    token?: string | null;
    signal?: AbortSignal;
    /** For all tries; 15 s when left out. The payment, which may wait for a bank, asks for more. */
    timeout_ms?: number;
    /** The request goes on when its page is gone: what it brings is a cookie. */
    outlives?: boolean;
  };

export interface Answered<Body> {
  body: Body;
  status: number;
  etag: string | null;
  /** The server's clock at this reply, for deadlines on screen. */
  serverTime_ms: number | null;
}

export interface Client {
  /** The reply's body. Throws ApiProblem. */
  request<Name extends RouteName>(route: Name, options: CallOptions<Name>): Promise<ReplyOf<Name>>;
  /** The same with what came around it. */
  ask<Name extends RouteName>(
    route: Name,
    options: CallOptions<Name>,
  ): Promise<Answered<ReplyOf<Name>>>;
}

export interface ClientOptions {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Before `/api/v1`; '' in the browser. */
  origin: string;
  /** A live access token, or null for anonymous requests. */
  token?(): Promise<string | null>;
  /** Gets a new token after a 401; null when there is none to be had. */
  renew?(stale: string): Promise<string | null>;
  /** Waits between repeats; given so that this file needs no clock. */
  sleep(ms: number): Promise<void>;
  timeout_ms?: number;
}

interface AnyCall {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  key?: string;
  ifMatch?: string;
  token?: string | null;
  signal?: AbortSignal;
  timeout_ms?: number;
  outlives?: boolean;
}

const timeout_ms_default = 15_000;
const repeats_max = 2;
const pause_ms = 400;

/** A client over some way to fetch. Costs one request, up to three when no reply comes. */
export function apiClient(options: ClientOptions): Client {
  const ask = async (route: string, call: AnyCall): Promise<Answered<unknown>> => {
    const [method = 'GET', path = ''] = route.split(' ');
    const safe = method === 'GET' || call.key !== undefined;
    // One deadline for all tries: nobody looks at an empty shape for three times as long.
    const limit = AbortSignal.timeout(call.timeout_ms ?? options.timeout_ms ?? timeout_ms_default);
    for (let nth = 0; ; nth += 1) {
      try {
        return await once(options, { method, path, call, limit });
      } catch (error) {
        const over = limit.aborted || call.signal?.aborted === true;
        if (!safe || nth >= repeats_max || !mayRepeat(error) || over) throw error;
        await options.sleep(pause_ms * (nth + 1));
      }
    }
  };
  return {
    ask: ask as Client['ask'],
    request: (async (route: string, call: AnyCall) =>
      (await ask(route, call)).body) as Client['request'],
  };
}

/** Only what surely left no trace, or is answered again from its key. */
function mayRepeat(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  return error.code === 'no-reply' || error.code === 'request-in-progress';
}

interface One {
  method: string;
  path: string;
  call: AnyCall;
  limit: AbortSignal;
}

async function once(options: ClientOptions, one: One): Promise<Answered<unknown>> {
  const { call } = one;
  const token = call.token === undefined ? ((await options.token?.()) ?? null) : call.token;
  const response = await send(options, one, token);
  if (response.status === 401 && token !== null && options.renew !== undefined) {
    const fresh = await options.renew(token);
    if (fresh !== null) return read(await send(options, one, fresh));
  }
  return read(response);
}

async function send(options: ClientOptions, one: One, token: string | null): Promise<Response> {
  const { method, call, limit } = one;
  const signal = call.signal === undefined ? limit : AbortSignal.any([call.signal, limit]);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  if (call.key !== undefined) headers['idempotency-key'] = call.key;
  if (call.ifMatch !== undefined) headers['if-match'] = call.ifMatch;
  const init: RequestInit = { method, headers, signal, credentials: 'same-origin' };
  if (call.outlives === true) init.keepalive = true;
  if (call.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(call.body);
  }
  try {
    return await options.fetch(options.origin + addressOf(one), init);
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw unreached(isOffline() ? 'offline' : 'no-reply');
  }
}

function isOffline(): boolean {
  const { navigator } = globalThis as { navigator?: { onLine?: boolean } };
  return navigator?.onLine === false;
}

/** The path with its parameters and query; empty members are left out, lists are repeated. */
export function addressOf({ path, call }: Pick<One, 'path' | 'call'>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(call.params?.[name] ?? '')),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') query.append(name, String(item));
    }
  }
  const text = query.toString();
  return `/api/v1${filled}${text === '' ? '' : `?${text}`}`;
}

async function read(response: Response): Promise<Answered<unknown>> {
  if (!response.ok) throw await problemOf(response);
  const date = Date.parse(response.headers.get('date') ?? '');
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    body: text === '' ? null : json ? (JSON.parse(text) as unknown) : text,
    status: response.status,
    etag: response.headers.get('etag'),
    serverTime_ms: Number.isFinite(date) ? date : null,
  };
}

/** A key for one intent of the shopper: the same for its repeats, another for the next intent. */
export function newKey(): string {
  return crypto.randomUUID();
}
