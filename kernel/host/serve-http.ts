import { kernelMetrics, type Metrics } from '#kernel/telemetry/metrics.ts';
import { scaledLimits } from '#kernel/http/rate-limit.ts';
import type { Route } from '#kernel/http/route.ts';
import { httpServer, type HttpServer } from '#kernel/http/server.ts';
import type { HttpOptions, HttpRoom } from '#kernel/http/settings.ts';
import { authenticator, type People } from './authenticate.ts';
import type { RoomRuntime } from './room-runtime.ts';
import type { Shared } from './shared.ts';
import { version } from './version.ts';

export interface HttpParts {
  runtimes: readonly RoomRuntime[];
  people: People;
  health: readonly Route[];
  metrics: Metrics;
  extend: HttpOptions['extend'] | undefined;
}

/** The HTTP server of a process: the routes, calls and event doors of its rooms. */
export function serveHttp(shared: Shared, parts: HttpParts): HttpServer {
  const { config, log } = shared;
  const kernel = kernelMetrics(parts.metrics);
  const rooms = parts.runtimes.map(({ room, db, running, inbox, calls }): HttpRoom => ({
    name: room.name,
    db,
    ...(running.routes ? { routes: running.routes } : {}),
    calls,
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
    version: version(),
    publicUrl: config.publicUrl,
    limits: scaledLimits(config.rateLimitMultiplier),
    corsOrigins: config.corsOrigins,
    trustProxy: config.trustProxy,
    internalSecret: config.internalSecret,
    closed: shared.closed,
    onReply: (room, route, { status, took_ms }) =>
      kernel.httpDone({ method: room, route, status, took_ms }),
    ...(parts.extend ? { extend: parts.extend } : {}),
  });
}
