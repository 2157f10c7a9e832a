// What is remembered of variants never makes another price: whatever changed meanwhile, prices are
// those that come of reading everything; and what no rule asks for is not looked up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { prng, type Prng } from '#kernel/core/prng.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { compileBook, type Book } from './model-book.ts';
import { lineOf, type Standing } from './model-standing.ts';
import { unitPrice } from './model-unit.ts';
import { madeOf } from './queries.ts';
import { keepStandings, readWhole } from './standings.ts';
import { countDemand, keepCompetitors, sumDemand } from './store-demand.ts';
import * as store from './store-standing.ts';
import { upsertPrices } from './store.ts';
import { anyRule, aRule } from './test-kit.ts';

const count = 60;
const world = { products: count, brands: 4, categories: 3, sellers: 3 };
const currencies = ['USD', 'JPY'];

let database: TestDatabase;
let db: Db;
/** Keys of which everything was read. */
let whole = 0;
let ahead_ms = 0;
const now = () => Date.now() + ahead_ms;
const clock = { ...systemClock, now, date: () => new Date(now()) };
const hour_ms = 3_600_000;

before(async () => {
  database = await testDatabase(['pricing']);
  db = openDb({ url: database.url, room: 'pricing' });
});
after(async () => {
  await db?.close();
  await database?.drop();
});

const keys = (variants = count): store.Key[] =>
  Array.from({ length: variants }, (_, at) => {
    return currencies.map((currency) => ({ variantId: `var_${at + 1}`, currency }));
  }).flat();

function factsOf(random: Prng, no: number, version: number): store.FactRow {
  return {
    variantId: `var_${no}`,
    productId: `prod_${no}`,
    sellerId: `slr_${random.int(1, world.sellers)}`,
    brand: random.next() < 0.9 ? `brand_${random.int(1, world.brands)}` : null,
    categoryId: `cat_${random.int(1, world.categories)}`,
    version,
  };
}

/** A shop of which the catalogue has no more to tell, read by the room's own statements. */
function needs(book: () => Book) {
  const counted = new Proxy(db, {
    get(target, name) {
      if (name !== 'rows') return Reflect.get(target, name) as unknown;
      return (text: string, values: unknown[]) => {
        if (text.includes('as competitor')) whole += (values[0] as string[]).length;
        return target.rows(text, values);
      };
    },
  });
  const catalog = { variants: () => assert.fail('all is known') };
  const inForce = { book, hasEntries: () => false };
  return { ctx: { db: counted, clock }, catalog, inForce } as unknown as Parameters<
    typeof keepStandings
  >[0];
}

async function open(random: Prng): Promise<void> {
  ahead_ms = 0;
  await db.run(`with a as (delete from price), b as (delete from price_fact),
    c as (delete from price_past), d as (delete from competitor_price),
    e as (delete from demand_hour), f as (delete from product_demand) delete from demand_cursor`);
  await store.keepFacts(
    db,
    Array.from({ length: count }, (_, at) => factsOf(random, at + 1, 1)),
  );
  await db.run(`insert into demand_cursor (order_id, ready) values ('ord_1', true)`);
  const prices = keys().map((key) => ({ ...key, base_minor: random.int(1, 9_000) }));
  const meta = '{}';
  await upsertPrices(
    db,
    prices.map((one) => ({ ...one, sale_minor: null })),
    { meta },
  );
}

/** One thing that may move a price, as the room's own tasks and events write it. */
async function change(random: Prng, turn: number): Promise<void> {
  const no = random.int(1, count);
  const variantId = `var_${no}`;
  const currency = random.pick(currencies);
  const changes: (() => Promise<unknown>)[] = [
    () => db.tx((tx) => store.renewFacts(tx, [factsOf(random, no, turn + 2)])),
    () => store.noteStock(db, [{ variantId, available: random.int(0, 60) }]),
    async () => {
      await db.run(
        `insert into demand_hour (product_id, hour, units) values ($1, now(), $2)
         on conflict (product_id, hour) do update set units = excluded.units`,
        [`prod_${no}`, random.int(1, 60)],
      );
      await sumDemand(db, new Date(Date.now() - 86_400_000));
    },
    async () => {
      await db.run('delete from demand_hour');
      await sumDemand(db, new Date(Date.now() - 86_400_000));
    },
    async () => {
      const row = await db.row<{ orderId: string; ready: boolean }>(
        'select order_id as "orderId", ready from demand_cursor',
      );
      const { orderId = '', ready = false } = row ?? {};
      const none = { hour: new Date(), products: [], isReady: !ready };
      await countDemand(db, { after: orderId, last: `${orderId}1`, ...none });
    },
    () => {
      const price = { variantId, currency, source: 'them', price_minor: random.int(0, 9_000) };
      return keepCompetitors(db, [price], clock.date());
    },
    () => {
      ahead_ms += random.int(1, 30) * hour_ms;
      return Promise.resolve();
    },
    () => {
      const price = { variantId, currency, base_minor: random.int(1, 9_000), sale_minor: null };
      return store.setQuietly(db, [price], { at: clock.date() });
    },
    async () => {
      const { version } = (await db.row<{ version: number }>(
        'select version from price where variant_id = $1 and currency = $2',
        [variantId, currency],
      )) ?? { version: 0 };
      const told = { variantId, currency, base: random.int(1, 9_000), sale: null, version };
      await store.tellPrices(db, [told], { at: clock.date(), meta: '{}' });
    },
    () => {
      const price = { variantId, currency, base_minor: random.int(1, 9_000), sale_minor: null };
      return upsertPrices(db, [price], { meta: '{}' });
    },
  ];
  await random.pick(changes)();
}

const priced = (book: Book, row: Standing | undefined, at_ms: number) => {
  if (row === undefined) return undefined;
  const setting = { at_ms, segments: ['member'], place: { country: 'US', state: 'NY' } };
  const line = lineOf(row, at_ms);
  return unitPrice(book, { line, currency: row.currency, setting, broken: [] });
};

/** What anybody is shown: made of a standing that may have been made something of before. */
const shown = (book: Book, row: Standing | undefined, at_ms: number) => {
  if (row === undefined) return undefined;
  const deps = { inForce: { book: () => book }, breaks: { note: () => undefined } };
  const asked = { variantIds: [], currency: row.currency, at_ms };
  return madeOf(deps as unknown as Parameters<typeof madeOf>[0], row, asked).unit;
};

test('whatever changes, prices are those of reading everything', async () => {
  let moved = 0;
  for (let seed = 1; seed <= 6; seed += 1) {
    const random = prng(`standings ${seed}`);
    await open(random);
    let book = compileBook({ rules: [], promotions: [] });
    const deps = needs(() => book);
    const standings = keepStandings(deps);
    for (let turn = 0; turn < 60; turn += 1) {
      if (turn % 12 === 0) {
        const rules = Array.from({ length: 12 * (seed % 3) }, (_, no) => {
          return anyRule(random, { world, no: turn * 100 + no });
        });
        book = compileBook({ rules, promotions: [] });
      }
      await change(random, turn);
      const asked = keys().filter(() => random.next() < 0.7);
      const found = await standings.read(asked, [book]);
      const all = await readWhole(deps, asked, [book]);
      const byKey = new Map(all.map((row) => [`${row.variantId} ${row.currency}`, row]));
      const at_ms = Date.UTC(2026, 10, 20, 12);
      const shown_ms = at_ms + random.int(-360, 360) * 60_000 + random.int(0, 59_999);
      for (const [at, { variantId, currency }] of asked.entries()) {
        const right = priced(book, byKey.get(`${variantId} ${currency}`), at_ms);
        assert.deepEqual(priced(book, found[at], at_ms), right, `seed ${seed}, turn ${turn}`);
        if (right && right.steps.length > 0) moved += 1;
        const row = byKey.get(`${variantId} ${currency}`);
        const fresh = row && { ...row, shown: undefined };
        assert.deepEqual(
          shown(book, found[at], shown_ms),
          shown(book, fresh, shown_ms),
          `seed ${seed}, turn ${turn}, as anybody is shown it`,
        );
      }
    }
  }
  assert.ok(moved > 1_000, `prices that rules moved: ${moved}`);
});

test('of many changes at once none is missed, in two processes', async () => {
  const random = prng('at once');
  await open(random);
  const rules = Array.from({ length: 40 }, (_, no) => anyRule(random, { world, no }));
  const book = compileBook({ rules, promotions: [] });
  const processes = [needs(() => book), needs(() => book)].map((deps) => {
    return { deps, standings: keepStandings(deps) };
  });
  const at_ms = Date.UTC(2026, 10, 20, 12);
  for (let round = 0; round < 4; round += 1) {
    let writing = 12;
    const write = async (writer: number) => {
      const own = prng(`at once ${round} ${writer}`);
      const turns = Array.from({ length: 8 }, (_, turn) => round * 100 + turn * 12 + writer);
      for (const turn of turns) {
        // Two facts of one transaction, and its commit a while after.
        const two = [own.int(1, count), own.int(1, count)];
        await db.tx(async (tx) => {
          const facts = [...new Set(two)].sort().map((no) => factsOf(own, no, turn + 2));
          await store.renewFacts(tx, facts);
          await tx.run('select pg_sleep($1)', [own.next() * 0.01]);
        });
        const variantId = `var_${own.int(1, count)}`;
        await store.noteStock(db, [{ variantId, available: own.int(0, 60) }]);
      }
      writing -= 1;
    };
    const read = async ({ standings }: (typeof processes)[number]) => {
      while (writing > 0) await standings.read(keys(), [book]);
    };
    await Promise.all([
      ...Array.from({ length: writing }, (_, writer) => write(writer)),
      ...processes.map(read),
    ]);
    for (const { deps, standings } of processes) {
      const found = await standings.read(keys(), [book]);
      const all = await readWhole(deps, keys(), [book]);
      const byKey = new Map(all.map((row) => [`${row.variantId} ${row.currency}`, row]));
      for (const [at, { variantId, currency }] of keys().entries()) {
        const right = byKey.get(`${variantId} ${currency}`);
        const told = `${variantId} ${currency}, round ${round}`;
        assert.deepEqual(priced(book, found[at], at_ms), priced(book, right, at_ms), told);
        assert.equal(found[at]?.stock, right?.stock, told);
        assert.deepEqual(found[at]?.facts, right?.facts, told);
      }
    }
  }
});

test('after more changes than are learned at once all is read again', async () => {
  const random = prng('too many');
  await open(random);
  const rules = Array.from({ length: 40 }, (_, no) => anyRule(random, { world, no }));
  const book = compileBook({ rules, promotions: [] });
  const standings = keepStandings(needs(() => book));
  await standings.read(keys(), [book]);
  whole = 0;
  await standings.read(keys(), [book]);
  assert.equal(whole, 0, 'all was remembered');
  // A plan made for one row, as the tests before left it, does not do for so many.
  await change(prng('one row'), 1);
  const many = { from: count + 1, to: count + 20_000 };
  await db.run(
    `insert into price_fact (variant_id, product_id, seller_id, category_id, version)
     select 'var_' || no, 'prod_1', 'slr_1', 'cat_1', 1 from generate_series($1::int, $2::int) no`,
    [many.from, many.to],
  );
  await db.run('update price_fact set version = version + 1 where product_id = $1', ['prod_1']);
  const found = await standings.read(keys(), [book]);
  assert.ok(whole >= keys().length, `${whole} were read`);
  const at_ms = Date.UTC(2026, 10, 20, 12);
  for (const [at, row] of (
    await readWhole(
      needs(() => book),
      keys(),
      [book],
    )
  ).entries()) {
    const same = found.find(
      (one) => one?.variantId === row.variantId && one.currency === row.currency,
    );
    assert.deepEqual(priced(book, same, at_ms), priced(book, row, at_ms), `key ${at}`);
  }
});

test('what no rule for a variant asks for is not looked up', async () => {
  await open(prng('looked up'));
  const effect = { kind: 'match', under_minor: 1, currency: 'USD' } as const;
  const scope = { productIds: ['prod_1'], brands: [], categoryIds: [], sellerIds: [] };
  const rules = [
    aRule({ ruleId: 'rul_1', effect, scope }),
    aRule({ ruleId: 'rul_2', effect, demand: { min: 5, max: null } }),
    aRule({ ruleId: 'rul_3', effect, stock: { min: null, max: 5 }, dailyChange_bp: 100 }),
    aRule({ ruleId: 'rul_4', effect: { kind: 'percent', share_bp: -1_000 } }),
  ];
  const book = compileBook({ rules, promotions: [] });
  const standings = keepStandings(needs(() => book));
  const read = async () => {
    whole = 0;
    await standings.read(keys(), [book]);
    return whole;
  };
  const compare = (price_minor: number) => {
    const price = { variantId: 'var_1', currency: 'USD', source: 'them', price_minor };
    return keepCompetitors(db, [price], clock.date());
  };
  assert.equal(await read(), keys().length, 'the first time everything is read');
  assert.equal(await read(), 0);
  await store.noteStock(db, [{ variantId: 'var_2', available: 5 }]);
  assert.equal(await read(), 2, 'there is little of one, in two currencies');
  await db.run(`insert into demand_hour (product_id, hour, units) values ('prod_3', now(), 5)`);
  await sumDemand(db, new Date(Date.now() - 24 * hour_ms));
  assert.equal(await read(), 2, 'one sells');
  await sumDemand(db, new Date(Date.now() - 24 * hour_ms));
  assert.equal(await read(), 0, 'the same sums are no change');
  await compare(500);
  assert.equal(await read(), 6, 'all three that are compared');
  assert.equal(await read(), 0);
  ahead_ms = 8 * 24 * hour_ms;
  assert.equal(await read(), 1, 'what a competitor asked is too old');
  const dear = { variantId: 'var_1', currency: 'USD', base_minor: 9_999, sale_minor: null };
  await upsertPrices(db, [dear], { meta: '{}' });
  assert.equal(await read(), 1, 'it cost something else');
  await db.tx((tx) => store.renewFacts(tx, [factsOf(prng('other'), 5, 2)]));
  assert.equal(await read(), 2, 'one is something else now');
  assert.equal(await read(), 0);
  await db.run('delete from rule_input');
  assert.equal(await read(), keys().length, 'without numbers nothing is known');
  assert.equal(await read(), keys().length);
  await db.run('insert into rule_input default values');
  await read();
  assert.equal(await read(), 0);
  assert.equal(standings.factsOf('var_1', 60_000)?.productId, 'prod_1');
  assert.equal(standings.factsOf('var_1', -1), undefined);
});

test('what was read for other rules is not enough for those that ask for more', async () => {
  await open(prng('more'));
  await upsertPrices(
    db,
    keys(2).map((key) => ({ ...key, base_minor: 1_000, sale_minor: null })),
    { meta: '{}' },
  );
  await upsertPrices(
    db,
    keys(2).map((key) => ({ ...key, base_minor: 2_000, sale_minor: null })),
    { meta: '{}' },
  );
  const asked = { variantId: 'var_1', currency: 'USD', source: 'them', price_minor: 1_500 };
  await keepCompetitors(db, [asked], clock.date());
  await db.run(`insert into demand_hour (product_id, hour, units) values ('prod_2', now(), 5)`);
  await sumDemand(db, new Date(Date.now() - 24 * hour_ms));
  const match = aRule({ effect: { kind: 'match', under_minor: 1, currency: 'USD' } });
  const more = aRule({ ruleId: 'rul_2', effect: { kind: 'percent', share_bp: 5_000 } });
  const books = [
    [match],
    [match, { ...more, dailyChange_bp: 1_000 }],
    [{ ...more, demand: { min: 5, max: null } }],
  ].map((rules) => compileBook({ rules, promotions: [] }));
  let book = books[0] ?? compileBook({ rules: [], promotions: [] });
  const deps = needs(() => book);
  const standings = keepStandings(deps);
  const prices = [];
  for (book of books) {
    const found = await standings.read(keys(2), [book]);
    const [one, , two] = found.map((row) => priced(book, row, now())?.unit_minor);
    prices.push([one, two]);
  }
  assert.deepEqual(prices, [
    [1_499, 2_000],
    [1_100, 1_100],
    [2_000, 3_000],
  ]);
});
