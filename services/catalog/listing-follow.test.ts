// A follower sees every change, whatever it overlaps with: writers that commit late, products that
// come and go, and reading everything.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { manualClock, systemClock } from '#kernel/core/clock.ts';
import { prng } from '#kernel/core/prng.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { createProduct, setStatus } from './commands.ts';
import { listingFollower } from './listing-follow.ts';
import { read, record_words, word, type ListingIndex } from './listing-index.ts';
import { category, kit, sellerId } from './test-kit.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await testDatabase(['catalog']);
  db = openDb({ url: database.url, room: 'catalog' });
});
after(async () => {
  await db.close();
  await database.drop();
});

const insert = `insert into catalog.listing (currency, product_id, row_no, variant_id, seller_id,
    category_id, price_minor, base_minor, rating_x100, review_count, variant_count, in_stock, attrs)
  select 'USD', 'prod_' || n, n, 'v', 's', 'c' || n % 3, n, n, 0, 0, 1, true, '{a=b}'
  from generate_series($1::int, $2::int) n`;

/** Prices by row, as the index has them. */
function known(index: ListingIndex): Map<number, number> {
  const found = new Map<number, number>();
  for (const { facts, n } of index.leaves.values()) {
    for (let at = 0; at < n; at += 1) {
      const base = at * record_words;
      found.set(facts[base + word.rowNo] ?? 0, read(facts, base + word.price));
    }
  }
  return found;
}

async function stored(client: pg.Client): Promise<Map<number, number>> {
  const { rows } = await client.query<{ row_no: string; price_minor: string }>(
    'select row_no, price_minor from catalog.listing where unlisted_at is null',
  );
  return new Map(rows.map((row) => [Number(row.row_no), Number(row.price_minor)]));
}

/**
 * Asks until the answer fits, at most 20 s: an open transaction anywhere on the server, of another
 * test say, holds back what followers may read.
 */
async function until(ask: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = systemClock.monotonic() + 20_000;
  while (!(await ask())) {
    assert.ok(systemClock.monotonic() < deadline, `it never came true: ${what}`);
    await systemClock.sleep(20);
  }
}

const sorted = (map: Map<number, number>) => [...map].sort(([a], [b]) => a - b);

test('writers at work while everything is read and followed: nothing is missed', async () => {
  const clients = Array.from({ length: 4 }, () => new pg.Client(database.url));
  for (const client of clients) await client.connect();
  const [first] = clients;
  assert.ok(first);
  await first.query(insert, [1, 12_000]);
  const follower = listingFollower(db, systemClock);
  let stop = false;
  const writers = clients.map(async (client, who) => {
    const chance = prng(`follow-${who}`);
    for (let round = 0; round < 60; round += 1) {
      await client.query('begin');
      const rows = Array.from({ length: 20 }, () => chance.int(0, 2_999) * 4 + who + 1);
      await client.query(
        `update catalog.listing set price_minor = price_minor + 1,
           change_xid = pg_current_xact_id(),
           unlisted_at = case when row_no % 7 = $2 then now() end
         where row_no = any($1::bigint[])`,
        [rows, chance.int(0, 6)],
      );
      // Commits in another order than the transactions began.
      await systemClock.sleep(chance.int(0, 8));
      await client.query('commit');
    }
  });
  const reader = (async () => {
    while (!stop) {
      await follower.index('USD');
      await follower.follow();
    }
  })();
  await Promise.all(writers);
  stop = true;
  await reader;
  const expected = JSON.stringify(sorted(await stored(first)));
  await until(async () => {
    await follower.follow();
    return JSON.stringify(sorted(known(await follower.index('USD')))) === expected;
  }, 'all that was committed');
  const index = await follower.index('USD');
  assert.equal(index.size, known(index).size);
  for (const client of clients) await client.end();
});

test('after a long absence everything is read anew, since tombstones may be gone', async () => {
  const clock = manualClock(0);
  const follower = listingFollower(db, clock);
  const before = (await follower.index('USD')).size;
  await db.run("delete from listing where product_id = 'prod_5000'");
  await follower.follow();
  const there = (await follower.index('USD')).find(5_000) !== null;
  await clock.advance(31 * 60_000);
  const index = await follower.index('USD');
  assert.equal(index.find(5_000), null);
  assert.equal(index.size, before - Number(there));
});

test('a product that goes and comes back is seen by others at each turn', async (t) => {
  const k = await kit();
  t.after(() => k.close());
  const follower = listingFollower(k.db, systemClock);
  const { categoryId } = await category(k, 'Turns');
  const made = await createProduct(k.shop, {
    sellerId,
    name: 'Turner',
    description: '',
    categoryId,
    currency: 'USD',
    variants: [{ sku: 'T', price_minor: 5 }],
  });
  assert.ok(!isRefusal(made));
  const { productId } = made as { productId: string };
  const shows = (wanted: number, what: string) =>
    until(async () => {
      await follower.follow();
      return (await follower.index('USD')).size === wanted;
    }, what);
  await shows(1, 'new');
  for (const [version, status, wanted] of [
    [1, 'ARCHIVED', 0],
    [2, 'ACTIVE', 1],
    [3, 'DRAFT', 0],
  ] as const) {
    const writer = { sellerIds: null, version };
    assert.ok(!isRefusal(await setStatus(k.shop, productId, { writer, status })));
    await shows(wanted, status);
  }
});
