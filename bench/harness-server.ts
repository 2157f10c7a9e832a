// Servers as child processes: what is measured never shares a process with who measures it.
import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { within } from './harness-load.ts';
import { root } from './harness-postgres.ts';

const start_ms_max = 60_000;
const stop_ms_max = 30_000;

/** Fixed for a run, so that the bench can mint tokens and make signed calls. */
export const secrets = {
  tokenKey: newSigningKey(),
  internalSecret: 'a-secret-that-only-the-benches-use-0001',
  issuer: 'http://shop.bench.test',
};

export interface BenchServer {
  port: number;
  pid: number;
  url: string;
  /** Sends a message that the child repeats when it is done. */
  tell(message: object): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  databaseUrl: string;
  env?: Record<string, string>;
  /** Ends `name.log` in the folder of results. */
  name: string;
}

/** What a process of the shop is told, whichever command it runs. */
export function serverEnv(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    TRUESHELF_HOME: join(root, '.trueshelf', 'bench'),
    TRUESHELF_PUBLIC_URL: secrets.issuer,
    TRUESHELF_TOKEN_KEY: secrets.tokenKey,
    TRUESHELF_INTERNAL_SECRET: secrets.internalSecret,
    TRUESHELF_LOG_LEVEL: 'warn',
    NODE_ENV: 'test',
  };
}

/** The whole shop in a process of its own; resolves when it takes requests. */
export function startServer(options: ServerOptions): Promise<BenchServer> {
  const env = { ...serverEnv(options.databaseUrl), ...options.env };
  return launch('harness-child.ts', { name: options.name, env });
}

/** A Fastify server with one route that answers `body`: what HTTP costs at the least. */
export function startBare(body: string): Promise<BenchServer> {
  return launch('harness-bare.ts', { name: 'bare', env: { BENCH_BODY: body } });
}

/** A server that refuses everything: what it costs at the least to turn people away. */
export function startDoor(): Promise<BenchServer> {
  return launch('harness-door.ts', { name: 'door', env: {} });
}

interface Launch {
  name: string;
  env: Record<string, string>;
}

async function launch(file: string, { name, env }: Launch): Promise<BenchServer> {
  const folder = join(root, '.trueshelf', 'bench');
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, `${name}.log`), 'w');
  const child = fork(join(import.meta.dirname, file), [], {
    env: { PATH: process.env['PATH'], NODE_OPTIONS: process.env['NODE_OPTIONS'], ...env },
    // As bin/start.mjs starts it.
    execArgv: ['--max-semi-space-size=64'],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const started = Promise.withResolvers<number>();
  child.once('message', (message) => started.resolve((message as { port: number }).port));
  child.once('error', started.reject);
  child.once('exit', (code, signal) =>
    started.reject(new Error(`the server ended (${code ?? signal}); see ${folder}/${name}.log`)),
  );
  await within(start_ms_max, started.promise);
  const late = new Error(`the server did not start within ${start_ms_max / 1000} s`);
  const port = await Promise.race([started.promise, Promise.reject(late)]);
  return {
    port,
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    tell: (message) =>
      new Promise((resolve) => {
        child.once('message', () => resolve());
        child.send(message);
      }),
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await within(stop_ms_max, ended);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await ended;
}
