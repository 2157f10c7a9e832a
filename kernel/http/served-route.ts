/** Makes a declared route ready to serve: checks its declaration, prepares checks and senders. */
import fastJson from 'fast-json-stringify';
import { assert } from '#kernel/core/assert.ts';
import { allErrors } from '#kernel/core/error.ts';
import type { Shield } from '#kernel/http/idempotency.ts';
import type { ContentReply, ReplySchema, Route } from '#kernel/http/route.ts';
import { hasProperty, outgoing, type Json } from '#kernel/http/schema.ts';
import { checkFor, type Check } from '#kernel/http/validate.ts';

export const apiPrefix = '/api/v1';

export type Send = ((body: unknown) => string) & { warm(): void };

export interface ServedRoute {
  readonly route: Route;
  readonly room: string;
  /** Where it is served, with the prefix: `/api/v1/cart/items/:itemId`. */
  readonly path: string;
  /** Names the route in idempotency rows, logs and metrics: `POST /cart/items/:itemId`. */
  readonly name: string;
  readonly checks: {
    readonly path?: WarmCheck;
    readonly query: WarmCheck;
    readonly header?: WarmCheck;
    readonly body?: WarmCheck;
  };
  /** By status; absent for bodies that are not JSON. */
  readonly senders: ReadonlyMap<number, Send>;
  /** The status of a plain result. */
  readonly status: number;
  /** Codes that may come back. */
  readonly codes: ReadonlySet<string>;
  readonly headers: Readonly<Record<string, string>>;
  readonly shield: Shield | undefined;
  readonly keyInBody: boolean;
  readonly takesBytes: boolean;
  readonly timeout_ms: number;
}

type WarmCheck = Check & { warm(): void };

const anything = { type: 'object' };

export function isContent(schema: ReplySchema | undefined): schema is ContentReply {
  return typeof schema === 'object' && schema !== null && 'content' in schema;
}

/** Event streams: endless, so without HEAD and without a deadline. */
export function isStream(route: Route): boolean {
  return Object.values(route.replies).some(
    (schema) => isContent(schema) && schema.content === 'text/event-stream',
  );
}

export const takesBytes = (route: Route): boolean =>
  route.audience === 'webhook' || route.consumes !== undefined;

const reads = (route: Route) => route.method === 'GET';

const runBy = ['admin', 'webhook', 'dev'];

/** Refused while the shop is closed for maintenance. */
export const isClosable = (route: Route): boolean =>
  !reads(route) && !runBy.includes(route.audience) && route.whileClosed !== true;

/** Codes that every route can answer with, judging by its declaration alone. */
export function commonCodes(route: Route): string[] {
  const codes = ['malformed-request', 'validation-failed', 'overloaded', 'timeout'];
  codes.push('internal-error', 'outcome-unknown', 'room-unavailable', 'database-unavailable');
  const open = ['public', 'webhook', 'dev'].includes(route.audience);
  codes.push('not-authenticated');
  if (!open) codes.push('not-allowed');
  if (route.path.includes(':')) codes.push('not-found');
  if (route.limit !== 'none') codes.push('too-many-requests');
  if (isClosable(route)) codes.push('maintenance');
  if (!reads(route)) codes.push('payload-too-large', 'unsupported-media-type');
  if (route.ifMatch === true) codes.push('precondition-required', 'precondition-failed');
  if (route.idempotency !== 'none') codes.push('idempotency-key-reused', 'request-in-progress');
  if (route.idempotency === 'required') codes.push('idempotency-key-required');
  if (hasProperty(route.body, 'idempotencyKey')) codes.push('idempotency-key-conflict');
  return codes;
}

const audiences = ['public', 'guest', 'user', 'seller', 'admin', 'webhook', 'dev'];
const limitNames = ['read', 'write', 'auth', 'checkout', 'none'];
const idempotencies = ['none', 'accepted', 'required'];

/** Throws when something a route must say is missing or cannot be. */
function check(route: Route, name: string): void {
  const must = (holds: boolean, what: string) => assert(holds, `route ${name}: ${what}`);
  must(audiences.includes(route.audience), 'audience is missing or unknown');
  must(typeof route.owner === 'string' && route.owner !== '', 'owner rule is missing');
  must(limitNames.includes(route.limit), 'limit is missing or unknown');
  must(idempotencies.includes(route.idempotency), 'idempotency is missing or unknown');
  must(typeof route.summary === 'string' && route.summary !== '', 'summary is missing');
  must(!reads(route) || route.idempotency === 'none', 'a GET takes no idempotency key');
  must(!reads(route) || route.body === undefined, 'a GET has no body');
  must(!takesBytes(route) || route.idempotency === 'none', 'bytes take no idempotency key');
  must(/^\/[^\s?#{}]*$/.test(route.path), 'path must start with / and use :name');
  must(
    Object.keys(route.replies).some((status) => Number(status) < 400),
    'no reply is declared',
  );
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
  const declared = Object.keys((route.params as Json | undefined)?.properties ?? {});
  must(
    inPath.length === declared.length && inPath.every((one) => declared.includes(one)),
    'params do not match the names in the path',
  );
  const known = new Set(allErrors().map(({ code }) => code));
  for (const code of route.errors) must(known.has(code), `error code '${code}' is unknown`);
}

export interface ServeOptions {
  readonly room: string;
  readonly shield?: Shield;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout_ms: number;
}

/** Throws AssertionFailure with the route's name when its declaration is incomplete. */
export function serveRoute(route: Route, options: ServeOptions): ServedRoute {
  const name = `${route.method} ${route.path}`;
  check(route, name);
  assert(
    route.idempotency === 'none' || options.shield !== undefined,
    `route ${name}: room ${options.room} has no database for idempotency keys`,
  );
  const { params, headers, body } = route;
  const statuses = Object.keys(route.replies).map(Number);
  return {
    route,
    room: options.room,
    path: (route.prefix ?? apiPrefix) + route.path,
    name,
    checks: {
      ...(params === undefined ? {} : { path: checkFor(params, 'path') }),
      query: checkFor(route.query ?? anything, 'query'),
      ...(headers === undefined ? {} : { header: checkFor(headers, 'header') }),
      ...(body === undefined ? {} : { body: checkFor(body, 'body') }),
    },
    senders: sendersOf(route),
    status: statuses.find((status) => status < 300) ?? (statuses[0] as number),
    codes: new Set([...route.errors, ...commonCodes(route)]),
    headers: { ...options.headers, 'cache-control': cachingOf(route) },
    shield: options.shield,
    keyInBody: hasProperty(body, 'idempotencyKey'),
    takesBytes: takesBytes(route),
    timeout_ms: route.timeout_ms ?? options.timeout_ms,
  };
}

/** What is not public must never stay in a shared cache. */
function cachingOf(route: Route): string {
  if (!reads(route)) return 'no-store';
  return route.audience === 'public' ? 'no-cache' : 'private, no-cache';
}

function sendersOf(route: Route): Map<number, Send> {
  const senders = new Map<number, Send>();
  for (const [status, schema] of Object.entries(route.replies)) {
    if (schema === null || isContent(schema as ReplySchema)) continue;
    senders.set(Number(status), sender(schema as Json));
  }
  return senders;
}

/** Compiles on first use, like the checks. Only members that the schema names are sent. */
function sender(schema: Json): Send {
  let compiled: ((body: unknown) => string) | undefined;
  const compile = () => fastJson(outgoing(schema) as never) as (body: unknown) => string;
  const send = (body: unknown) => (compiled ??= compile())(body);
  send.warm = () => void (compiled ??= compile());
  return send;
}

/** Compiles what a route needs, ahead of its first request. */
export function warm(served: ServedRoute): void {
  served.checks.path?.warm();
  served.checks.query.warm();
  served.checks.header?.warm();
  served.checks.body?.warm();
  for (const send of served.senders.values()) send.warm();
}
