/** From rooms to routes that can be served; throws when a declaration is incomplete. */
import { assert } from '#kernel/core/assert.ts';
import { securityHeaders } from '#kernel/http/headers.ts';
import { shieldFor, type Shield } from '#kernel/http/idempotency.ts';
import { documentRoutes } from '#kernel/http/openapi.ts';
import { defaultLimits, rateLimiter } from '#kernel/http/rate-limit.ts';
import type { Route } from '#kernel/http/route.ts';
import { serveRoute, type ServedRoute } from '#kernel/http/served-route.ts';
import type { HttpOptions, HttpRoom, Settings } from '#kernel/http/settings.ts';

export const request_timeout_ms_default = 30_000;

export interface Assembly {
  readonly served: readonly ServedRoute[];
  readonly shields: readonly Shield[];
  readonly settings: Settings;
}

/** All routes of all rooms, and the documentation's. Development routes only outside production. */
export function assemble(options: HttpOptions): Assembly {
  const shields: Shield[] = [];
  const served: ServedRoute[] = [];
  const timeout_ms = options.request_timeout_ms ?? request_timeout_ms_default;
  const headers = securityHeaders(options.production);
  const wanted = (route: Route) => !options.production || route.audience !== 'dev';
  const add = (room: HttpRoom) => {
    const takesKeys = room.routes?.some((route) => route.idempotency !== 'none') ?? false;
    const shield = takesKeys && room.db !== undefined ? shieldFor(room.db) : undefined;
    if (shield !== undefined) shields.push(shield);
    for (const route of (room.routes ?? []).filter(wanted)) {
      const rest = shield === undefined ? {} : { shield };
      served.push(serveRoute(route, { room: room.name, headers, timeout_ms, ...rest }));
    }
  };
  options.rooms.forEach(add);
  assertUnique(served);
  const { title, version, publicUrl } = options;
  const documented = served.map(({ route, room, path }) => ({ route, room, path }));
  add({ name: 'docs', routes: documentRoutes(documented, { title, version, publicUrl }) });
  return { served, shields, settings: settingsOf(options) };
}

function assertUnique(served: readonly ServedRoute[]): void {
  const seen = new Map<string, string>();
  for (const { route, path, room } of served) {
    const address = `${route.method} ${path.replace(/:\w+/g, ':')}`;
    const first = seen.get(address);
    assert(first === undefined, `${address} is declared by ${first} and by ${room}`);
    seen.set(address, room);
  }
}

function settingsOf(options: HttpOptions): Settings {
  const { production, log, authenticate, onReply } = options;
  const limits = options.limits === undefined ? defaultLimits : options.limits;
  return {
    production,
    log,
    authenticate,
    onReply,
    closed: options.closed,
    limiter: limits === null ? undefined : rateLimiter(limits),
    slow_ms: options.slow_ms ?? 1_000,
    accessLog_every: options.accessLog_every ?? 0,
  };
}
