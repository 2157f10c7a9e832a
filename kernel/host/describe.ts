// The rooms as they describe themselves: their routes and the OpenAPI document, without a
// database and without a port. The rooms are started over a database that holds nothing, so what
// is described is what would be served, and not a second list of it.
import type { Config } from '#kernel/config/config.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { Failure } from '#kernel/core/error.ts';
import { anonymous } from '#kernel/http/principal.ts';
import { rpc } from '#kernel/http/rpc.ts';
import { httpServer } from '#kernel/http/server.ts';
import type { HttpRoom } from '#kernel/http/settings.ts';
import type { ServedRoute } from '#kernel/http/served-route.ts';
import { jobs } from '#kernel/jobs/jobs.ts';
import type { Room } from '#kernel/service.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { processMetrics } from '#kernel/telemetry/metrics.ts';
import { emptyContext } from './empty-context.ts';
import { healthRoutes } from './health.ts';
import { version } from './version.ts';

export interface Description {
  /** All routes, with those of the kernel. */
  routes: readonly ServedRoute[];
  /** What GET /api/v1/openapi.json answers. */
  openapi: Record<string, unknown>;
}

const nowhere = 'postgres://nowhere.invalid/none';

/** Describes rooms; about 0.2 s. Throws AssertionFailure when a declaration is incomplete. */
export async function describeRooms(all: readonly Room[], config: Config): Promise<Description> {
  const rooms = all.filter((room) => !(room.devOnly && config.production));
  const log = createLogger({ level: 'silent' });
  const queue = jobs({ url: nowhere, log, clock: systemClock });
  const calls = rpc({ clock: systemClock, secret: config.internalSecret });
  const served: HttpRoom[] = [
    {
      name: 'health',
      routes: healthRoutes({
        runtimes: [],
        gone: new Map(),
        state: () => 'starting',
        metrics: processMetrics(),
        metricsToken: null,
      }),
    },
  ];
  const stops: (() => Promise<void> | undefined)[] = [];
  for (const room of rooms) {
    const ctx = emptyContext(room, { config, log, jobs: queue, client: calls.client });
    const running = await room.start(ctx);
    stops.push(() => running.stop?.());
    served.push({ name: room.name, db: ctx.db, routes: running.routes ?? [] });
  }
  const http = httpServer({
    rooms: served,
    port: 0,
    production: config.production,
    authenticate: () => anonymous,
    log,
    title: 'Trueshelf',
    version: version(),
    publicUrl: config.publicUrl,
    limits: null,
  });
  const reply = await http.app.inject({ url: '/api/v1/openapi.json' });
  if (reply.statusCode !== 200) throw new Failure('internal-error', { body: reply.body });
  await http.stop();
  for (const stop of stops) await stop();
  await Promise.all([queue.stop(), calls.close()]);
  return { routes: http.routes, openapi: JSON.parse(reply.body) as Record<string, unknown> };
}
