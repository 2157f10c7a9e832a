// `npm start` of an installed tree, without npm: the launcher, its child, the embedded database,
// the rooms, HTTP, until /health/ready says 200. Expected: the launcher checks the lock in 0.1 s,
// Node reads and strips some 400 files in 0.5 s, PostgreSQL starts in 0.2 s, rooms and routes take
// 0.5 s. From nothing: a new database folder (1 s), all migrations, and the demo world with its
// pictures, which are most of it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopEmbedded } from '#kernel/db/embedded.ts';
import type { Bench, Context } from './harness.ts';
import { root } from './harness-postgres.ts';
import { spawnServe } from './harness-spawn.ts';

const starts = 3;

async function timed(ctx: Context, env: Record<string, string>): Promise<number> {
  const server = await spawnServe({ name: 'start', through: 'launcher', env });
  ctx.say(`ready after ${server.ready_s.toFixed(2)} s`);
  await server.stop();
  return server.ready_s;
}

export const bench: Bench = {
  name: 'start',
  question: 'How long from the start command to the first answer?',
  async run(ctx) {
    const home = join(root, '.trueshelf', 'bench', 'home');
    await stopEmbedded(join(home, 'postgres')).catch(() => false);
    rmSync(home, { recursive: true, force: true });
    ctx.defer(async () => {
      await stopEmbedded(join(home, 'postgres')).catch(() => false);
      rmSync(home, { recursive: true, force: true });
    });
    const env = { TRUESHELF_HOME: home, TRUESHELF_LOG_LEVEL: 'warn' };
    ctx.say('from nothing: a new database and the demo world');
    const first = await timed(ctx, env);
    const again: number[] = [];
    for (let n = 0; n < starts; n += 1) again.push(await timed(ctx, env));
    const value = again.sort((a, b) => a - b)[Math.floor(starts / 2)] ?? 0;
    const note = `median of ${starts}: ${again.map((one) => one.toFixed(2)).join(', ')} s`;
    ctx.keep({ name: 'start of a shop that is there', value, unit: 's', bar: 10, goal: 3, note });
    ctx.keep({ name: 'start from nothing', value: first, unit: 's', bar: 180, goal: 60 });
  },
};
