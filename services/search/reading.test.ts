// While the index is being read, answers come from PostgreSQL and say that they are limited.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { manualClock } from '#kernel/core/clock.ts';
import { type Sql } from '#kernel/db/db.ts';
import { searchBooks } from './book.ts';
import type { EngineQuery } from './engine.ts';
import { Labels } from './labels.ts';
import { lexicon } from './lexicon.ts';
import { typed } from './model.ts';
import type { Asked } from './query-input.ts';
import { openReading } from './test-reading.ts';

const { db, engine, lists, like, productIds, waits, finish, close } = await openReading();
after(close);

const longest = () => Math.max(...waits);

function query(text: string | null, filter: Partial<EngineQuery['filter']> = {}): EngineQuery {
  return {
    typed: text === null ? null : typed(text),
    path: null,
    facets: true,
    filter: {
      currency: 'USD',
      categoryIds: null,
      brands: null,
      sellerIds: null,
      min_minor: null,
      max_minor: null,
      rating_x100: null,
      inStock: null,
      attributes: [],
      ...filter,
    },
    sort: 'popular',
    after: null,
    offset: 0,
    limit: 10,
    exact: false,
  };
}

const asked: { what: string; of: EngineQuery; total: number }[] = [
  { what: 'words', of: query('kettles'), total: 2 },
  { what: 'words and a brand', of: query('kettle', { brands: ['Bolt'] }), total: 1 },
  { what: 'a shelf', of: query(null, { categoryIds: ['cat_kettles'] }), total: 2 },
  { what: 'words on a shelf', of: query('red', { categoryIds: ['cat_chairs'] }), total: 1 },
  { what: 'everything', of: query(null), total: 3 },
];

function asking(text: string | null): Asked {
  const of = { ...query(text), locale: '', page: 0, size: 20, seen: 0 };
  return { query: of, labels: new Labels('1', [], []) };
}

test('who asks first waits a second for the index, those behind them not at all', async () => {
  const started_ms = performance.now();
  const first = await lists.list(asking(null));
  const took_ms = performance.now() - started_ms;
  assert.ok(took_ms >= 900, `the first list took ${took_ms} ms`);
  assert.ok(Math.floor(longest()) <= 1_000, `it waits for one second in all: ${waits.join()}`);
  const body = JSON.parse(first.text) as { limited: boolean; products: unknown[] };
  assert.deepEqual([body.limited, body.products.length], [true, 3]);
  waits.length = 0;
  const second = await lists.list(asking('kettle'));
  await lists.suggest(typed('ket') ?? never(), {
    currency: 'USD',
    locale: '',
    labels: new Labels('1', [], []),
  });
  const [productId = ''] = productIds;
  const alike = await like.alike({ productId, currency: 'USD', limit: 5 });
  const best = await like.best({ near: [], currency: 'USD', limit: 5 });
  assert.ok(waits.length > 3 && longest() <= 300, `nobody waits again: ${waits.join()}`);
  assert.equal(second.total, 2);
  assert.deepEqual([alike.productIds, best.productIds.length], [[], 3]);
});

test('what is asked while reading is answered by what the tables give, as limited', async () => {
  for (const { what, of, total } of asked) {
    const reply = await engine.find(of);
    assert.deepEqual([reply.total, reply.limited, reply.exact], [total, true, false], what);
  }
  const { brands } = (await engine.find(query('red'))).facets;
  assert.deepEqual(Object.fromEntries(brands), { Acme: 1, Bolt: 1 });
  assert.equal((await engine.suggest(typed('ket') ?? never(), 'USD')).rows.length, 2);
  assert.equal(await engine.stamp(), 'reading');
});

test('once it is read the answers are whole and kept ones are made anew', async () => {
  await finish();
  for (const { what, of, total } of asked) {
    const reply = await engine.find(of);
    assert.deepEqual([reply.total, reply.limited, reply.exact], [total, false, true], what);
  }
  assert.notEqual(await engine.stamp(), 'reading');
  const again = await lists.list(asking('red'));
  assert.equal((JSON.parse(again.text) as { limited: boolean }).limited, false);
});

test('who searches while others do never waits for a look at words and rules', async () => {
  const clock = manualClock(1_700_000_000_000);
  let looks = 0;
  const looked = Promise.withResolvers<void>();
  const slow: Sql = {
    rows: (text, values) => db.rows(text, values),
    row: async (text, values) => {
      looks += 1;
      if (looks > 2) await looked.promise;
      return db.row(text, values);
    },
    run: (text, values) => db.run(text, values),
  };
  const none = async () => new Labels('1', [], []);
  const needs = { clock, lexicon: lexicon(db), labels: { get: none, again: none } };
  const books = searchBooks({ db: slow, ...needs });
  const first = await books.get();
  assert.equal(looks, 2, 'the first one is waited for');
  await clock.advance(4_000);
  // It is not resolved before this test has its answer: who waited for it would wait for ever.
  const second = await books.get();
  assert.equal(second, first);
  assert.equal(looks, 4, 'a look is on its way');
  looked.resolve();
});

function never(): never {
  throw new Error('a word is a query');
}
