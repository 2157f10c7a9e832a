/**
 * SQL of the large demo catalogue. It is written past the rooms, straight into their tables, since
 * no room takes 20,000 products a second through its commands; what it writes is what the rooms
 * themselves would have written, and `trueshelf check` agrees. Nobody is sold anything from it
 * before it is committed, and running servers find it as they find any other product.
 */
import type pg from 'pg';
import { documentWords, plainWords } from '#services/search/contract.ts';
import { copyIn, copyText as text } from './copy-in.ts';
import type { Grown, Maker } from './grow-model.ts';

/** What the products of a world have in common, by position in the maker's lists. */
export interface GrownWorld {
  maker: Maker;
  brandIds: readonly string[];
  sellerIds: readonly string[];
  warehouseIds: readonly string[];
  /** By aisle. */
  categories: readonly { categoryId: string; name: string }[];
  /** Addresses of pictures by aisle; a product without one has no picture. */
  pictures: readonly (readonly string[])[];
  /** Plain words that were asked for, with what the search finds them by. */
  lexemes: Map<string, string>;
}

const columns = {
  'catalog.product':
    'product_id, seller_id, slug, name, description, brand_id, category_id, attributes, images,' +
    ' currency, status, seller_approved, external_ref, rating_x100, review_count',
  'catalog.variant': 'variant_id, product_id, seller_id, sku, name, attributes, weight_g, position',
  'catalog.variant_price': 'variant_id, currency, base_minor, sale_minor, version',
  'catalog.variant_stock': 'variant_id, warehouse_id, available, version',
  'catalog.product_words': 'product_id, row_no, words',
  'catalog.listing':
    'product_id, currency, row_no, variant_id, seller_id, category_id, brand_id, price_minor,' +
    ' base_minor, rating_x100, review_count, variant_count, in_stock, attrs, product_version, sold',
  'search.document':
    'product_id, row_no, version, live, seller_id, category_id, slug, name, brand, image_url,' +
    ' attrs, skus, words, terms',
  'search.fact': 'row_no, product_id, live, text_no, in_stock, offers, rating_x100, review_count',
  'pricing.price': 'variant_id, currency, base_minor, sale_minor',
  'inventory.stock': 'variant_id, warehouse_id, product_id, seller_id, on_hand, version',
  'inventory.stock_ledger': 'variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref',
} as const;
type Table = keyof typeof columns;
const tables = Object.keys(columns) as Table[];

/** Indexes that are made anew afterwards when so much is loaded; nothing waits for them. */
const slow: Readonly<Record<string, string>> = {
  'catalog.product_words_words':
    'create index product_words_words on catalog.product_words using gin (words)',
  'catalog.product_brand': 'create index product_brand on catalog.product (brand_id)',
  'catalog.product_category': 'create index product_category on catalog.product (category_id)',
  'catalog.product_seller':
    'create index product_seller on catalog.product (seller_id, product_id)',
  'catalog.variant_sku_lower':
    'create index variant_sku_lower on catalog.variant (lower(sku)) where not removed',
  'search.document_words': 'create index document_words on search.document using gin (words)',
  'search.document_skus':
    'create index document_skus on search.document using gin (skus) where live',
  'search.document_category':
    'create index document_category on search.document (category_id, row_no)',
  'inventory.stock_by_seller':
    'create index stock_by_seller on inventory.stock (seller_id, variant_id, warehouse_id)',
};

function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** Words as the catalogue cuts them: lower case, no accents, nothing but letters and digits. */
function wordsOf(given: string): string[] {
  const plain = given
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return plain.split(/[\s!-/:-@[-`{-~]+/).filter((word) => word !== '');
}

const wordLists = new Map<string, readonly string[]>();

function knownWords(given: string): readonly string[] {
  const known = wordLists.get(given);
  if (known !== undefined) return known;
  const made = wordsOf(given);
  wordLists.set(given, made);
  return made;
}

const searchLists = new Map<string, readonly string[]>();

/** Words as the search cuts them. */
function searchWords(given: string): readonly string[] {
  const known = searchLists.get(given);
  if (known !== undefined) return known;
  const made = plainWords(given);
  searchLists.set(given, made);
  return made;
}

/** The text of a tsvector: name A, brand B, category C, attribute values D. */
function vectorOf(parts: readonly (readonly string[])[]): string {
  const found = new Map<string, string>();
  let position = 0;
  parts.forEach((words, part) => {
    for (const word of words) {
      position += 1;
      const at = `${position}${'ABCD'.charAt(part)}`;
      const known = found.get(word);
      found.set(word, known === undefined ? at : `${known},${at}`);
    }
  });
  return [...found].map(([word, at]) => `'${word.replaceAll("'", "''")}':${at}`).join(' ');
}

interface Sheets {
  /** A row, in as many parts as read well. */
  put(table: Table, ...parts: readonly (string | number | boolean | null)[][]): void;
}

function putVariants(sheets: Sheets, world: GrownWorld, product: Grown): void {
  const { productId } = product;
  const sellerId = world.sellerIds[product.seller] ?? '';
  product.variants.forEach((one, position) => {
    const { variantId, sku, name, weight_g, base_minor, sale_minor, onHand } = one;
    const attributes = JSON.stringify(one.attributes);
    const warehouseId = world.warehouseIds[one.warehouse] ?? '';
    sheets.put('catalog.variant', [
      variantId,
      productId,
      sellerId,
      sku,
      name,
      attributes,
      weight_g,
      position,
    ]);
    sheets.put('catalog.variant_price', [variantId, 'USD', base_minor, sale_minor, 1]);
    sheets.put('pricing.price', [variantId, 'USD', base_minor, sale_minor]);
    if (onHand === 0) return;
    sheets.put('catalog.variant_stock', [variantId, warehouseId, onHand, 0]);
    sheets.put('inventory.stock', [variantId, warehouseId, productId, sellerId, onHand, 0]);
    const ref = `grow:${variantId}`;
    sheets.put('inventory.stock_ledger', [variantId, warehouseId, onHand, 0, 'demo', ref]);
  });
}

function putProduct(
  sheets: Sheets,
  world: GrownWorld,
  { product, rowNo, documentNo }: { product: Grown; rowNo: number; documentNo: number },
): void {
  const { productId, n, name, rating_x100, reviewCount, sold } = product;
  const category = world.categories[product.aisle] ?? { categoryId: '', name: '' };
  const sellerId = world.sellerIds[product.seller] ?? '';
  const brandId = world.brandIds[product.brand] ?? '';
  const pictures = world.pictures[product.aisle] ?? [];
  const url = pictures[n % Math.max(1, pictures.length)];
  const images =
    url === undefined
      ? []
      : [{ imageId: `img_${productId.slice(5)}`, url, alt: name, variantId: null }];
  sheets.put(
    'catalog.product',
    [productId, sellerId, product.slug, name, product.description, brandId],
    [category.categoryId, JSON.stringify(product.attributes), JSON.stringify(images)],
    ['USD', 'ACTIVE', true, `grow-${n}`, rating_x100, reviewCount],
  );
  const sets = [product.attributes, ...product.variants.map((one) => one.attributes)];
  const attrs = new Set(sets.flatMap((set) => Object.entries(set).map((pair) => pair.join('='))));
  const values = new Set(sets.flatMap((set) => Object.values(set)));
  const named = name.split(' ').flatMap(knownWords);
  const brand = world.maker.brands[product.brand] ?? '';
  const valued = [...values].flatMap(knownWords);
  const words = vectorOf([named, knownWords(brand), knownWords(category.name), valued]);
  sheets.put('catalog.product_words', [productId, rowNo, words]);
  const price = (one: Grown['variants'][number]) => one.sale_minor ?? one.base_minor;
  const cheapest = product.variants.reduce((a, b) => (price(b) < price(a) ? b : a));
  const inStock = product.variants.some((one) => one.onHand > 0);
  sheets.put(
    'catalog.listing',
    [productId, 'USD', rowNo, cheapest.variantId, sellerId, category.categoryId, brandId],
    [price(cheapest), cheapest.base_minor, rating_x100, reviewCount, product.variants.length],
    [inStock, arrayText([...attrs].sort()), 1, sold],
  );
  putVariants(sheets, world, product);
  const sorted = [...attrs].sort();
  const parts = [
    name.split(' ').flatMap(searchWords),
    searchWords(brand),
    sorted.flatMap((pair) => searchWords(pair.slice(pair.indexOf('=') + 1))),
    product.description.split(' ').flatMap(searchWords),
  ] as const;
  const found = documentWords(parts, (word) => world.lexemes.get(word) ?? word);
  const skus = arrayText(product.variants.map((one) => one.sku.toLowerCase()));
  sheets.put(
    'search.document',
    [productId, documentNo, 1, true, sellerId, category.categoryId, product.slug, name, brand],
    [url ?? null, sorted.join('\u001f'), skus, found.words, found.terms],
  );
  const offer = [cheapest.variantId, product.variants.length, price(cheapest), cheapest.base_minor];
  sheets.put(
    'search.fact',
    [documentNo, productId, true, 1, inStock, JSON.stringify({ USD: offer })],
    [rating_x100, reviewCount],
  );
}

/** Every plain word of products, and those of names, brands and attributes. */
export function wordsOfProducts(world: GrownWorld, products: readonly Grown[]) {
  const [all, shown] = [new Set<string>(), new Set<string>()];
  for (const { name, brand, attributes, variants, description } of products) {
    const values = [attributes, ...variants.map((one) => one.attributes)].flatMap((one) => {
      return Object.values(one);
    });
    for (const given of [...name.split(' '), world.maker.brands[brand] ?? '', ...values]) {
      for (const word of searchWords(given)) shown.add(word);
    }
    for (const given of description.split(' '))
      for (const word of searchWords(given)) all.add(word);
  }
  for (const word of shown) all.add(word);
  return { all, shown };
}

/** Products of one part as rows of every table. About 60 µs a product. */
export function sheetsOf(
  world: GrownWorld,
  part: { products: readonly Grown[]; rowNo: number; documentNo: number },
) {
  const rows = new Map<Table, string[]>(tables.map((table) => [table, []]));
  const sheets: Sheets = {
    put: (table, ...parts) => rows.get(table)?.push(parts.flat().map(text).join('\t')),
  };
  part.products.forEach((product, at) => {
    const [rowNo, documentNo] = [part.rowNo + at, part.documentNo + at];
    putProduct(sheets, world, { product, rowNo, documentNo });
  });
  return rows;
}

/** Has the search learn words it was never asked for. */
export async function learnWords(
  client: pg.Client,
  lexemes: Map<string, string>,
  words: { all: ReadonlySet<string>; shown: ReadonlySet<string> },
): Promise<void> {
  const fresh = [...words.all].filter((word) => !lexemes.has(word));
  if (fresh.length === 0) return;
  const { rows } = await client.query<{ word: string; lexeme: string }>(
    `with found as (
       select word, coalesce((tsvector_to_array(to_tsvector('pg_catalog.english', word)))[1], '')
         as lexeme, word = any($2::text[]) as shown
       from unnest($1::text[]) as w(word)
     ), kept as (
       insert into search.word (word, lexeme, shown) select * from found where shown order by word
       on conflict do nothing)
     select word, lexeme from found`,
    [fresh, fresh.filter((word) => words.shown.has(word))],
  );
  for (const { word, lexeme } of rows) lexemes.set(word, lexeme);
}

/** Writes a part in one transaction: all of it is there afterwards, or nothing. */
export async function writePart(client: pg.Client, rows: Map<Table, string[]>): Promise<void> {
  await client.query('begin');
  try {
    for (const [table, lines] of rows) {
      if (lines.length === 0) continue;
      const statement = 'copy ' + table + ' (' + columns[table] + ') from stdin';
      await copyIn(client, statement, `${lines.join('\n')}\n`);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/**
 * Spares what this load does not need: keys are right by construction, and a part that is lost in
 * a crash of the machine is made again. A server of others may not allow the first.
 */
export async function hurry(client: pg.Client): Promise<void> {
  await client.query('set session_replication_role = replica').catch(() => undefined);
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

/** Numbers for so many rows, used by nobody else; gives the first. */
async function takeNumbers(client: pg.Client, table: Table, count: number): Promise<number> {
  const { rows } = await client.query<{ last: string }>(
    `select setval(pg_get_serial_sequence($1, 'row_no'),
       nextval(pg_get_serial_sequence($1, 'row_no')) + $2::bigint - 1) as last`,
    [table, count],
  );
  return Number(rows[0]?.last ?? 0) - count + 1;
}

/** Numbers for so many products in lists and in the search. */
export async function takeRowNumbers(client: pg.Client, count: number) {
  const rowNo = await takeNumbers(client, 'catalog.product_words', count);
  return { rowNo, documentNo: await takeNumbers(client, 'search.document', count) };
}

/** Which of these products are there. */
export async function existing(client: pg.Client, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ product_id: string }>(
    'select product_id from catalog.product where product_id = any($1::text[])',
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

/** Fresh statistics, and the map of what is visible, which index-only scans need. */
export async function settle(client: pg.Client): Promise<void> {
  for (const table of tables) await client.query('vacuum (analyze) ' + table);
}
