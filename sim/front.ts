// The HTTP side of a simulated process without sockets: the real routes behind the real pipeline,
// with validation, idempotency keys and problems, and a caller who is known.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '#kernel/db/sql.ts';
import { Exchange, type InFlight } from '#kernel/http/exchange.ts';
import { shieldFor, type Shield } from '#kernel/http/idempotency.ts';
import { Pipeline } from '#kernel/http/pipeline.ts';
import type { Principal } from '#kernel/http/principal.ts';
import type { Route } from '#kernel/http/route.ts';
import { serveRoute, type ServedRoute } from '#kernel/http/served-route.ts';

export interface Ask {
  method: string;
  /** Below /api/v1 unless it begins with //. */
  path: string;
  principal: Principal;
  body?: unknown;
  /** Bytes as they came, for webhooks. */
  raw?: string;
  headers?: Record<string, string>;
}

export interface Answer {
  /** 0: no answer came. */
  status: number;
  // oxlint-disable-next-line no-explicit-any -- a reply has whatever shape its reader checks
  body: any; // any: a reply has whatever shape its reader checks
  headers: Record<string, string>;
  /** Steps in which it was asked for, repeats included. */
  span?: { from: number; to: number };
}

export interface Front {
  /** Which room answers; undefined when none here does. */
  roomOf(ask: Ask): string | undefined;
  answer(ask: Ask): Promise<Answer>;
}

interface Door {
  served: ServedRoute;
  pattern: RegExp;
}

// Compiled checks and senders are the same in every life of a process.
const compiled = new Map<string, ServedRoute>();
const noRegister = { leave: () => undefined, closing: false } as unknown as InFlight;
let requests = 0;

export function frontOf(
  lodgers: Iterable<{ room: { name: string }; db: Db; running: { routes?: readonly Route[] } }>,
  onBug: (error: unknown) => void,
): Front {
  const doors: Door[] = [];
  for (const { room, db, running } of lodgers) {
    const shield = shieldFor(db);
    for (const route of running.routes ?? []) {
      const served = servedRoute(room.name, route, shield);
      const pattern = new RegExp(`^${served.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
      doors.push({ served, pattern });
    }
  }
  const nothing = (): void => undefined;
  const log = {
    info: nothing,
    warn: nothing,
    error: (detail: { error?: unknown }) => onBug(detail.error),
  };
  const settings = { production: false, log, limiter: undefined, onReply: undefined };
  const rest = { slow_ms: Number.POSITIVE_INFINITY, accessLog_every: 0 };
  const pipeline = new Pipeline({ ...settings, ...rest } as never, noRegister);
  const doorOf = (ask: Ask) => {
    const path = pathOf(ask);
    for (const { served, pattern } of doors) {
      if (served.route.method !== ask.method) continue;
      const match = pattern.exec(path);
      if (match !== null) return { served, params: { ...match.groups } };
    }
    return undefined;
  };
  return {
    roomOf: (ask) => doorOf(ask)?.served.room,
    answer: (ask) => {
      const door = doorOf(ask);
      if (door === undefined) return Promise.resolve({ status: 404, body: null, headers: {} });
      return new Promise((resolve) => {
        const exchange = exchangeOf(ask, door, resolve);
        void pipeline.answer(exchange);
      });
    },
  };
}

function pathOf({ path }: Ask): string {
  return path.startsWith('//') ? path.slice(1) : `/api/v1${path}`;
}

function servedRoute(room: string, route: Route, shield: Shield): ServedRoute {
  const key = `${room} ${route.method} ${route.prefix ?? ''}${route.path}`;
  const known = compiled.get(key);
  if (known !== undefined) return { ...known, route, shield };
  const made = serveRoute(route, { room, shield, headers: {}, timeout_ms: 10_000 });
  compiled.set(key, made);
  return made;
}

function exchangeOf(
  ask: Ask,
  door: { served: ServedRoute; params: Record<string, string> },
  done: (answer: Answer) => void,
): Exchange {
  const url = pathOf(ask);
  requests += 1;
  const request = {
    id: `req-${requests}`,
    url,
    originalUrl: url,
    method: ask.method,
    params: door.params,
    query: {},
    headers: { ...ask.headers },
    ip: '192.0.2.1',
  } as unknown as FastifyRequest;
  const exchange = new Exchange(door.served, request, replyTo(done));
  exchange.principal = ask.principal;
  if (ask.body !== undefined) exchange.body = JSON.parse(JSON.stringify(ask.body)) as unknown;
  if (ask.raw !== undefined) exchange.raw = Buffer.from(ask.raw);
  return exchange;
}

function replyTo(done: (answer: Answer) => void): FastifyReply {
  const answer: Answer = { status: 200, body: null, headers: {} };
  const reply = {
    sent: false,
    raw: { destroyed: false, once: () => undefined },
    code: (status: number) => void (answer.status = status),
    headers: (more: Record<string, string>) => void Object.assign(answer.headers, more),
    header: (name: string, value: string) => void (answer.headers[name] = value),
    send: (body: unknown) => {
      reply.sent = true;
      answer.body = typeof body === 'string' && body.startsWith('{') ? JSON.parse(body) : body;
      done(answer);
    },
  };
  return reply as unknown as FastifyReply;
}
