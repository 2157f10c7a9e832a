// What stands beside a reduced price, and that nothing else changes with it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { readLowest, upsertPrices } from './store.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await testDatabase(['pricing']);
  db = openDb({ url: database.url, room: 'pricing' });
});
after(async () => {
  await db.close();
  await database.drop();
});

const meta = '{}';

async function price(variantId: string, base_minor: number, sale_minor: number | null = null) {
  await upsertPrices(db, [{ variantId, currency: 'USD', base_minor, sale_minor }], { meta });
}

async function lowest(variantId: string): Promise<number | undefined> {
  const [row] = await readLowest(db, [variantId, 'var_none'], 'USD');
  return row?.lowest30_minor;
}

/** Lets days pass. */
async function days(variantId: string, count: number): Promise<void> {
  await db.run(
    `update price_past set ended_on = ended_on - $2::int,
       ended_at = ended_at - $2::int * interval '1 day' where variant_id = $1`,
    [variantId, count],
  );
}

test('a first price has no past, and the same price again is no change', async () => {
  await price('var_a', 1000, 800);
  await price('var_a', 1000, 800);
  assert.equal(await lowest('var_a'), undefined);
  await price('var_a', 1200, 800);
  assert.equal(await lowest('var_a'), undefined, 'what it costs did not change');
});

test('the lowest of the 30 days before the present price began', async () => {
  await price('var_b', 1000);
  await price('var_b', 700);
  await days('var_b', 20);
  await price('var_b', 900);
  await price('var_b', 900, 850);
  assert.equal(await lowest('var_b'), 700);
  await days('var_b', 100);
  assert.equal(await lowest('var_b'), 700, 'counted from the beginning of the present price');
  await price('var_b', 900, 600);
  assert.equal(await lowest('var_b'), 850, 'older prices count no more');
  const kept = await db.row<{ n: number }>(
    "select count(*)::int as n from price_past where variant_id = 'var_b'",
  );
  assert.equal(kept?.n, 1);
});

test('a change of a change within a day keeps the lowest', async () => {
  for (const cost of [500, 300, 400, 350]) await price('var_c', cost);
  assert.equal(await lowest('var_c'), 300);
});
