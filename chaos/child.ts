// A process that can be killed: some rooms or all, over a given database. It loads everything
// while it waits to be told what to serve, so that a new one is there as soon as the last died.
import { writeFileSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import type { Orders } from './process.ts';

enableCompileCache();
const { loadConfig } = await import('#kernel/config/config.ts');
const { armFailpoint, die, listFailpoints } = await import('#kernel/core/failpoint.ts');
const { startHost } = await import('#kernel/host/host.ts');
const { createLogger } = await import('#kernel/telemetry/log.ts');
// The gateway needs its own room only, and is there sooner for it.
const { rooms, people } = await (process.argv[2] === 'gateway'
  ? import('./gateway.ts')
  : import('./shop.ts'));
const { killTree } = await import('./process.ts');

/** What happens at an armed point, before anything else in this process does. */
function strike(orders: Extract<Orders, { kind: 'arm' }>): void {
  if (orders.mark !== undefined) {
    writeFileSync(orders.mark, '');
    return;
  }
  killTree(orders.kill);
  if (orders.self === 'die') die();
  process.send?.({ kind: 'struck' });
  if (orders.self === 'stop') process.kill(process.pid, 'SIGSTOP');
}

async function boot({ url, config, serve, log }: Extract<Orders, { kind: 'boot' }>): Promise<void> {
  try {
    const host = await startHost({
      rooms,
      serve,
      url,
      config: loadConfig({}, config),
      log: createLogger({ level: log }),
      people,
    });
    process.send?.({ kind: 'ready', url: host.url });
  } catch (error) {
    process.send?.({ kind: 'failed', reason: String(error) });
    process.exit(1);
  }
}

process.on('message', (orders: Orders) => {
  if (orders.kind === 'boot') {
    if (orders.arm) armFailpoint(orders.arm.at, () => strike(orders.arm as never));
    void boot(orders);
  } else if (orders.kind === 'arm') {
    armFailpoint(orders.at, () => strike(orders));
    process.send?.({ kind: 'armed' });
  } else if (orders.kind === 'watch') {
    armFailpoint({ name: '' }, () => undefined);
    process.send?.({ kind: 'armed' });
  } else {
    process.send?.({ kind: 'passed', points: listFailpoints().map(({ name }) => name) });
  }
});
// Nobody to serve any more: whoever started us has ended or died.
process.on('disconnect', () => process.exit(0));
// Most of us are killed, and would leave nothing for the next one.
flushCompileCache();
process.send?.({ kind: 'loaded' });
