// A copy of a million rows beside its source. Expected: each end reads 10,000 rows a statement and
// hashes them, some 10 ms, so 100 pages take 2 to 4 s when nothing differs; 1,000 scattered
// differences list 1,000 parts of 100 rows at both ends (1 to 2 ms each), rest two seconds before
// the second look, and are written 200 at a time. `--products` is the number of rows.
import { systemClock } from '#kernel/core/clock.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import type { AnyCallHandlers, CallSet } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { syncHandlers } from '#kernel/sync/handlers.ts';
import { catalogEnds } from '#services/catalog/reactions.ts';
import { inventoryEnds } from '#services/inventory/store-sync.ts';
import { syncRunner } from '#services/sync/runner.ts';
import { readRun, type RunRow } from '#services/sync/store-run.ts';
import type { Bench, Context } from './harness.ts';

const rows_usual = 1_000_000;
const differences = 1_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const SOURCE = `
insert into stock (variant_id, warehouse_id, product_id, seller_id, on_hand, version)
select 'var_' || lpad(n::text, 8, '0'), 'wh_bench', 'prod_none', 'slr_none', n % 90, 1 + n % 3
from generate_series($1::int, $2::int) n`;
const WAREHOUSE = `
insert into warehouse (warehouse_id, name, latitude, longitude, country)
values ('wh_bench', 'Bench', 0, 0, 'US')`;
const COPY = `
insert into variant_stock (variant_id, warehouse_id, available, version)
select 'var_' || lpad(n::text, 8, '0'), 'wh_bench', n % 90, 1 + n % 3
from generate_series($1::int, $2::int) n`;
const BREAK = `
update variant_stock set available = (available + 1) % 50
where variant_id in (select 'var_' || lpad((i * $1::int)::text, 8, '0')
  from generate_series(1, $2::int) i)`;

interface World {
  catalog: Db;
  sync: Db;
  client: RoomContext['client'];
}

async function world(ctx: Context, rows: number): Promise<World> {
  const { url } = await ctx.database();
  const [inventory, catalog, sync] = ['inventory', 'catalog', 'sync'].map((room) => {
    const db = openDb({ url, room });
    ctx.defer(() => db.close());
    return db;
  });
  if (!inventory || !catalog || !sync) throw new Error('three rooms');
  ctx.say(`writing ${rows} rows and their copy`);
  await inventory.run(WAREHOUSE);
  for (let from = 1; from <= rows; from += 50_000) {
    const to = Math.min(rows, from + 49_999);
    await inventory.run(SOURCE, [from, to]);
    await catalog.run(COPY, [from, to]);
  }
  const touched = () => undefined;
  const ends = catalogEnds({ touched, variants: () => Promise.resolve([]) });
  const handlers: Record<string, AnyCallHandlers> = {
    inventory: syncHandlers(inventory, inventoryEnds),
    catalog: syncHandlers(catalog, ends),
  };
  const client = ((set: CallSet) => handlers[set.room]) as unknown as RoomContext['client'];
  return { catalog, sync, client };
}

/** One run to its end, and how long it took. */
async function once({ sync, client }: World): Promise<{ run: RunRow; took_ms: number }> {
  const log = silent as unknown as RoomContext['log'];
  const runner = syncRunner({ db: sync, clock: systemClock, log, client }, 1_800_000);
  const wish = { job: 'stock', dry: false, acceptShrink: false, askedBy: 'bench' };
  const { runId } = await runner.ask(wish);
  const started_ms = performance.now();
  await runner.work(new AbortController().signal);
  const took_ms = performance.now() - started_ms;
  const run = await readRun(sync, runId);
  if (run?.state !== 'done') throw new Error(`the run is ${run?.state}: ${run?.note}`);
  return { run, took_ms };
}

export const bench: Bench = {
  name: 'sync',
  question: 'How long to see that a copy is in step with its source, and to mend it?',
  async run(ctx) {
    const rows = ctx.options.products ?? rows_usual;
    const made = await world(ctx, rows);
    const memory_mb = () => ctx.memory();
    ctx.say('nothing differs');
    const still = await once(made);
    if (still.run.compared !== rows) ctx.broken.push(`only ${still.run.compared} rows compared`);
    ctx.keep({
      name: `${rows} rows in step`,
      value: still.took_ms,
      unit: 'ms',
      bar: 10_000,
      memory_mb: memory_mb(),
    });
    await made.catalog.run(BREAK, [Math.floor(rows / differences), differences]);
    ctx.say(`${differences} differences, scattered`);
    const broken = await once(made);
    const { differs, repaired } = broken.run;
    if (differs !== differences || repaired !== differences) {
      ctx.broken.push(`${differs} found and ${repaired} repaired of ${differences}`);
    }
    ctx.keep({
      name: `${differences} differences repaired`,
      value: broken.took_ms,
      unit: 'ms',
      bar: 15_000,
      memory_mb: memory_mb(),
    });
  },
};
