/**
 * A route as data: everything the server, the OpenAPI document and the generated security tests
 * need to know stands in one object beside the handler. Nothing here talks to the network.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Static, TSchema } from 'typebox';
import type { Refusal } from '#kernel/core/refusal.ts';
import type { Audience, Principal } from '#kernel/http/principal.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type LimitClass = 'read' | 'write' | 'auth' | 'checkout' | 'none';
export type IdempotencyClass = 'none' | 'accepted' | 'required';

/** A reply that is not JSON: a file, a page or an event stream. Made by `content()`. */
export interface ContentReply<T extends string | Uint8Array | Readable = ContentBody> {
  readonly content: string;
  readonly description?: string;
  /** Describes a JSON text that the handler has ready; it is sent as it is. */
  readonly schema?: TSchema;
  /** Only for the type checker. */
  readonly body?: T;
}
export type ContentBody = string | Uint8Array | Readable;

/** A JSON schema (also the allow-list of what leaves), null for no body, or `content(type)`. */
export type ReplySchema = TSchema | null | ContentReply;
export type Replies = { readonly [status: number]: ReplySchema };

export interface CookieOptions {
  readonly path?: string;
  readonly maxAge_s?: number;
  readonly httpOnly?: boolean;
  readonly secure?: boolean;
  readonly sameSite?: 'strict' | 'lax' | 'none';
}

export interface CookieToSet extends CookieOptions {
  readonly name: string;
  /** Empty string removes the cookie. */
  readonly value: string;
}

export interface ReplyOptions {
  readonly location?: string;
  /** Strong entity tag; see `etagOf`. A matching If-None-Match on GET becomes 304. */
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly CookieToSet[];
}

export class Reply<Status extends number = number, Body = unknown> {
  readonly status: Status;
  readonly body: Body;
  readonly options: ReplyOptions;

  constructor(status: Status, body: Body, options: ReplyOptions) {
    this.status = status;
    this.body = body;
    this.options = options;
  }
}

const noOptions: ReplyOptions = Object.freeze({});

/** An answer with a status of its own, headers or an etag. The body is null where none is sent. */
export function reply<const Status extends number, const Body>(
  status: Status,
  body: Body,
  options: ReplyOptions = noOptions,
): Reply<Status, Body> {
  return new Reply(status, body, options);
}

/** Declares a reply that is not JSON: `replies: { 200: content('application/pdf') }`. */
export function content(type: string, description?: string, schema?: TSchema): ContentReply {
  const said = description === undefined ? {} : { description };
  return { content: type, ...said, ...(schema === undefined ? {} : { schema }) };
}

type StaticOr<S, Without> = [S] extends [never] ? Without : S extends TSchema ? Static<S> : Without;

/** What a handler gets. Values are validated; `params` and `query` are coerced to their types. */
export interface RouteRequest<Params, Query, Body, Headers> {
  readonly principal: Principal;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Lower-case names. Those with a schema in `headers` are validated and typed. */
  readonly headers: IncomingHttpHeaders & Headers;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly ip: string;
  readonly requestId: string;
  readonly idempotencyKey: string | undefined;
  /** The version from If-Match on routes with `ifMatch`; 0 elsewhere. Stale: refuse with 412. */
  readonly ifMatch: number;
  /** The bytes of the body as they came, on webhook and `consumes` routes; elsewhere empty. */
  readonly raw: Uint8Array;
  /** Sellers for which the principal holds a role that opens this route. */
  readonly sellerIds: readonly string[];
  /** Aborts when the client goes away or the server stops; for streams and long waits. */
  readonly signal: AbortSignal;
}

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/** What may be sent for a declared reply; read-only views are welcome. */
type BodyOf<R> = R extends null
  ? null | undefined | void
  : R extends TSchema
    ? Frozen<Static<R>>
    : ContentBody;

type Success = 200 | 201 | 202 | 203 | 204;

/** A `reply()` of a listed status, a Refusal, or the plain body of the first 2xx reply. */
export type Handled<R extends Replies> =
  | { [S in keyof R & number]: Reply<S, BodyOf<R[S]>> }[keyof R & number]
  | { [S in keyof R & Success]: BodyOf<R[S]> }[keyof R & Success]
  | Refusal<string>;

export interface RouteOptions<
  Params extends TSchema,
  Query extends TSchema,
  Body extends TSchema,
  Headers extends TSchema,
  R extends Replies,
> {
  readonly method: Method;
  /** Below the prefix, with `:name` for parameters: `/cart/items/:itemId`. */
  readonly path: string;
  /** '' puts the route at the root (health, /sandbox, /dev). Left out: /api/v1 and /api. */
  readonly prefix?: '';
  readonly summary: string;
  readonly description?: string;
  /** Group in the OpenAPI document; the room's name when left out. */
  readonly tag?: string;
  readonly audience: Audience;
  /**
   * Seller or admin roles, any of which opens the route; `owner` and `super` always do.
   * Left out: any role may read, only `owner` or `super` may write.
   */
  readonly roles?: readonly string[];
  /** API key scopes, any of which opens the route to keys. Left out: no keys. */
  readonly scopes?: readonly string[];
  /** 'none' or one sentence that says how ownership is checked. */
  readonly owner: 'none' | (string & {});
  readonly limit: LimitClass;
  /**
   * Whether Idempotency-Key is taken, and stored replies are replayed. 'none' on GET and where a
   * reply holds secrets (tokens), since stored replies are kept for days.
   */
  readonly idempotency: IdempotencyClass;
  /** If-Match is required (428 without it); its version is `req.ifMatch`. */
  readonly ifMatch?: boolean;
  readonly params?: Params;
  readonly query?: Query;
  readonly headers?: Headers;
  readonly body?: Body;
  /** Media types taken as bytes in `req.raw` instead of JSON: uploads and imports. */
  readonly consumes?: readonly string[];
  readonly replies: R;
  /** Codes of the error catalogue that the handler can refuse or fail with. */
  readonly errors: readonly string[];
  /** Also while the shop is closed for maintenance; reads and administration always are. */
  readonly whileClosed?: boolean;
  /** Bytes; 1 MB when left out. */
  readonly bodyLimit_bytes?: number;
  /**
   * Requests under way: of all, and of one principal. More are refused as `overloaded` before
   * their body is read; for routes whose bodies are large, so that memory has a bound.
   */
  readonly atOnce?: { readonly all_max: number; readonly each_max: number };
  /**
   * Who is let in while the process is full: `first` holds something already and is about to
   * finish, `next` is about to. All others only begin.
   */
  readonly turn?: 'first' | 'next';
  /** Of bodies: whether who sends it holds something already, and so has the first turn. */
  readonly holds?: (body: unknown) => boolean;
  /** How long the handler may take; 30 s when left out. Not applied to streams. */
  readonly timeout_ms?: number;
  handle(
    req: RouteRequest<
      StaticOr<Params, Record<string, never>>,
      StaticOr<Query, Record<string, never>>,
      StaticOr<Body, undefined>,
      StaticOr<Headers, unknown>
    >,
  ): Promise<Handled<R>> | Handled<R>;
}

/** A request as the server sees it, before the types of one route are known. */
export type AnyRequest = RouteRequest<unknown, unknown, unknown, unknown>;

/** A declared route with its types erased; what rooms hand to the server. */
export interface Route extends Omit<
  RouteOptions<TSchema, TSchema, TSchema, TSchema, Replies>,
  'handle'
> {
  handle(req: AnyRequest): unknown;
}

/**
 * Declares a route. `req` and the result of `handle` get their types from the schemas.
 * A plain result is sent with the first 2xx status of `replies`; a Refusal becomes the problem
 * document of its code, which must stand in `errors`.
 */
export function route<
  R extends Replies,
  Params extends TSchema = never,
  Query extends TSchema = never,
  Body extends TSchema = never,
  Headers extends TSchema = never,
>(options: RouteOptions<Params, Query, Body, Headers, R>): Route {
  return options as unknown as Route;
}
