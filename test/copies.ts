// Stock and its copy in numbers, damage to copies, and a runner without the server around it.
import assert from 'node:assert/strict';
import { systemClock } from '#kernel/core/clock.ts';
import type { Db } from '#kernel/db/db.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import type { App } from './app.ts';
import type { Owner } from './damage.ts';
import { forgetOrphans, noteOrphans } from '#services/catalog/store-orphan.ts';
import type { OutsideSource } from '#services/sync/outside-read.ts';
import { syncRunner, usualTimes, type Needs } from '#services/sync/runner.ts';
import { listDifferences, type DifferenceRow } from '#services/sync/store-difference.ts';
import { readRun, type RunRow } from '#services/sync/store-run.ts';

export const quick = { ...usualTimes, confirm_ms: 1, gather_ms: 10_000 };
const never = new AbortController().signal;

export function needsOf(app: App, db: Db): Needs {
  const log = createLogger({ level: 'silent' });
  return { db, clock: systemClock, log, client: app.host.client };
}

/** A runner in this process; nothing runs before it is asked. */
export function runnerOf(
  app: App,
  db: Db,
  { outside = null, ...more }: Partial<Needs> & { outside?: OutsideSource | null } = {},
) {
  return syncRunner({ ...needsOf(app, db), ...more }, 60_000, { times: quick, outside });
}

export type Runner = ReturnType<typeof runnerOf>;

export function askFor(
  runner: Runner,
  job: string,
  more: { dry?: boolean; accept?: boolean } = {},
) {
  const { dry = false, accept = false } = more;
  return runner.ask({ job, dry, acceptShrink: accept, askedBy: 'test' });
}

/** Runs one comparison to its end; the run and what it found. */
export async function runJob(
  db: Db,
  runner: Runner,
  of: { job: string; dry?: boolean; accept?: boolean },
): Promise<{ run: RunRow; found: DifferenceRow[] }> {
  const { runId } = await askFor(runner, of.job, of);
  const ending = await runner.work(never);
  const run = await readRun(db, runId);
  assert.ok(run !== undefined, ending);
  const found = await listDifferences(db, runId, { after: '', limit: 1_000 });
  return { run, found };
}

/** Variants of no product, with the same stock at the source and in the copy. */
export async function makeStock(
  owner: Owner,
  of: { warehouseId: string; rows: number; tag: string },
): Promise<void> {
  const values = [of.rows, of.tag, of.warehouseId];
  await owner.run(
    `insert into inventory.stock (variant_id, warehouse_id, product_id, seller_id, on_hand, version)
     select $2 || lpad(n::text, 8, '0'), $3, 'prd_none', 'slr_none', n % 90, 1 + n % 3
     from generate_series(1, $1) n`,
    values,
  );
  await owner.run(
    `insert into catalog.variant_stock (variant_id, warehouse_id, available, version)
     select $2 || lpad(n::text, 8, '0'), $3, n % 90, 1 + n % 3 from generate_series(1, $1) n`,
    values,
  );
}

/** Keys at which the catalogue's copy of the stock is not what inventory has: a full comparison. */
export async function stockDifferences(owner: Owner): Promise<string[]> {
  const rows = await owner.rows<{ key: string }>(
    `select coalesce(s.variant_id, c.variant_id) as key
     from (select * from inventory.stock where version > 0) s
     full join catalog.variant_stock c using (variant_id, warehouse_id)
     where s.version is distinct from c.version
       or least(s.on_hand - s.reserved, 51) is distinct from least(c.available, 51)
     order by 1`,
  );
  return rows.map((row) => row.key);
}

/**
 * The same for prices of variants that the catalogue has. A late event may leave the price of one
 * that was deleted: see `orphanPrices`.
 */
export async function priceDifferences(owner: Owner): Promise<string[]> {
  const rows = await owner.rows<{ key: string }>(
    `select coalesce(s.variant_id, c.variant_id) as key
     from (select p.* from pricing.price p join catalog.variant v using (variant_id)) s
     full join (
       select p.* from catalog.variant_price p join catalog.variant v using (variant_id)
     ) c using (variant_id, currency)
     where (s.version, s.base_minor, s.sale_minor)
       is distinct from (c.version, c.base_minor, c.sale_minor)
     order by 1`,
  );
  return rows.map((row) => row.key);
}

/** Prices of variants that the catalogue has not: of late events, until it forgets them. */
export async function orphanPrices(owner: Owner): Promise<string[]> {
  const rows = await owner.rows<{ key: string }>(
    `select p.variant_id as key from catalog.variant_price p
     where not exists (select from catalog.variant v where v.variant_id = p.variant_id)`,
  );
  return rows.map((row) => row.key);
}

/** The catalogue's walk over all prices, an hour after it saw which have no variant. */
export async function forgetOrphansLater(owner: Owner, catalog: Db): Promise<void> {
  await owner.run("update catalog.orphan_walk set after = ''");
  while (await noteOrphans(catalog, 1_000));
  await owner.run("update catalog.orphan_price set noted_at = noted_at - interval '61 minutes'");
  while ((await catalog.tx(forgetOrphans)) > 0);
}

/** What happened is told to nobody any more. */
export async function emptyOutboxes(owner: Owner): Promise<void> {
  for (const room of ['inventory', 'pricing', 'sellers', 'reviews', 'catalog', 'identity']) {
    await owner.run('delete from ' + room + '.outbox');
  }
}

const ALL_COPIES = `
select 'sellers ' || coalesce(s.seller_id, c.seller_id) as key
from sellers.seller s full join (select * from catalog.seller_copy where version > 0) c
  using (seller_id)
where (s.version, s.name, s.slug, s.status) is distinct from (c.version, c.name, c.slug, c.status)
union all
select 'ratings ' || product_id
from (select * from reviews.product_rating where version > 0) r
full join (select product_id, rating_version as version from catalog.product
  where rating_version > 0) c using (product_id)
where r.version is distinct from c.version
union all
select 'documents ' || product_id
from (select p.product_id, p.version, p.name, p.slug from catalog.product p
  where p.status = 'ACTIVE' and p.seller_approved) p
full join (select * from search.document where live) d using (product_id)
where (p.version, p.name, p.slug) is distinct from (d.version, d.name, d.slug)
union all
select 'carts ' || c.variant_id
from cart.variant_copy c left join catalog.variant v using (variant_id)
left join catalog.product p on p.product_id = v.product_id
where c.version > 0 and case when v.variant_id is null then c.active
  else (c.version, c.seller_id, c.sku) is distinct from (p.version, v.seller_id, v.sku) end`;

/** Where any copy is not what its source is: full comparisons of whole tables. */
export async function copyDifferences(owner: Owner): Promise<string[]> {
  const rest = await owner.rows<{ key: string }>(ALL_COPIES);
  const [stock, prices] = [await stockDifferences(owner), await priceDifferences(owner)];
  return [
    ...stock.map((key) => `stock ${key}`),
    ...prices.map((key) => `prices ${key}`),
    ...rest.map((row) => row.key),
  ];
}

/** Changes one row of each copy and leaves its version; job → first part of the key. */
export async function brokenCopies(owner: Owner): Promise<Map<string, string>> {
  const broken = new Map<string, string>();
  const change = async (job: string, text: string) => {
    const [row] = await owner.rows<{ key: string }>(text);
    assert.ok(row !== undefined, job);
    broken.set(job, row.key);
  };
  await change(
    'prices',
    `update catalog.variant_price set base_minor = 1, sale_minor = null where variant_id =
     (select variant_id from catalog.variant_price limit 1) returning variant_id as key`,
  );
  await change(
    'sellers',
    `update catalog.seller_copy set name = 'Somebody else' where seller_id =
     (select seller_id from catalog.seller_copy where version > 0 limit 1)
     returning seller_id as key`,
  );
  await change(
    'documents',
    `update search.document set name = 'Something else' where product_id =
     (select product_id from search.document where live limit 1) returning product_id as key`,
  );
  await change(
    'cart-products',
    `update cart.variant_copy set name = 'Something else' where variant_id =
     (select variant_id from cart.variant_copy where active limit 1) returning variant_id as key`,
  );
  return broken;
}
