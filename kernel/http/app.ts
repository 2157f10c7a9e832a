/** The bare Fastify server: sizes, times, body readers, and replies to what never gets further. */
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import * as limits from '#kernel/core/limit.ts';
import { request_timeout_ms_default } from '#kernel/http/assembly.ts';
import { readJson } from '#kernel/http/body.ts';
import { mountDoor, type Door } from '#kernel/http/door.ts';
import * as edge from '#kernel/http/edge.ts';
import { pathOf } from '#kernel/http/exchange.ts';
import { corsOptions, securityHeaders } from '#kernel/http/headers.ts';
import { problemOfError, rawProblem, type Problem } from '#kernel/http/problem.ts';
import type { HttpOptions } from '#kernel/http/settings.ts';

export function createApp(options: HttpOptions): FastifyInstance {
  const timeout_ms = options.request_timeout_ms ?? request_timeout_ms_default;
  const proxies = options.trustProxy ?? [];
  const app = Fastify({
    logger: false,
    trustProxy: proxies.length === 0 ? false : [...proxies],
    bodyLimit: options.body_bytes_max ?? limits.body_bytes_max,
    requestTimeout: timeout_ms,
    keepAliveTimeout: 65_000,
    http: {
      maxHeaderSize: limits.headers_bytes_max,
      headersTimeout: Math.min(15_000, timeout_ms),
      connectionsCheckingInterval: Math.min(5_000, timeout_ms),
    },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: false,
    requestIdHeader: false,
    genReqId: (request) => edge.requestIdOf(request as FastifyRequest['raw']),
    rewriteUrl: (request) => edge.rewriteUrl(request),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, anyReply) => {
      const reply = anyReply as unknown as FastifyReply;
      const found = bare(error, request as FastifyRequest);
      const headers = securityHeaders(options.production);
      void reply.code(found.status).headers(headers).headers(found.headers).send(found.body);
    },
    clientErrorHandler: (error, socket: Socket) => {
      if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
      else socket.end(rawProblem(edge.clientErrorCode(error)));
    },
  });
  app.server.maxConnections = options.connections_max ?? 10_000;
  const origins = options.corsOrigins ?? [];
  if (origins.length > 0) app.register(cors, corsOptions(origins));
  return app as unknown as FastifyInstance;
}

/** Before everything else: who is turned away while the process is full. */
export function putDoor(app: FastifyInstance, door: Door): void {
  mountDoor(app.server, door);
}

/** The problem of an error that met no route. */
export function bare(error: unknown, request: FastifyRequest): Problem {
  const site = { instance: pathOf(request.originalUrl), requestId: request.id };
  return problemOfError(edge.failureOf(error), site);
}

/** Bodies are JSON and nothing else. */
export function takeJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    try {
      const value = readJson(text as string, (json) => parseNow(parse, request, json));
      done(null, value);
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

type JsonParser = ReturnType<FastifyInstance['getDefaultJsonParser']>;

/** Fastify's parser refuses `__proto__`; it answers through a callback, though at once. */
function parseNow(parse: JsonParser, request: FastifyRequest, json: string): unknown {
  let failed: Error | undefined;
  let result: unknown;
  void parse(request, json, (error, value) => {
    failed = error ?? undefined;
    result = value;
  });
  if (failed !== undefined) throw failed as Error;
  return result;
}

/** Bodies are taken as they come, of any type. */
export function takeBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => {
    done(null, bytes);
  });
}
