/**
 * Puts the rooms' routes on one Fastify server. Fastify routes, reads and writes; what a route
 * promises (audience, limits, schemas, idempotency, problems) is kept by the pipeline.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '#kernel/core/error.ts';
import { shutdown_timeout_ms } from '#kernel/core/limit.ts';
import { admission, judged, type Hall } from '#kernel/http/admission.ts';
import { bare, createApp, putDoor, takeBytes, takeJson } from '#kernel/http/app.ts';
import { assemble, type Assembly } from '#kernel/http/assembly.ts';
import { AddressBook, failureOf } from '#kernel/http/edge.ts';
import { InFlight, pathOf, type Exchange } from '#kernel/http/exchange.ts';
import { securityHeaders } from '#kernel/http/headers.ts';
import { listenOn, type Listening } from '#kernel/http/listeners.ts';
import { Pipeline } from '#kernel/http/pipeline.ts';
import { problem, type Problem } from '#kernel/http/problem.ts';
import { mountInternal } from '#kernel/http/rpc-server.ts';
import { isStream, warm, type ServedRoute } from '#kernel/http/served-route.ts';
import type { HttpOptions } from '#kernel/http/settings.ts';

export interface HttpServer {
  /** Resolves when connections are taken: `http://127.0.0.1:3000`. */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /**
   * Takes no new connections, ends streams, lets running requests finish (10 s unless told
   * otherwise), closes what is left.
   */
  stop(options?: { readonly deadline_ms?: number }): Promise<void>;
  /** Requests under way. */
  inFlight(): number;
  /** All routes as served, for generated tests and metrics. */
  readonly routes: readonly ServedRoute[];
  readonly app: FastifyInstance;
}

/**
 * Builds the server; nothing is opened before `listen`. Throws AssertionFailure for a route
 * without audience, owner, limit or idempotency, or with an error code that nobody defined.
 */
export function httpServer(options: HttpOptions): HttpServer {
  const assembly = assemble(options);
  const app = createApp(options);
  const inFlight = new InFlight(options.inFlight_max ?? 2_000, (exchange) =>
    pipeline.giveUp(exchange),
  );
  const pipeline = new Pipeline(assembly.settings, inFlight);
  const hall: Hall = { settings: assembly.settings, pipeline, inFlight };
  const headers = securityHeaders(options.production);
  const book = new AddressBook();
  const sendBare = (request: FastifyRequest, reply: FastifyReply, found: Problem) =>
    void reply
      .code(found.status)
      .headers({ ...headers, 'cache-control': 'no-store', 'x-request-id': request.id })
      .headers(found.headers)
      .send(found.body);

  app.decorateRequest('exchange', null);
  app.setErrorHandler((error, request, reply) => {
    const exchange = request.exchange;
    if (exchange !== null) pipeline.fail(exchange, failureOf(error));
    else sendBare(request, reply, request.is404 ? lost(request, book) : bare(error, request));
  });
  app.setNotFoundHandler((request, reply) => {
    const found = lost(request, book);
    if (request.method !== 'OPTIONS' || found.headers.allow === undefined) {
      sendBare(request, reply, found);
    } else void reply.code(204).headers(headers).header('allow', found.headers.allow).send();
  });
  takeJson(app);
  for (const served of assembly.served) if (!served.takesBytes) mount(app, served, hall);
  app.register(async (bytes) => {
    takeBytes(bytes);
    for (const served of assembly.served) if (served.takesBytes) mount(bytes, served, hall);
    mountInternal(bytes, { options, inFlight, sendBare });
  });
  for (const { path, route } of assembly.served) {
    book.add(path, route.method, route.method === 'GET' && !isStream(route));
  }
  if (options.extend !== undefined) app.register(async (pages) => options.extend?.(pages));
  const { served, settings } = assembly;
  const noteShed = () => pipeline.noteShed();
  putDoor(app, { inFlight, served, headers, onReply: settings.onReply, noteShed });
  return running(app, { options, assembly, inFlight });
}

/** 404 for an unknown address, 405 for a known one that does not answer to this method. */
function lost(request: FastifyRequest, book: AddressBook): Problem {
  const site = { instance: pathOf(request.originalUrl), requestId: request.id };
  const methods = book.methodsAt(pathOf(request.url));
  if (methods.length === 0) return problem('not-found', site);
  return problem('method-not-allowed', site, { headers: { allow: methods.join(', ') } });
}

function mount(app: FastifyInstance, served: ServedRoute, hall: Hall): void {
  const { route, path } = served;
  app.route({
    method: route.method,
    url: path,
    exposeHeadRoute: route.method === 'GET' && !isStream(route),
    ...(route.bodyLimit_bytes === undefined ? {} : { bodyLimit: route.bodyLimit_bytes }),
    onRequest: admission(served, hall),
    handler: (request) => {
      const exchange = request.exchange;
      if (exchange === null) throw new Failure('internal-error');
      const fault = takeBody(exchange, request.body);
      if (fault !== undefined) hall.pipeline.fail(exchange, fault);
      else if (exchange.onTrial) {
        judged(exchange, hall, () => void hall.pipeline.answer(exchange));
      } else void hall.pipeline.answer(exchange);
    },
  });
}

function takeBody(exchange: Exchange, body: unknown): Failure | undefined {
  const { takesBytes, route } = exchange.served;
  if (!takesBytes) {
    exchange.body = body;
    return undefined;
  }
  if (body instanceof Uint8Array) exchange.raw = body;
  if (route.consumes === undefined) return undefined;
  const type = (exchange.headers['content-type'] ?? '').split(';')[0] as string;
  const accepted = route.consumes.includes(type.trim().toLowerCase());
  return accepted ? undefined : new Failure('unsupported-media-type', { accepts: route.consumes });
}

interface Parts {
  readonly options: HttpOptions;
  readonly assembly: Assembly;
  readonly inFlight: InFlight;
}

function running(app: FastifyInstance, parts: Parts): HttpServer {
  const { options, assembly, inFlight } = parts;
  let stopped: Promise<void> | undefined;
  let listening: Listening | undefined;

  const stop = async (deadline_ms: number): Promise<void> => {
    listening?.close();
    const closed = app.close();
    await inFlight.drain(deadline_ms);
    for (const shield of assembly.shields) await shield.drain();
    app.server.closeIdleConnections();
    // The last replies may still be on their way out; after a moment nothing is waited for.
    const timer = setTimeout(() => app.server.closeAllConnections(), 250);
    await closed;
    await listening?.emptied();
    clearTimeout(timer);
  };

  return {
    app,
    routes: assembly.served,
    inFlight: () => inFlight.size,
    listen: async () => {
      const { port: wanted, host = '127.0.0.1' } = options;
      listening = await listenOn(app, { host, port: wanted });
      const { port } = listening;
      warmUp(assembly.served, () => stopped !== undefined);
      const name = host.includes(':') ? `[${host}]` : host;
      return { url: `http://${name}:${port}`, port };
    },
    stop: ({ deadline_ms = shutdown_timeout_ms } = {}) => (stopped ??= stop(deadline_ms)),
  };
}

/** Compiles one route's schemas in each turn, so that first requests seldom pay for it. */
function warmUp(served: readonly ServedRoute[], isOver: () => boolean): void {
  let at = 0;
  const step = (): void => {
    const next = served[at];
    if (next === undefined || isOver()) return;
    at += 1;
    warm(next);
    setImmediate(step).unref();
  };
  setImmediate(step).unref();
}
