import { timingSafeEqual, createHash } from 'node:crypto';
import { Type } from 'typebox';
import { refuse } from '#kernel/core/refusal.ts';
import { eventSamples } from '#kernel/events/metrics.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { sagaSamples } from '#kernel/saga/metrics.ts';
import type { Sample } from '#kernel/service.ts';
import type { Metrics } from '#kernel/telemetry/metrics.ts';
import type { RoomRuntime } from './room-runtime.ts';

export type State = 'starting' | 'ready' | 'stopping';

export interface HealthDeps {
  runtimes: readonly RoomRuntime[];
  /** Engines that are gone and done without, with reasons. */
  gone: ReadonlyMap<string, string>;
  state(): State;
  metrics: Metrics;
  /** Bearer token of GET /metrics; null: open on this machine only. */
  metricsToken: string | null;
}

const readyReply = Type.Object({
  status: Type.String(),
  degraded: Type.Array(Type.String()),
});

const open = {
  prefix: '',
  audience: 'public',
  owner: 'none',
  limit: 'none',
  idempotency: 'none',
  // Who is thought dead is killed, and whoever is in the shop with it.
  turn: 'first',
  tag: 'health',
} as const;

/** Is the process alive, may it get traffic, and what do its numbers say. */
export function healthRoutes(deps: HealthDeps): Route[] {
  return [
    route({
      ...open,
      method: 'GET',
      path: '/health/live',
      summary: 'The process answers',
      replies: { 200: Type.Object({ status: Type.String() }) },
      errors: [],
      handle: async () => reply(200, { status: 'live' }),
    }),
    route({
      ...open,
      method: 'GET',
      path: '/health/ready',
      summary: 'Everything serves; engines done without are named',
      replies: { 200: readyReply, 503: readyReply },
      errors: [],
      handle: async () => {
        const degraded = [...deps.gone.keys()];
        const status = deps.state();
        if (status !== 'ready') return reply(503, { status, degraded });
        const [first] = deps.runtimes;
        try {
          await first?.db.row('select 1 as one');
        } catch {
          return reply(503, { status: 'database-unavailable', degraded: ['database'] });
        }
        return reply(200, { status: 'ready', degraded });
      },
    }),
    metricsRoute(deps),
  ];
}

function metricsRoute(deps: HealthDeps): Route {
  return route({
    ...open,
    method: 'GET',
    path: '/metrics',
    summary: 'Numbers for Prometheus',
    replies: { 200: content('text/plain; version=0.0.4') },
    errors: ['not-found'],
    handle: async (req) => {
      if (!mayRead(deps.metricsToken, req.headers.authorization, req.ip)) {
        return refuse('not-found');
      }
      const samples = await samplesOf(deps.runtimes);
      const lines = samples.map(({ name, labels, value }) => {
        const text = Object.entries(labels).map(([key, label]) => `${key}="${label}"`);
        return `${name}{${text.join(',')}} ${value}`;
      });
      return reply(200, `${await deps.metrics.text()}${lines.join('\n')}\n`);
    },
  });
}

/** What is read from the database when it is asked for, for all rooms of this process. */
async function samplesOf(runtimes: readonly RoomRuntime[]): Promise<Sample[]> {
  const events = await eventSamples({
    relays: runtimes.flatMap((one) => (one.relay ? [one.relay] : [])),
    inboxes: runtimes.flatMap((one) => (one.inbox ? [one.inbox] : [])),
  });
  const sagas = await sagaSamples(
    runtimes.map(({ room, db, sagas: runner }) => ({ room: room.name, db, sagas: runner })),
  );
  const own = await Promise.all(runtimes.map(async (one) => (await one.running.samples?.()) ?? []));
  return [...events, ...sagas, ...own.flat()];
}

function mayRead(token: string | null, authorization: string | undefined, ip: string): boolean {
  if (token === null) return ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1';
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(`Bearer ${token}`), digest(authorization ?? ''));
}
