// A million people in one line, and nobody let in: what it costs that they stand there. Expected:
// next to nothing, because the server keeps no list of them. Twice a second it takes one step with
// a handful of statements over rows that are found by key, and answers one document from memory,
// which a cache in front asks for once a second. The order of all of them is worked out here as
// well, as somebody would who checks the draw: some ten hashes a person.
import { tokens } from '#kernel/auth/token.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import type { Bench } from './harness.ts';
import { ranker } from './harness-line.ts';
import { pause } from './harness-load.ts';
import { WirePool } from './harness-pool.ts';
import { cpuSample, cpuSplit } from './harness-proc.ts';
import { Sale } from './harness-sale.ts';
import { secrets } from './harness-server.ts';
import * as shop from './harness-shop.ts';

const people_per_insert = 50_000;

export const bench: Bench = {
  name: 'line',
  question: 'What does it cost that a million people stand in line?',
  seconds: 20,
  async run(ctx) {
    const people = ctx.options.buyers ?? 1_000_000;
    const database = await ctx.database();
    const server = await ctx.server(database);
    const { wares } = await shop.stockShop(server, { products: 1, units: 1, warehouses: 1 });
    const signer = tokens({ key: secrets.tokenKey, issuer: secrets.issuer, clock: systemClock });
    const userId = shop.numberedId('usr', 1);
    const subject = { type: 'access', userId, sessionId: newId('ses'), roles: ['super'] } as const;
    const pool = new WirePool(server.port, { connections: 2, patience_ms: 60_000 });
    ctx.defer(() => pool.close());
    const clocks = { claimSeconds: 3_600, tokenSeconds: 3_600, checkoutSeconds: 3_600 };
    const plan = { variantId: wares[0]?.variantId ?? '', units: 1, ratePerMinute: 1, ...clocks };
    const sale = new Sale({ pool, adminToken: signer.issue(subject, 3_600).token, plan });
    await sale.open();
    const empty = ctx.memory(server.pid);
    ctx.say(`${people} people join`);
    for (let from = 0; from < people; from += people_per_insert) {
      const to = Math.min(people, from + people_per_insert) - 1;
      await database.query(
        `insert into flash.ticket (sale_id, number, person, user_id)
         select $1, n, 'usr_' || lpad(to_hex(n), 32, '0'), 'usr_' || lpad(to_hex(n), 32, '0')
         from generate_series($2::int, $3::int) n`,
        [sale.saleId, from, to],
      );
    }
    await database.query('update flash.line set tickets = $2 where sale_id = $1', [
      sale.saleId,
      people,
    ]);
    await database.query('vacuum (analyze) flash.ticket, flash.line');
    await sale.start();
    while (sale.rankOf === undefined) await pause(100);
    ctx.say(`they wait for ${ctx.options.seconds} s`);
    const watched = { server: server.pid, postgres: ctx.postgres.pid };
    const from = cpuSample(watched);
    await pause(ctx.options.seconds * 1_000);
    const cpu = cpuSplit(from, cpuSample(watched));
    const memory = ctx.memory(server.pid);
    const latency = sale.laps.of('watermark');
    await sale.close();
    const grown_mb = Math.max(0, (memory.server ?? 0) - (empty.server ?? 0));
    const note = 'the whole process, with its upkeep of other rooms; the watermark twice a second';
    const core = { name: 'core of the server', value: cpu.server * 100, unit: '%' } as const;
    ctx.keep({ ...core, bar: 5, better: 'lower', cpu, note, ...(latency ? { latency } : {}) });
    ctx.keep({ name: 'memory for the line', value: grown_mb, unit: 'MB', bar: 300, goal: 10 });
    await order(ctx, sale, people);
    await sale.act('end');
    await ctx.invariants({ url: database.url });
  },
};

/** Everybody has a rank, and nobody has that of another. */
async function order(ctx: Parameters<Bench['run']>[0], sale: Sale, people: number): Promise<void> {
  const seed = sale.mark?.draw?.seed ?? '';
  const rankOf = ranker({ saleId: sale.saleId, seed, people });
  const taken = new Uint8Array(people);
  const since_ms = performance.now();
  for (let number = 0; number < people; number += 1) taken[rankOf(number)] = 1;
  const took_s = (performance.now() - since_ms) / 1_000;
  const ranks = taken.reduce((sum, one) => sum + one, 0);
  ctx.keep({ name: 'ranks worked out', value: people / took_s, unit: '/s' });
  if (ranks !== people) ctx.broken.push(`${people} people have ${ranks} ranks`);
}
