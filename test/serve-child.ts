// A server in a process of its own, for tests that kill it: all rooms, or those named in
// `serve`, over a given database.
// Options come as JSON in the first argument; says its address on a line when it is ready.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { loadConfig } = await import('#kernel/config/config.ts');
const { startHost } = await import('#kernel/host/host.ts');
const { createLogger } = await import('#kernel/telemetry/log.ts');
const { rooms } = await import('#services/directory.ts');
const { people } = await import('#services/people.ts');

const { url, config, serve, level = 'fatal' } = JSON.parse(process.argv[2] ?? '{}');
const host = await startHost({
  rooms,
  serve,
  url,
  config: loadConfig({}, config),
  log: createLogger({ level }),
  people,
});
process.stdout.write(`${host.url}\n`);
// Nobody to serve any more: the test has ended or died.
process.stdin.resume().on('end', () => process.exit(0));
