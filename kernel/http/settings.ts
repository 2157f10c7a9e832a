/** What the server is told once, and every part of it reads. */
import type { IncomingHttpHeaders } from 'node:http';
import type { AnyCallHandlers, CallSet } from '#kernel/http/contract.ts';
import type { Db } from '#kernel/db/sql.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import type { Principal } from '#kernel/http/principal.ts';
import type { Limits, RateLimiter } from '#kernel/http/rate-limit.ts';
import type { Route } from '#kernel/http/route.ts';

/** The part of a logger that this folder uses (pino fits). */
export interface HttpLog {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** What a request brings to prove who sends it. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
}

/**
 * Tells who acts. Asked only when there is an Authorization header or a cookie. Gives `anonymous`
 * for credentials that do not count here; throws Failure('not-authenticated') for bad ones.
 */
export type Authenticate = (credentials: Credentials) => Promise<Principal> | Principal;

/** A running room as the server sees it. */
export interface HttpRoom {
  readonly name: string;
  readonly routes?: readonly Route[];
  /** For idempotency keys: needed by rooms that have routes which take them. */
  readonly db?: Db;
  /** Served to other processes under /internal/<room>/<call>. */
  readonly calls?: { readonly set: CallSet; readonly handlers: AnyCallHandlers };
  /** Takes events that another process relays, under /internal/<room>/events. */
  readonly events?: (consumer: string, events: EventEnvelope[]) => Promise<void>;
}

export type OnReply = (
  room: string,
  route: string,
  outcome: { readonly status: number; readonly took_ms: number },
) => void;

export interface Settings {
  readonly production: boolean;
  readonly log: HttpLog;
  readonly authenticate: Authenticate;
  readonly limiter: RateLimiter | undefined;
  readonly slow_ms: number;
  readonly accessLog_every: number;
  readonly closed: HttpOptions['closed'];
  readonly onReply: OnReply | undefined;
}

export interface HttpOptions {
  readonly rooms: readonly HttpRoom[];
  /** 0 takes a free one. */
  readonly port: number;
  /** 127.0.0.1 when left out. */
  readonly host?: string;
  readonly production: boolean;
  readonly authenticate: Authenticate;
  readonly log: HttpLog;
  /** For the OpenAPI document. */
  readonly title?: string;
  readonly version?: string;
  readonly publicUrl?: string;
  /** Null switches limits off; the default limits when left out. See `scaledLimits`. */
  readonly limits?: Limits | null;
  /** Origins, exactly as browsers send them, that may call with credentials. */
  readonly corsOrigins?: readonly string[];
  /** Addresses or blocks of proxies whose X-Forwarded-For counts. */
  readonly trustProxy?: readonly string[];
  /** Signs calls between processes; without it /internal does not exist. */
  readonly internalSecret?: string;
  /** 30 s: for a request to arrive, and again for its handler. */
  readonly request_timeout_ms?: number;
  readonly body_bytes_max?: number;
  readonly connections_max?: number;
  /** Requests under way at once; more are answered 503. */
  readonly inFlight_max?: number;
  /** Requests slower than this are logged. */
  readonly slow_ms?: number;
  /** Logs every n-th request; 0, the default, logs only failures and slow ones. */
  readonly accessLog_every?: number;
  /** Whether the shop is closed for maintenance: asked for each change, so it must be cheap. */
  readonly closed?:
    | (() => { readonly until: string | null; readonly retryAfter_s: number } | null)
    | undefined;
  /** Called for each reply, for metrics; must be cheap. */
  readonly onReply?: OnReply;
  /** Adds what is not a route of a room: the shop's pages and files. */
  readonly extend?: (app: import('fastify').FastifyInstance) => void | Promise<void>;
}
