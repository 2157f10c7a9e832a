/**
 * SQL of the large demo catalogue. It is written past the rooms, straight into their tables, since
 * no room takes 20,000 products a second through its commands; what it writes is what the rooms
 * themselves would have written, and `trueshelf check` agrees. Nobody is sold anything from it
 * before it is committed, and running servers find it as they find any other product.
 */
import type pg from 'pg';
import { copyIn } from './copy-in.ts';
import { columns, tables, type Load, type Sums, type Table } from './grow-rows.ts';

const published = " where kind = 'review' and state = 'PUBLISHED'";

/**
 * Indexes that are made anew afterwards when so much is loaded; nothing waits for them. Those that
 * keep keys apart stay: a shop may be running.
 */
const slow: Readonly<Record<string, string>> = {
  'catalog.product_brand': 'create index product_brand on catalog.product (brand_id)',
  'catalog.product_category': 'create index product_category on catalog.product (category_id)',
  'catalog.product_seller':
    'create index product_seller on catalog.product (seller_id, product_id)',
  'catalog.variant_product':
    'create index variant_product on catalog.variant (product_id, position)',
  'search.document_words': 'create index document_words on search.document using gin (words)',
  'search.document_skus':
    'create index document_skus on search.document using gin (skus) where live',
  'search.document_category':
    'create index document_category on search.document (category_id, row_no)',
  'inventory.stock_by_seller':
    'create index stock_by_seller on inventory.stock (seller_id, variant_id, warehouse_id)',
  'reviews.purchase_user':
    'create index purchase_user on reviews.purchase (user_id, order_id, line_no)',
  'reviews.purchase_product':
    'create index purchase_product on reviews.purchase (product_id, user_id)',
  'reviews.post_newest':
    'create index post_newest on reviews.post (product_id, post_id)' + published,
  'reviews.post_helpful':
    'create index post_helpful on reviews.post (product_id, helpful, post_id)' + published,
  'reviews.post_highest':
    'create index post_highest on reviews.post (product_id, stars, post_id)' + published,
  'reviews.post_lowest':
    'create index post_lowest on reviews.post (product_id, (-stars), post_id)' + published,
  'reviews.post_user':
    'create index post_user on reviews.post (user_id, post_id) where user_id is not null',
  'reviews.post_seller':
    "create index post_seller on reviews.post (seller_id, post_id) where state = 'PUBLISHED'",
  'reviews.post_text': 'create index post_text on reviews.post (text_hash)',
};

/** The lexemes of plain words; those of `shown` become words that the search completes to. */
export async function learnWords(
  client: pg.Client,
  words: readonly string[],
  shown: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ word: string; lexeme: string }>(
    `with found as (
       select word, coalesce((tsvector_to_array(to_tsvector('pg_catalog.english', word)))[1], '')
         as lexeme
       from unnest($1::text[]) as w(word)
     ), kept as (
       insert into search.word (word, lexeme, shown)
       select word, lexeme, true from found where word = any($2::text[]) order by word
       on conflict do nothing)
     select word, lexeme from found`,
    [words, shown],
  );
  return new Map(rows.map((row) => [row.word, row.lexeme]));
}

const addTotalsText = `
insert into sellers.seller_rating as s (seller_id, count, sum)
select * from unnest($1::text[], $2::int[], $3::int[]) as t(seller_id, count, sum)
order by seller_id
on conflict (seller_id) do update set count = s.count + excluded.count,
  sum = s.sum + excluded.sum`;

export async function addTotals(client: pg.Client, sums: Sums): Promise<void> {
  const totals = [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await client.query(addTotalsText, [
    totals.map(([sellerId]) => sellerId),
    totals.map(([, one]) => one.count),
    totals.map(([, one]) => one.sum),
  ]);
}

/** Writes a part in one transaction: all of it is there afterwards, or nothing. */
export async function writePart(
  client: pg.Client,
  part: { loads: readonly Load[]; sums: Sums; into: readonly Table[] },
): Promise<void> {
  await client.query('begin');
  try {
    for (const { table, sheet } of part.loads) {
      if (!part.into.includes(table)) continue;
      const statement = 'copy ' + table + ' (' + columns[table] + ') from stdin (format binary)';
      await copyIn(client, statement, sheet.bytes);
    }
    if (part.into.includes('sellers.product_rating')) await addTotals(client, part.sums);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/**
 * Spares what this load does not need: keys are right by construction, a part that is lost in a
 * crash of the machine is made again, and squeezing the pages of new indexes for the log was half
 * of making them. A server of others may not allow the first and the last.
 */
export async function hurry(client: pg.Client): Promise<void> {
  await client.query('set session_replication_role = replica').catch(() => undefined);
  await client.query('set wal_compression = off').catch(() => undefined);
  await client.query('set synchronous_commit = off');
}

/** Waits until the catalogue has heard of all sellers, and gone over their goods. */
export async function sellersAreKnown(
  client: pg.Client,
  sellerIds: readonly string[],
): Promise<boolean> {
  const { rows } = await client.query<{ known: boolean }>(
    `select (select count(*) from catalog.seller_copy where seller_id = any($1::text[])) = $2
       and not exists (select 1 from catalog.sweep where key = any($1::text[])) as known`,
    [sellerIds, sellerIds.length],
  );
  return rows[0]?.known === true;
}

/** Numbers for so many documents of the search, used by nobody else; gives the first. */
export async function takeDocumentNumbers(client: pg.Client, count: number): Promise<number> {
  const { rows } = await client.query<{ last: string }>(
    `select setval(pg_get_serial_sequence('search.document', 'row_no'),
       nextval(pg_get_serial_sequence('search.document', 'row_no')) + $1::bigint - 1) as last`,
    [count],
  );
  return Number(rows[0]?.last ?? 0) - count + 1;
}

/** Which of these products are there. */
export async function existing(client: pg.Client, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ product_id: string }>(
    'select product_id from catalog.product where product_id = any($1::text[])',
    [ids],
  );
  return new Set(rows.map((row) => row.product_id));
}

/** Which of these products the search has. */
export async function searchable(client: pg.Client, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ product_id: string }>(
    'select product_id from search.fact where product_id = any($1::text[])',
    [ids],
  );
  return new Set(rows.map((row) => row.product_id));
}

/** Makes brands that are not there; ids in the order of the names. */
export async function ensureBrands(
  client: pg.Client,
  brands: readonly { brandId: string; name: string; slug: string }[],
): Promise<string[]> {
  const names = brands.map((one) => one.name);
  await client.query(
    `insert into catalog.brand (brand_id, name, slug)
     select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing`,
    [brands.map((one) => one.brandId), names, brands.map((one) => one.slug)],
  );
  const { rows } = await client.query<{ brand_id: string; name: string }>(
    'select brand_id, lower(name) as name from catalog.brand where lower(name) = any($1::text[])',
    [names.map((name) => name.toLowerCase())],
  );
  const ids = new Map(rows.map((row) => [row.name, row.brand_id]));
  return names.map((name) => ids.get(name.toLowerCase()) ?? '');
}

/** Pictures that products of the same shelf have, by the path of the shelf. */
export async function shelfPictures(client: pg.Client): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ path: string; urls: string[] }>(
    `select c.path, array_agg(distinct p.images->0->>'url') as urls
     from catalog.product p join catalog.category c using (category_id)
     where p.external_ref is null and p.images->0->>'url' is not null group by c.path`,
  );
  return new Map(rows.map((row) => [row.path, row.urls]));
}

/** Drops what is made anew afterwards. */
export async function dropSlowIndexes(client: pg.Client): Promise<void> {
  for (const name of Object.keys(slow)) await client.query('drop index if exists ' + name);
}

/** Makes the indexes that are missing, also those that an interrupted run left out. */
export async function makeSlowIndexes(clients: readonly pg.Client[]): Promise<void> {
  const waiting = Object.entries(slow);
  await Promise.all(
    clients.map(async (client) => {
      await client.query("set maintenance_work_mem = '256MB'");
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { rows } = await client.query('select to_regclass($1) as there', [next[0]]);
        if (rows[0]?.['there'] === null) await client.query(next[1]);
      }
    }),
  );
}

/** Whether the server tidies these tables by itself; while they are filled it would do so again. */
export async function tidied(client: pg.Client, by: 'server' | 'nobody'): Promise<void> {
  const what = by === 'server' ? ' reset (autovacuum_enabled)' : ' set (autovacuum_enabled = off)';
  for (const table of tables) await client.query('alter table ' + table + what);
}

/**
 * Fresh statistics, and the map of what is visible, which index-only scans need. Nothing is dead
 * in what was only added to, so indexes are left alone.
 */
export async function settle(clients: readonly pg.Client[]): Promise<void> {
  const waiting = [...tables];
  await Promise.all(
    clients.map(async (client) => {
      for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
        await client.query('vacuum (analyze, index_cleanup off, truncate off) ' + table);
      }
    }),
  );
}
