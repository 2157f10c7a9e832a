/**
 * Turns requests away before they are routed, while the process is full. A refusal that goes the
 * whole way costs a tenth of what it refuses, and with ten times the load that is all there is. So
 * what surely only begins is told to come back here, with the same problem as further inside.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { rewriteUrl, requestIdOf } from '#kernel/http/edge.ts';
import { pathOf, type InFlight } from '#kernel/http/exchange.ts';
import { turnOf } from '#kernel/http/overload.ts';
import { problem } from '#kernel/http/problem.ts';
import { apiPrefix, type ServedRoute } from '#kernel/http/served-route.ts';
import type { Settings } from '#kernel/http/settings.ts';

export interface Door {
  readonly inFlight: InFlight;
  readonly served: readonly ServedRoute[];
  readonly headers: Readonly<Record<string, string>>;
  readonly onReply: Settings['onReply'];
  /** Counts and tells of refusals now and then. */
  noteShed(): void;
}

/** What refusals here are called in the metrics. */
const name = { room: 'http', route: 'turned away' };
const prefix = `${apiPrefix}/`;

/** Stands before everything else that listens to requests of this server. */
export function mountDoor(server: Server, door: Door): void {
  const [inside] = server.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[];
  if (inside === undefined) return;
  const judge = judgeOf(door);
  server.removeListener('request', inside);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (door.inFlight.isTight && judge(request)) turnAway(request, response, door);
    else inside(request, response);
  });
}

/** Whether a request surely only begins, and there is no room for it. */
function judgeOf({ inFlight, served }: Door): (request: IncomingMessage) => boolean {
  const some = served.filter(({ route }) => turnOf(route) !== 'new' || route.holds !== undefined);
  // The first segments of paths below which somebody may have a turn before others.
  const patient = new Set(some.map(({ path }) => segmentOf(path)));
  // Routes that a path names without being taken apart.
  const plain = new Map(
    served
      .filter((one) => !some.includes(one) && !one.path.includes(':'))
      .map((one) => [`${one.route.method} ${one.path}`, one]),
  );
  return (request) => {
    // Other origins need headers that are worked out further inside, and pages are no routes.
    if (request.headers.origin !== undefined || request.method === 'OPTIONS') return false;
    const path = pathOf(rewriteUrl(request));
    const route = plain.get(`${request.method ?? ''} ${path}`);
    if (route !== undefined) return inFlight.isFullFor(route);
    const segment = segmentOf(path);
    return segment !== '' && !patient.has(segment) && inFlight.isFull;
  };
}

function segmentOf(path: string): string {
  if (!path.startsWith(prefix)) return '';
  const rest = path.slice(prefix.length);
  const end = rest.search(/[/?]/);
  return end < 0 ? rest : rest.slice(0, end);
}

/** In one to three seconds, so that those who were turned away together do not return together. */
export const comeBack_ms = (): number => 1_000 + Math.random() * 2_000;

function turnAway(request: IncomingMessage, response: ServerResponse, door: Door): void {
  const requestId = requestIdOf(request);
  const site = { instance: pathOf(request.url ?? ''), requestId };
  const found = problem('overloaded', site, { retryAfter_ms: comeBack_ms() });
  const body = request.method === 'HEAD' ? undefined : found.body;
  response.writeHead(found.status, {
    ...door.headers,
    ...found.headers,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    'content-length': Buffer.byteLength(found.body),
  });
  response.end(body);
  door.noteShed();
  door.onReply?.(name.room, name.route, { status: found.status, took_ms: 0 });
}
