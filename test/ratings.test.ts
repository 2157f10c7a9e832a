// The copies of ratings, under the worst of deliveries: shuffled, repeated, in any batches, some
// at the same time. What stands there at the end is the last version of each product.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { prng } from '#kernel/core/prng.ts';
import { newId } from '#kernel/core/id.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { reactions as catalogReactions } from '#services/catalog/reactions.ts';
import { lockProducts, saveProducts } from '#services/catalog/store-product.ts';
import { ratingOfSeller, ratingReactions } from '#services/sellers/ratings.ts';
import { rating_x100, type Rating } from '#services/reviews/contract.ts';

let database: TestDatabase;
const dbs: Db[] = [];

before(async () => {
  database = await testDatabase();
});
after(async () => {
  await Promise.all(dbs.map((db) => db.close()));
  await database.drop();
});

function open(room: string): Db {
  const db = openDb({ url: database.url, room });
  dbs.push(db);
  return db;
}

function eventOf(payload: Rating): EventEnvelope {
  return {
    eventType: 'RATING_CHANGED',
    eventId: newId('evt'),
    sagaId: null,
    timestamp: '2026-01-01T00:00:00Z',
    aggregate: { type: 'product_rating', id: payload.productId, version: payload.version },
    payload,
    metadata: {
      correlationId: 'corr_1',
      causationId: null,
      source: 'reviews',
      version: '1.0',
      lamport: 1,
    },
  };
}

/** Every version of the ratings of some products of two sellers, and the last of each. */
function history(seed: number) {
  const chance = prng(seed);
  const events: EventEnvelope[] = [];
  const last: Rating[] = [];
  for (let n = 0; n < 8; n += 1) {
    const stars = [0, 0, 0, 0, 0];
    let version = 0;
    let rating: Rating | undefined;
    for (const end = chance.int(3, 12); version < end;) {
      version += 1;
      const at = chance.int(0, 4);
      stars[at] = Math.max(0, (stars[at] ?? 0) + (chance.next() < 0.3 ? -1 : 1));
      rating = {
        productId: `prod_${n}`,
        sellerId: `slr_${n % 2}`,
        count: stars.reduce((sum, one) => sum + one, 0),
        sum: stars.reduce((sum, one, star) => sum + one * (star + 1), 0),
        stars: [...stars],
        version,
      };
      events.push(eventOf(rating));
    }
    if (rating !== undefined) last.push(rating);
  }
  return { events, last, chance };
}

/** All of it, some of it twice, in no order, cut into batches. */
function delivered({ events, chance }: ReturnType<typeof history>): EventEnvelope[][] {
  const twice = events.filter(() => chance.next() < 0.4);
  const all = chance.shuffle([...events, ...twice]);
  const batches: EventEnvelope[][] = [];
  for (let from = 0; from < all.length;) {
    const size = chance.int(1, 7);
    batches.push(all.slice(from, from + size));
    from += size;
  }
  return batches;
}

for (const seed of [1, 2, 3]) {
  test(`the catalogue ends with the last version of each rating (seed ${seed})`, async () => {
    const db = open('catalog');
    await db.run('delete from product');
    await db.run(
      `insert into category (category_id, slug, name, path, depth)
       select 'cat_1', 'things', 'Things', 'things', 1 where not exists (select from category)`,
    );
    await db.run(
      `insert into product (product_id, seller_id, slug, name, description, category_id, currency,
         status, seller_approved, rating_x100, review_count)
       select 'prod_' || n, 'slr_' || n % 2, 's' || n, 'P', '', 'cat_1', 'USD', 'ACTIVE', true,
         420, 99 from generate_series(0, 8) n`,
    );
    const world = history(seed);
    const handler = catalogReactions({ touched: () => undefined })['catalog.ratings'];
    assert.ok(handler);
    // Two at a time: redelivery and the relay may both be at work.
    const batches = delivered(world);
    for (let at = 0; at < batches.length; at += 2) {
      const pair = batches.slice(at, at + 2);
      await Promise.all(pair.map((batch) => db.tx((tx) => handler(tx, batch))));
    }
    const rows = await db.rows(
      `select product_id as "productId", rating_x100, review_count as count,
         rating_version as version from product order by product_id`,
    );
    const wanted = world.last.map(({ productId, count, sum, version }) => {
      return { productId, rating_x100: rating_x100({ count, sum }), count, version };
    });
    const imported = { productId: 'prod_8', rating_x100: 420, count: 99, version: 0 };
    assert.deepEqual(rows, [...wanted, imported]);
  });

  test(`sellers end with the sum over their products (seed ${seed})`, async () => {
    const db = open('sellers');
    await db.run('delete from product_rating');
    await db.run('delete from seller_rating');
    const world = history(seed);
    const handler = ratingReactions['sellers.ratings'];
    assert.ok(handler);
    const batches = delivered(world);
    for (let at = 0; at < batches.length; at += 2) {
      const pair = batches.slice(at, at + 2);
      await Promise.all(pair.map((batch) => db.tx((tx) => handler(tx, batch))));
    }
    for (const sellerId of ['slr_0', 'slr_1']) {
      const mine = world.last.filter((one) => one.sellerId === sellerId);
      const count = mine.reduce((total, one) => total + one.count, 0);
      const sum = mine.reduce((total, one) => total + one.sum, 0);
      const wanted = { rating: rating_x100({ count, sum }) / 100, reviewCount: count };
      assert.deepEqual(await ratingOfSeller(db, sellerId), wanted);
    }
  });
}

test('an import or an edit writes its own numbers only where no review has spoken', async () => {
  const db = open('catalog');
  const ids = ['prod_0', 'prod_8'];
  await db.tx(async (tx) => {
    const stored = await lockProducts(tx, ids);
    const edited = stored.map((one) => {
      return { ...one, version: one.version + 1, rating_x100: 111, reviewCount: 7 };
    });
    await saveProducts(tx, edited);
  });
  const rows = await db.rows<{ product_id: string; review_count: number; rating: number }>(
    `select product_id, rating_x100 as rating, review_count from product
     where product_id = any($1::text[]) order by product_id`,
    [ids],
  );
  assert.deepEqual(
    rows.map((one) => one.rating === 111 && one.review_count === 7),
    [false, true],
  );
});
