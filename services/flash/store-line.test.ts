// What a batch of joins or claims reads: what it names, however long the line is. Counted, not
// timed: a plan that reads the whole line is right, and ruins a sale.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { openDb, type Db, type Sql } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { claimUnits, joinLine, readTokensOf, takeTokens } from './store-line.ts';

const people = 3_000;
const size = 100;
const saleId = 'sale_long';
const variantId = 'var_long';

let database: { url: string; drop(): Promise<void> };
let db: Db;
before(async () => {
  database = await testDatabase(['flash']);
  db = openDb({ url: database.url, room: 'flash' });
  await db.run(
    `insert into sale (sale_id, name, rules, currency, pre_queue_at, starts_at, ends_at, claim_s,
       token_s, checkout_s, per_person, per_address, ticket_key, seed, seed_hash, created_by)
     values ($1, 'A long line', '', 'USD', now(), now() + interval '1 hour',
       now() + interval '2 hours', 60, 60, 60, 1, 1, '', '', '', 'usr_1')`,
    [saleId],
  );
  await db.run(
    "insert into line (sale_id, state, rate_per_minute, allocation) values ($1, 'RUNNING', 1, $2)",
    [saleId, people],
  );
  await db.run(
    `insert into sale_item (sale_id, variant_id, product_id, seller_id, name, weight_g, quantity,
       price_minor, base_minor) values ($1, $2, 'prod_1', 'slr_1', 'One thing', 1, $3, 1, 1)`,
    [saleId, variantId, people],
  );
});
after(async () => {
  await db.close();
  await database.drop();
});

const batchAt = (from: number) => Array.from({ length: size }, (_, at) => from + at);
const join = (sql: Sql, from: number) =>
  joinLine(
    sql,
    saleId,
    batchAt(from).map((n) => ({ person: `person ${n}`, userId: `usr_${n}` })),
  );
const claim = (sql: Sql, from: number) =>
  claimUnits(
    sql,
    saleId,
    batchAt(from).map((number) => {
      const userId = `usr_${number}`;
      return { tokenId: newId('tok'), number, rank: number, userId, variantId, quantity: 1 };
    }),
  );

/** Rows of a table that a batch read, after all the others were written. */
async function readBy(table: string, work: (tx: Sql) => Promise<unknown>): Promise<number> {
  return db.tx(async (tx) => {
    await work(tx);
    const row = await tx.row<{ read: number }>(
      `select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables
       where schemaname = 'flash' and relname = $1`,
      [table],
    );
    return row?.read ?? 0;
  });
}

test('a batch of joins reads the people that it names', async () => {
  for (let from = 0; from < people - size; from += size) {
    assert.equal((await join(db, from)).size, size);
  }
  const read = await readBy('ticket', async (tx) => {
    const joined = await join(tx, people - size);
    assert.equal(joined.get(`person ${people - 1}`)?.number, people - 1);
  });
  assert.ok(read <= 4 * size, `${read} rows read for ${size} people`);
  const again = await readBy('ticket', async (tx) => {
    assert.equal((await join(tx, 0)).get('person 7')?.number, 7);
  });
  assert.ok(again <= 4 * size, `${again} rows read for ${size} people who are there`);
});

test('a batch of claims reads the tokens that it names', async () => {
  await db.run('update line set released = tickets, drawn = tickets where sale_id = $1', [saleId]);
  for (let from = 0; from < people - size; from += size) {
    const done = await claim(db, from);
    assert.ok(done.every(({ outcome }) => outcome === 'claimed'));
  }
  const read = await readBy('token', (tx) => claim(tx, people - size));
  assert.ok(read <= 4 * size, `${read} rows read for ${size} claims`);
  const again = await readBy('token', async (tx) => {
    assert.ok((await claim(tx, 0)).every(({ outcome }) => outcome === 'known'));
  });
  assert.ok(again <= 4 * size, `${again} rows read for ${size} claims of before`);
});

test('a claim answers with the token as it is written', async () => {
  const [first] = await claim(db, 0);
  assert.deepEqual(first, { outcome: 'known', leftOver: 0 }, 'who claims again is looked up');
  await db.run('delete from token where sale_id = $1', [saleId]);
  await db.run('update sale_item set held = 0 where sale_id = $1', [saleId]);
  await db.run('update line set held = 0, passed = 0 where sale_id = $1', [saleId]);
  const claimed = await claim(db, 0);
  const written = await readTokensOf(
    db,
    saleId,
    claimed.map((one) => one.token?.number ?? -1),
  );
  assert.equal(written.size, size);
  for (const { token } of claimed) {
    assert.ok(token);
    const { now: _then, ...row } = written.get(token.number) ?? {};
    const { now, ...answered } = token;
    assert.deepEqual(answered, row);
    assert.equal(token.expiresAt.getTime() - now.getTime(), 60_000);
  }
});

const tokensOf = async (from: number, count: number) =>
  db.rows<{ tokenId: string; userId: string }>(
    `select token_id as "tokenId", user_id as "userId" from token
     where sale_id = $1 and number >= $2 and number < $3 order by number`,
    [saleId, from, from + count],
  );
const take = async (sql: Sql, tokens: { tokenId: string; userId: string }[], address?: string) => {
  const items = tokens.map((one) => ({ ...one, addressKey: address ?? one.userId }));
  const taken = await takeTokens(sql, items);
  return tokens.map(({ tokenId }) => taken.get(tokenId)?.outcome);
};

test('of two tokens for one address at the same moment one is the last', async () => {
  const [one, two] = await tokensOf(0, 2);
  assert.ok(one && two);
  const { promise: first, resolve: commit } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const mine = db.tx(async (tx) => {
    assert.deepEqual(await take(tx, [one], 'elm street 1'), ['ok']);
    begin();
    await first;
  });
  await begun;
  const theirs = take(db, [two], 'elm street 1');
  const early = await Promise.race([theirs, systemClock.sleep(300).then(() => 'waits')]);
  assert.equal(early, 'waits');
  commit();
  await mine;
  assert.deepEqual(await theirs, ['address']);
  assert.deepEqual(await take(db, [two], 'elm street 2'), ['ok']);
});

test('who begins a checkout does not wait for claims, nor they for them', async () => {
  const tokens = await tokensOf(2, 3);
  await db.tx(async (tx) => {
    await tx.rows('select from line where sale_id = $1 for update', [saleId]);
    assert.deepEqual(await take(db, tokens), ['ok', 'ok', 'ok']);
  });
  await db.tx(async (tx) => {
    assert.deepEqual(await take(tx, tokens), ['ok', 'ok', 'ok']);
    const claimed = await claim(db, size);
    assert.ok(claimed.every(({ outcome }) => outcome === 'claimed'));
  });
});

test('tokens that are taken while they end are one or the other, without a deadlock', async () => {
  const tokens = await tokensOf(5, 90);
  assert.equal(tokens.length, 90);
  const others = [
    openDb({ url: database.url, room: 'flash' }),
    openDb({ url: database.url, room: 'flash' }),
  ] as const;
  const deadlocks = async () => {
    const row = await db.row<{ n: number }>(
      'select deadlocks::int as n from pg_stat_database where datname = current_database()',
    );
    return row?.n ?? 0;
  };
  const asked = { seed: 1 };
  const shuffled = () =>
    tokens
      .map((one) => ({ one, key: (asked.seed = (asked.seed * 48_271) % 2_147_483_647) }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ one }) => one);
  for (let round = 0; round < 30; round += 1) {
    await db.run("update token set state = 'HELD', address_key = null where sale_id = $1", [
      saleId,
    ]);
    await db.run('update line set held = 1000 where sale_id = $1', [saleId]);
    await db.run('update sale_item set held = 1000 where sale_id = $1', [saleId]);
    const ids = shuffled().map((one) => one.tokenId);
    const [taken, again, ended] = await Promise.all([
      take(others[0], shuffled()),
      take(others[1], shuffled()),
      db.row<{ n: number }>("select end_tokens($1, $2::text[], array['HELD'], 'RETURNED') as n", [
        saleId,
        ids,
      ]),
    ]);
    const rows = await db.rows<{ state: string; n: number }>(
      `select state, count(*)::int as n from token where token_id = any($1::text[]) group by 1`,
      [ids],
    );
    const counts = Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    assert.equal(counts['RETURNED'] ?? 0, ended?.n);
    assert.equal((counts['RETURNED'] ?? 0) + (counts['TAKEN'] ?? 0), 90);
    for (const outcomes of [taken, again]) {
      const ok = outcomes.filter((one) => one === 'ok').length;
      assert.equal(ok, counts['TAKEN'] ?? 0);
    }
  }
  await Promise.all(others.map((other) => other.close()));
  assert.equal(await deadlocks(), 0);
});
