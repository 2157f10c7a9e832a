import { createServer } from 'node:net';

/**
 * Why nothing can listen there, as the system's code (EADDRINUSE, EACCES, …); undefined when it
 * can. Asked before a long start, so that it does not fail at its end; listens for a moment.
 */
export function portTaken(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
