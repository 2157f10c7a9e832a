// A process of Trueshelf: some rooms or all of them over one database, with what they share.
// Starting goes from the inside out (database, rooms, events, jobs, HTTP), stopping the other
// way round, within 25 s: what is not finished by then another process, or the next start, takes
// up from its journal.
import { systemClock, type Clock } from '#kernel/core/clock.ts';
import type { Config } from '#kernel/config/config.ts';
import type { Faults } from '#kernel/events/transport.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import type { HttpServer } from '#kernel/http/server.ts';
import type { Room } from '#kernel/service.ts';
import type { Logger } from '#kernel/telemetry/log.ts';
import { processMetrics } from '#kernel/telemetry/metrics.ts';
import type { People } from './authenticate.ts';
import { extendTools, type Extend } from './extend.ts';
import { healthRoutes, type State } from './health.ts';
import * as runtime from './room-runtime.ts';
import { serveHttp } from './serve-http.ts';
import { makeShared, type Shared } from './shared.ts';
import { runTasks, tasksOf } from './tasks.ts';

const HTTP_STOP_MS = 8_000;
const SAGA_STOP_MS = 5_000;

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
  extend?: Extend;
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
  const { url, config, log, clock = systemClock, faults } = options;
  const rooms = options.rooms.filter((room) => !(room.devOnly && config.production));
  const shared = makeShared({ rooms, url, config, clock, log, faults });
  const { runtimes } = shared;
  for (const room of rooms) {
    if (!(options.serve?.includes(room.name) ?? true)) continue;
    runtimes.push(await runtime.startRoom(room, shared));
  }
  let state: State = 'starting';
  const people = options.people(shared.rpc.client);
  const metrics = processMetrics();
  const { metricsToken } = config;
  const health = healthRoutes({
    runtimes,
    gone: shared.gone,
    state: () => state,
    metrics,
    metricsToken,
  });
  const { extend } = options;
  const http = serveHttp(shared, {
    runtimes,
    people,
    health,
    metrics,
    extend: extend === undefined ? undefined : (app) => extend(app, extendTools(shared)),
  });
  const stopFlow = await startFlow(shared, people);
  const stop = async (): Promise<void> => {
    state = 'stopping';
    await http.stop({ deadline_ms: HTTP_STOP_MS });
    await stopFlow();
  };
  const opened = await open(options, { http, calls: shared.rpc }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  state = 'ready';
  let stopped: Promise<void> | undefined;
  return {
    ...opened,
    routes: http.routes,
    client: shared.rpc.client,
    runtimes,
    stop: () => (stopped ??= stop()),
  };
}

/** Events, jobs and upkeep begin; gives what ends them and everything below. */
async function startFlow(shared: Shared, people: People): Promise<() => Promise<void>> {
  const { clock, log, runtimes, jobs } = shared;
  const following = new AbortController();
  void shared.revocations.follow(people, {
    signal: following.signal,
    onError: (error) => log.debug({ err: error }, 'revocations not read, tries again'),
  });
  for (const one of runtimes) runtime.startFlow(one, shared);
  const handlers = Object.assign({}, ...runtimes.map((one) => one.running.jobs ?? {}));
  if (Object.keys(handlers).length > 0) await jobs.start(handlers);
  const tasks = runTasks(
    runtimes.flatMap((one) => tasksOf(one, shared)),
    { clock, log, board: shared.board },
  );
  return async () => {
    await Promise.all(runtimes.map((one) => one.sagas.stop(SAGA_STOP_MS)));
    await tasks.stop();
    following.abort();
    await jobs.stop();
    for (const one of runtimes.toReversed()) await runtime.stopRoom(one, shared);
    await shared.rpc.close();
    await shared.sentinel.close();
  };
}

/** Prepares, then takes requests. */
async function open(options: HostOptions, { http, calls }: { http: HttpServer; calls: Rpc }) {
  await options.prepare?.(calls.client);
  return http.listen();
}
