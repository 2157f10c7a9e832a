// A process that plays seeds: takes time and chance over before anything else is loaded, starts
// its own server, then plays what it is told. One line of JSON for each answer.
import { createInterface } from 'node:readline';
import v8 from 'node:v8';
import { registerBug } from './bugs/register.ts';

export interface Order {
  seeds: number[];
  without?: string[];
  keepLog?: boolean;
  /** Seeds of these that are played twice, to compare what happened. */
  twice?: number[];
}

export interface Report {
  seed: number;
  findings: { code: string; detail: string }[];
  hash: string;
  steps: number;
  orders: number;
  noted: Record<string, number>;
  took_ms: number;
  /** Whether a second play did the same; absent when there was none. */
  same?: boolean;
  /** Seeds that are still in memory, after one that was played twice. */
  kept?: number;
  log?: string[];
}

/** How often the tables are swept of what earlier seeds left. */
const VACUUM_SEEDS = 60;

async function main(): Promise<void> {
  const bug = registerBug();
  const { takeOver, real_ms } = await import('./chance.ts');
  takeOver();
  const { buildWorld, databaseUrl, simulatedConfig } = await import('./world.ts');
  const { startOwn, worldFolder } = await import('./server.ts');
  const world = await worldFolder(buildWorld);
  if (process.argv.includes('--build')) return;
  const { Connections } = await import('./connections.ts');
  const { play } = await import('./play.ts');
  const { Scheduler } = await import('./scheduler.ts');
  const server = await startOwn(world);
  const url = databaseUrl(server.url);
  const config = simulatedConfig();
  let lines = new Connections(url);
  await bug?.prepare(await lines.monitor());
  const caughtBy = bug?.bug.caughtBy;
  const climate = (caughtBy?.by === 'simulation' ? caughtBy.climate : undefined) ?? {};
  let played = 0;
  const one = async (seed: number, order: Order): Promise<Report> => {
    const started_ms = real_ms();
    const { without = [], keepLog = false } = order;
    const result = await play({ lines, config, seed, without, keepLog, climate });
    played += 1;
    if (played % VACUUM_SEEDS === 0) await (await lines.monitor()).query('vacuum');
    const { noted, log, ...rest } = result;
    const report = { ...rest, noted: Object.fromEntries(noted), took_ms: real_ms() - started_ms };
    return keepLog ? { ...report, log } : report;
  };
  const send = (report: object): void => void process.stdout.write(`${JSON.stringify(report)}\n`);
  send({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as Order;
    for (const seed of order.seeds) {
      const report = await one(seed, order);
      if (order.twice?.includes(seed)) {
        report.same = (await one(seed, order)).hash === report.hash;
        report.kept = v8.queryObjects(Scheduler, { format: 'count' });
      }
      send(report);
    }
  }
  await lines.close();
  lines = new Connections(url);
  await server.stop();
}

await main();
