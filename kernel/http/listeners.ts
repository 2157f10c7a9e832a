/**
 * More sockets that listen on the server's port. Node takes one connection of a listening socket in
 * each turn of its event loop. While a crowd makes the turns long, those who still have to connect
 * would come in by tens a second, and even a refusal would be heard after many seconds. The system
 * deals connections out to all sockets of a port, and each turn takes one of each.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer, type ListenOptions, type Server as Listener, type Socket } from 'node:net';
import type { FastifyInstance, FastifyListenOptions } from 'fastify';

/**
 * Connections that wait to be taken, of each socket. With Node's 511 a crowd that comes in one
 * moment is reset; the system's own limit (net.core.somaxconn, mostly 4,096) is the other bound.
 */
const waiting_max = 4_096;
/**
 * With 64 and turns of 40 ms, of the thousands who came to a full shop in one second the last were
 * taken after five, and refused then.
 */
const listeners_count = 256;

/** Whether sockets of one process may share a port here. */
export const canShare = process.platform === 'linux';

export interface Listening {
  readonly port: number;
  /** No more are taken by the other sockets; connections that were taken go on. */
  close(): void;
  /** Resolves when no connection is left. */
  emptied(): Promise<void>;
}

/** Takes connections from now on. Rejects with EADDRINUSE where somebody listens already. */
export async function listenOn(
  app: FastifyInstance,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  // Who shares a port does not hear that somebody has it.
  if (canShare && port !== 0) await checkFree(host, port);
  const count = countOf(app.server);
  // Known to Node, and passed on, though not in Fastify's types.
  const more = { reusePort: canShare, backlog: waiting_max };
  const own: FastifyListenOptions & typeof more = { port, host, ...more };
  await app.listen(own);
  const address = app.server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  const others = canShare
    ? await openOthers(app.server, { host, port: taken, ...more, count })
    : [];
  return {
    port: taken,
    close: () => {
      for (const one of others) one.close();
    },
    emptied: () => count.emptied(),
  };
}

async function checkFree(host: string, port: number): Promise<void> {
  const probe = createServer();
  await listen(probe, { host, port });
  const closed = once(probe, 'close');
  probe.close();
  await closed;
}

interface Count {
  readonly open: number;
  emptied(): Promise<void>;
}

/** Connections of all sockets. */
function countOf(server: Server): Count {
  let open = 0;
  let empty: PromiseWithResolvers<void> | undefined;
  server.prependListener('connection', (socket: Socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
      if (open === 0) empty?.resolve();
    });
  });
  return {
    get open() {
      return open;
    },
    emptied: () => {
      if (open === 0) return Promise.resolve();
      return (empty ??= Promise.withResolvers<void>()).promise;
    },
  };
}

/** The others beside the server's own, to which they hand what they take. */
async function openOthers(
  server: Server,
  { count, ...where }: ListenOptions & { count: Count },
): Promise<Listener[]> {
  const take = (socket: Socket): void => {
    if (count.open >= server.maxConnections) socket.destroy();
    else server.emit('connection', socket);
  };
  // As the HTTP server makes its own.
  const options = { allowHalfOpen: true, noDelay: true };
  const others = Array.from({ length: listeners_count - 1 }, () => createServer(options, take));
  await Promise.all(others.map((one) => listen(one, where)));
  return others;
}

async function listen(listener: Listener, options: ListenOptions): Promise<void> {
  listener.listen(options);
  await once(listener, 'listening');
}
