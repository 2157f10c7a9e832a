// Run as a child process: every room over the database of the environment. Limits are on, so that
// their cost is measured, and so high that no bench meets them.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { loadConfig } from '#kernel/config/config.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { startHost, type HostOptions } from '#kernel/host/host.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { rooms } from '#services/directory.ts';
import { people } from '#services/people.ts';
import { mountWeb, openWeb } from '#web/server/web.ts';

/** The storefront beside the API, for benches that ask for pages. */
async function storefront(): Promise<NonNullable<HostOptions['extend']>> {
  const opener = await openWeb({ config, clock: systemClock });
  const imagesFolder = join(config.home, 'images');
  return (app, tools) => mountWeb(app, { config, tools, opener, imagesFolder });
}

const serve = process.env['BENCH_SERVE']?.split(',');
const config = loadConfig(process.env, { port: 0, rateLimitMultiplier: 1_000_000 });
const host = await startHost({
  rooms,
  serve,
  url: config.databaseUrl ?? '',
  config,
  log: createLogger({ level: config.logLevel }),
  people,
  ...(process.env['BENCH_WEB'] === '1' ? { extend: await storefront() } : {}),
});
process.send?.({ port: host.port });

const session = new Session();

/** The CPU profile of the measured windows only: from the first 'profile' to 'profiled'. */
async function profile(message: { profile?: true; profiled?: string }): Promise<void> {
  if (message.profile) {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 250 });
    await session.post('Profiler.start');
  }
  if (message.profiled !== undefined) {
    const found = await session.post('Profiler.stop');
    writeFileSync(message.profiled, JSON.stringify(found.profile));
  }
  process.send?.(message);
}
process.on('message', (message) => void profile(message as Parameters<typeof profile>[0]));

let stopping: Promise<void> | undefined;
const stop = () => {
  stopping ??= host.stop().then(() => process.exit(0));
};
process.on('SIGTERM', stop);
// The bench is gone, however it ended.
process.on('disconnect', stop);
