// What `trueshelf reconcile` starts: the database and the rooms, beside a running server or alone.
import { systemClock } from '#kernel/core/clock.ts';
import { processConfig } from '#kernel/config/config.ts';
import { startHost, type Host } from '#kernel/host/host.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { rooms } from './directory.ts';
import { migrateAll, openDatabase } from './launch.ts';
import { people } from './people.ts';
import { reconciliationCalls, type OpenBreak, type RunView } from './reconciliation/contract.ts';

const POLL_MS = 200;
/** What the seven parts of a run look at, as progress shows them. */
const parts = ['holds', 'payments', 'orders', 'gateways', 'stock', 'settlement', 'sagas'];

export interface ReconcileWish {
  dryRun: boolean;
  full: boolean;
  onProgress(sentence: string): void;
}

export interface ReconcileReport {
  dryRun: boolean;
  /** null for a dry run. */
  run: RunView | null;
  looked: number;
  notes: string[];
  /** Open breaks; of a dry run, what it found. */
  open: number;
  breaks: OpenBreak[];
}

/** Runs reconciliation to its end, or has a look without writing. Needs the database alone. */
export async function reconcile(wish: ReconcileWish): Promise<ReconcileReport> {
  const config = processConfig({ port: 0, host: '127.0.0.1' });
  const level = config.logLevel === 'info' ? 'fatal' : config.logLevel;
  const log = createLogger({ level });
  const database = await openDatabase(config, wish.onProgress);
  try {
    await migrateAll(database.url);
    wish.onProgress('Starting the rooms');
    const host = await startHost({ rooms, url: database.url, config, log, people });
    try {
      return wish.dryRun ? await rehearse(host, wish) : await work(host, wish);
    } finally {
      await host.stop();
    }
  } finally {
    await database.stop();
  }
}

async function rehearse(host: Host, { full, onProgress }: ReconcileWish): Promise<ReconcileReport> {
  onProgress('Looking at everything; nothing is written');
  const span = full ? 'full' : 'recent';
  const { looked, notes, found } = await host.client(reconciliationCalls).rehearse({ span });
  return { dryRun: true, run: null, looked, notes, open: found.length, breaks: found };
}

async function work(host: Host, { full, onProgress }: ReconcileWish): Promise<ReconcileReport> {
  const calls = host.client(reconciliationCalls);
  let run = await calls.ask({ span: full ? 'full' : 'recent', askedBy: 'command-line' });
  while (run.state === 'waiting' || run.state === 'running') {
    const name = parts[run.part] ?? 'known breaks';
    onProgress(`Looking at ${name} (${run.looked} seen, ${run.found} found)`);
    await systemClock.sleep(POLL_MS);
    run = (await calls.run({ runId: run.runId })).run ?? run;
  }
  const { count, breaks } = await calls.open({});
  const { looked, notes } = run;
  return { dryRun: false, run, looked, notes, open: count, breaks };
}
