// A process of Trueshelf: some rooms or all of them over one database, with what they share.
// Starting goes from the inside out (database, rooms, events, jobs, HTTP), stopping the other
// way round, within 25 s: what is not finished by then another process, or the next start, takes
// up from its journal.
import { revocations } from '#kernel/auth/revocation.ts';
import { accessToken_s, guestToken_s, tokens } from '#kernel/auth/token.ts';
import { systemClock, type Clock } from '#kernel/core/clock.ts';
import type { Config } from '#kernel/config/config.ts';
import { sentinel } from '#kernel/db/lock.ts';
import { directTransport } from '#kernel/events/transport.ts';
import type { Faults } from '#kernel/events/transport.ts';
import { scaledLimits } from '#kernel/http/rate-limit.ts';
import { rpc, type Rpc } from '#kernel/http/rpc.ts';
import { httpServer, type HttpServer } from '#kernel/http/server.ts';
import type { HttpRoom } from '#kernel/http/settings.ts';
import { jobs, type Jobs } from '#kernel/jobs/jobs.ts';
import type { Room } from '#kernel/service.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import * as metricsOf from '#kernel/telemetry/metrics.ts';
import { authenticator, type People } from './authenticate.ts';
import { healthRoutes } from './health.ts';
import * as runtime from './room-runtime.ts';
import { runTasks } from './tasks.ts';

const HTTP_STOP_MS = 10_000;
const SAGA_STOP_MS = 8_000;

export interface HostOptions {
  /** All rooms there are: their contracts, events and consumers are known everywhere. */
  rooms: readonly Room[];
  /** Names of those served here; all of them when left out. */
  serve?: readonly string[] | undefined;
  /** A migrated database. */
  url: string;
  config: Config;
  log: Logger;
  clock?: Clock;
  people(client: Rpc['client']): People;
  /** Runs when the rooms work and before requests are taken: loading a demo world, warming. */
  prepare?(client: Rpc['client']): Promise<void>;
  /** Adds pages and files to the server. */
  extend?: Parameters<typeof httpServer>[0]['extend'];
  /** Lost, doubled and reordered deliveries, for tests. */
  faults?: Faults;
}

export interface Host {
  readonly url: string;
  readonly port: number;
  readonly routes: HttpServer['routes'];
  /** Typed calls to rooms, as a room would make them. */
  readonly client: Rpc['client'];
  readonly runtimes: readonly runtime.RoomRuntime[];
  stop(): Promise<void>;
}

/** Starts everything and resolves when requests are taken. Throws LaunchError or ConfigError. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { config, log, clock = systemClock } = options;
  const rooms = options.rooms.filter((room) => !(room.devOnly && config.production));
  const served = rooms.filter((room) => options.serve?.includes(room.name) ?? true);
  const dead = revocations({ clock, kept_ms: Math.max(accessToken_s, guestToken_s) * 1_000 });
  const calls = rpc({ clock, origins: config.roomUrls, secret: config.internalSecret });
  const watch = sentinel({ url: options.url, log });
  const queue = jobs({ url: options.url, log, clock });
  const degraded = new Map<string, string>();
  const runtimes: runtime.RoomRuntime[] = [];
  const shared: runtime.Shared = {
    rooms,
    url: options.url,
    config,
    clock,
    log,
    sentinel: watch,
    rpc: calls,
    jobs: queue,
    tokens: tokens({
      key: config.tokenKey,
      earlierKeys: config.tokenPublicKeys,
      issuer: config.publicUrl,
      clock,
      isRevoked: dead.isRevoked,
    }),
    revocations: dead,
    transport: directTransport({
      local: (name) => runtimes.find((one) => one.room.name === name)?.inbox,
      post: calls.deliver,
    }),
    faults: options.faults,
    degraded: (engine, reason) =>
      void (reason === null ? degraded.delete(engine) : degraded.set(engine, reason)),
  };
  for (const room of served) runtimes.push(await runtime.startRoom(room, shared));

  let state: 'starting' | 'ready' | 'stopping' = 'starting';
  const people = options.people(calls.client);
  const metrics = metricsOf.processMetrics();
  const health = healthRoutes({
    runtimes: () => runtimes,
    degraded,
    state: () => state,
    metrics,
    metricsToken: config.metricsToken,
  });
  const http = buildHttp(options, shared, { runtimes, people, health, metrics });
  const following = new AbortController();
  void dead.follow(people, {
    signal: following.signal,
    onError: (error) => log.debug({ err: error }, 'revocations not read, tries again'),
  });
  for (const one of runtimes) runtime.startFlow(one, shared);
  await startJobs(queue, runtimes);
  const tasks = runTasks(
    runtimes.flatMap((one) => runtime.tasksOf(one, shared)),
    { clock, log },
  );
  const stop = async (): Promise<void> => {
    state = 'stopping';
    await http.stop({ deadline_ms: HTTP_STOP_MS });
    await Promise.all(runtimes.map((one) => one.sagas.stop(SAGA_STOP_MS)));
    await tasks.stop();
    following.abort();
    await queue.stop();
    for (const one of runtimes.toReversed()) await runtime.stopRoom(one, shared);
    await calls.close();
    await watch.close();
  };
  const opened = await open(options, { http, calls }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  state = 'ready';
  let stopped: Promise<void> | undefined;
  return {
    ...opened,
    routes: http.routes,
    client: calls.client,
    runtimes,
    stop: () => (stopped ??= stop()),
  };
}

/** Prepares, then takes requests. */
async function open(options: HostOptions, { http, calls }: { http: HttpServer; calls: Rpc }) {
  await options.prepare?.(calls.client);
  return http.listen();
}

async function startJobs(queue: Jobs, runtimes: runtime.RoomRuntime[]): Promise<void> {
  const handlers = Object.assign({}, ...runtimes.map((one) => one.running.jobs ?? {}));
  if (Object.keys(handlers).length > 0) await queue.start(handlers);
}

interface HttpParts {
  runtimes: runtime.RoomRuntime[];
  people: People;
  health: ReturnType<typeof healthRoutes>;
  metrics: metricsOf.Metrics;
}

function buildHttp(options: HostOptions, shared: runtime.Shared, parts: HttpParts): HttpServer {
  const { config, log } = options;
  const kernel = metricsOf.kernelMetrics(parts.metrics);
  const rooms = parts.runtimes.map(({ room, db, running, inbox }): HttpRoom => ({
    name: room.name,
    db,
    ...(running.routes ? { routes: running.routes } : {}),
    ...(room.calls ? { calls: { set: room.calls, handlers: running.calls ?? {} } } : {}),
    ...(inbox ? { events: inbox.consume } : {}),
  }));
  return httpServer({
    rooms: [{ name: 'health', routes: parts.health }, ...rooms],
    port: config.port,
    host: config.host,
    production: config.production,
    authenticate: authenticator({
      tokens: shared.tokens,
      people: parts.people,
      clock: shared.clock,
    }),
    log,
    title: 'Trueshelf',
    publicUrl: config.publicUrl,
    limits: scaledLimits(config.rateLimitMultiplier),
    corsOrigins: config.corsOrigins,
    trustProxy: config.trustProxy,
    internalSecret: config.internalSecret,
    onReply: (room, route, { status, took_ms }) =>
      kernel.httpDone({ method: room, route, status, took_ms }),
    ...(options.extend ? { extend: options.extend } : {}),
  });
}
