import assert from 'node:assert/strict';
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, test } from 'node:test';
import { systemClock } from '#kernel/core/clock.ts';
import { Failure } from '#kernel/core/error.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { importFiles } from './import-cli.ts';
import { importBytes, importIdOf, type ImportWish } from './import-desk.ts';
import { mapRow, parseMapping, valueAt, type Mapping } from './import-map.ts';
import { importCategories, importWarehouses } from './import-places.ts';
import { readRows, type ImportFormat, type RawRow } from './import-read.ts';
import type { ImportReport } from './import-run.ts';
import { errorPage, importById } from './store-import.ts';
import { kit, pieces, sellerId, type Kit } from './test-kit.ts';

let k: Kit;
before(async () => {
  k = await kit();
});
after(() => k.close());

async function read(text: string, format: ImportFormat, size = 7): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const row of readRows(pieces(text, size), format)) rows.push(row);
  return rows;
}

function mapped(text: string): Mapping {
  const mapping = parseMapping(text);
  assert.ok(!isRefusal(mapping), JSON.stringify(mapping));
  return mapping as Mapping;
}

async function run(text: string, more: Partial<ImportWish> & { map?: string; id?: string } = {}) {
  const { map = '', id, ...rest } = more;
  const wish: ImportWish = {
    sellerId,
    format: 'csv',
    mapping: mapped(map),
    currency: 'USD',
    createCategories: true,
    dryRun: false,
    ...rest,
  };
  const importId = id ?? importIdOf({ source: text, wish });
  const tools = { shop: k.shop, clock: systemClock };
  const report = await importBytes(tools, pieces(text, 1000), { ...wish, importId, source: 't' });
  assert.ok(!isRefusal(report), JSON.stringify(report));
  return report as ImportReport;
}

const brief = ({ created, updated, unchanged, failed, rowDone }: ImportReport) => ({
  created,
  updated,
  unchanged,
  failed,
  rowDone,
});

test('JSON is cut into its elements wherever the pieces end', async () => {
  const list = [{ a: 'x,]}"\\', b: [1, { c: '[{' }] }, { a: 'ü€😀' }, {}, { n: null }];
  const shapes = [
    JSON.stringify(list),
    JSON.stringify(list, null, 2),
    JSON.stringify({ total: 4, products: list, more: [1] }),
    '\ufeff ' + JSON.stringify(list),
  ];
  for (const text of shapes) {
    for (const size of [1, 3, 1000]) {
      const rows = await read(text, 'json', size);
      assert.deepEqual(
        rows.map((row) => row.value),
        list,
        `${text} by ${size}`,
      );
      assert.deepEqual(
        rows.map((row) => row.row),
        [1, 2, 3, 4],
      );
    }
  }
  const lines = (await read('[\n {"a":1},\n\n {"a":\n2}, {"a":3}\n]', 'json')).map((r) => r.line);
  assert.deepEqual(lines, [2, 4, 5]);
});

test('what is not JSON is a problem, and the rest is read', async () => {
  const [one, two, three] = await read('[{"a":1}, oops, {"a":2}]', 'json');
  assert.deepEqual(one?.value, { a: 1 });
  assert.equal(two?.problem?.expected, 'a JSON object');
  assert.deepEqual(three?.value, { a: 2 });
  assert.ok((await read('[{"a":1},{"b"', 'json')).at(-1)?.problem);
  assert.ok((await read('', 'json')).at(-1)?.problem);
  assert.equal((await read('[]', 'json')).length, 0);
  const lines = await read('{"a":1}\n\nnope\n[1]\n{"a":2}', 'ndjson');
  assert.deepEqual(
    lines.map((row) => [row.row, row.line, row.problem === undefined]),
    [
      [1, 1, true],
      [2, 3, false],
      [3, 4, false],
      [4, 5, true],
    ],
  );
});

test('CSV keeps its rows and lines, with quotes, line breaks and wrong column counts', async () => {
  const text = '\ufeffsku,name\r\na,"x, ""y""\nz"\r\nb\r\nc,d,e\r\nf,g\r\n';
  const rows = await read(text, 'csv');
  assert.deepEqual(rows[0]?.value, { sku: 'a', name: 'x, "y"\nz' });
  assert.equal(rows[1]?.problem?.got, '1 columns');
  assert.equal(rows[2]?.problem?.got, '3 columns');
  assert.deepEqual(rows[3]?.value, { sku: 'f', name: 'g' });
  assert.equal(rows[3]?.line, 6);
  const open = await read('a,b\n1,2\n3,"4', 'csv');
  assert.deepEqual(open[0]?.value, { a: '1', b: '2' });
  assert.ok(open.at(-1)?.problem, 'an unclosed quote is told');
});

test('mappings are read and refused with a reason', () => {
  assert.deepEqual(valueAt({ a: { b: [{ c: 1 }] } }, 'a.b.0.c'), 1);
  assert.deepEqual(valueAt({ 'a.b': 2, a: { b: 1 } }, 'a.b'), 2);
  assert.deepEqual(valueAt({ a: [1, 2] }, 'a.length'), 2);
  assert.equal(valueAt({}, '__proto__.x'), undefined);
  const mapping = mapped('name=title,category=c,sku=s,price=p,currency:=EUR,attr.Width=d.w');
  assert.deepEqual(mapping['currency'], { constant: 'EUR' });
  assert.deepEqual(mapping['attr.Width'], { path: 'd.w' });
  for (const wrong of ['name=a', 'nam=a,category=b,sku=c,price=d', 'name', '{"name":1}', '{']) {
    assert.ok(isRefusal(parseMapping(wrong)), wrong);
  }
});

test('a row says everything that is wrong with it', () => {
  const value = {
    name: '',
    sku: 'x'.repeat(101),
    price: '9.999',
    stock: '1.5',
    images: 'ftp://x',
    rating: 9,
    status: 'ON',
    category: 'a > > b',
    currency: 'QQQ',
    salePrice: '-1',
  };
  const problems = mapRow({ row: 1, line: 7, value }, parseMapping('') as Mapping, {
    currency: 'USD',
  });
  assert.ok(Array.isArray(problems));
  const fields = new Set(problems.map((one) => one.field));
  const wanted = ['name', 'sku', 'price', 'stock', 'images', 'rating', 'status', 'category'];
  for (const field of [...wanted, 'currency', 'salePrice']) assert.ok(fields.has(field), field);
  assert.ok(problems.every((one) => one.line === 7 && one.expected !== ''));
});

test('films and highlights come in columns of their own', async () => {
  const film = '/images/a.webm;seconds=6;poster=/images/a.webp;captions.en=/images/a.vtt';
  const text = [
    'name,category,sku,price,videos,highlights,highlights.de',
    `Pot,Pots,P-1,10,${film}|/images/b.webm;seconds=9,Holds 2 l|Oven safe,Fasst 2 l`,
    'Pan,Pots,P-2,10,/images/b.webm,,',
    'Lid,Pots,P-3,10,,1|2|3|4|5|6,',
  ].join('\n');
  const fields = 'name category sku price videos highlights highlights.de'.split(' ');
  const map = fields.map((field) => `${field}=${field}`).join(',');
  const done = await run(text, { map });
  assert.deepEqual(brief(done), { created: 1, updated: 0, unchanged: 0, failed: 2, rowDone: 3 });
  const problems = await errorPage(k.db, done.importId, { after: -1, limit: 10 });
  assert.deepEqual(
    problems.map((one) => one.column),
    ['videos', 'highlights'],
  );
  const [row] = await k.db.rows<{ videos: { url: string }[]; highlights: object }>(
    "select videos, highlights from product where name = 'Pot'",
  );
  assert.deepEqual(row?.highlights, { en: ['Holds 2 l', 'Oven safe'], de: ['Fasst 2 l'] });
  assert.deepEqual(
    row.videos.map((one) => one.url),
    ['/images/a.webm', '/images/b.webm'],
  );
  const again = await run(text, { map, id: importIdOf({ source: 'again', wish: {} as never }) });
  assert.deepEqual([again.unchanged, again.updated], [1, 0]);
  await k.db.run("delete from product where name = 'Pot'");
  await k.db.run('delete from category');
});

const small = [
  'name,category,sku,price,stock,brand,group,option.color',
  'Shirt,Wear > Shirts,S-R,10,5,Acme,shirt,red',
  'Shirt,Wear > Shirts,S-B,11,0,Acme,shirt,blue',
  'Hat,Wear,H,7.5,3,acme,,',
  'Broken,Wear,B,abc,1,,,',
].join('\n');
const smallMap =
  'name=name,category=category,sku=sku,price=price,stock=stock,brand=brand,group=group,' +
  'option.color=option.color';

test('an import makes products, prices and stock; a repeat changes nothing', async () => {
  const dry = await run(small, { map: smallMap, dryRun: true });
  assert.deepEqual(brief(dry), { created: 2, updated: 0, unchanged: 0, failed: 1, rowDone: 4 });
  assert.equal((await k.db.rows('select 1 from product')).length, 0);
  assert.equal((await k.db.rows('select 1 from category')).length, 0);

  const first = await run(small, { map: smallMap });
  assert.deepEqual(brief(first), { created: 2, updated: 0, unchanged: 0, failed: 1, rowDone: 4 });
  const [problem] = await errorPage(k.db, first.importId, { after: -1, limit: 10 });
  assert.equal(problem?.line, 5);
  assert.equal(problem?.column, 'price');
  assert.equal(problem?.got, 'abc');
  const variants = await k.db.rows<{ sku: string; attributes: object; variant_id: string }>(
    'select sku, attributes, variant_id from variant order by sku',
  );
  assert.deepEqual(
    variants.map((one) => one.sku),
    ['H', 'S-B', 'S-R'],
  );
  assert.deepEqual(variants[1]?.attributes, { color: 'blue' });
  assert.equal(
    [...k.near.stock.values()].reduce((a, b) => a + b, 0),
    8,
  );

  const [before, calls] = [await counts(), { ...k.near.calls }];
  const second = await run(small, { map: smallMap });
  assert.deepEqual(brief(second), { created: 0, updated: 0, unchanged: 2, failed: 1, rowDone: 4 });
  assert.deepEqual(await counts(), before);
  assert.deepEqual(k.near.calls, calls, 'nothing to price, nothing to stock');
});

async function counts() {
  return k.db.row(
    `select (select count(*)::int from outbox) as events, (select sum(version) from product) as v,
       (select count(*)::int from brand) as brands, (select count(*)::int from category) as c,
       (select count(*)::int from import_stock) as stock`,
  );
}

test('a new figure changes stock by its difference to the last import', async () => {
  const file = (units: number) => `name,category,sku,price,stock\nCap,Wear,CAP,5,${units}`;
  await run(file(10));
  const key = [...k.near.stock.keys()].find((one) => k.near.stock.get(one) === 10) ?? '';
  k.near.stock.set(key, 7);
  const report = await run(file(12));
  assert.equal(report.unchanged, 1);
  assert.equal(k.near.stock.get(key), 9);
  await run(file(12), { id: 'imp_other' });
  assert.equal(k.near.stock.get(key), 9);
});

test('an import that dies between writing and stock goes on and has its effect once', async () => {
  const rows = Array.from({ length: 30 }, (_, at) => `P${at},Wear,DIE-${at},3,${at + 1}`);
  const text = ['name,category,sku,price,stock', ...rows].join('\n');
  const wish = { sellerId, format: 'csv', mapping: mapped(''), currency: 'USD' } as const;
  const options = {
    ...wish,
    createCategories: true,
    dryRun: false,
    importId: 'imp_die',
    source: 't',
    chunkRows: 8,
  };
  let left = 2;
  k.near.beforeAdjust = () => {
    left -= 1;
    if (left < 0) throw new Error('inventory went away');
  };
  const tools = { shop: k.shop, clock: systemClock };
  await assert.rejects(importBytes(tools, pieces(text), options), /went away/);
  const stopped = await importById(k.db, 'imp_die');
  assert.ok(stopped);
  assert.equal(stopped.state, 'RUNNING');
  assert.ok(stopped.rowDone >= 24, 'chunks that were written are not done again');
  k.near.beforeAdjust = () => undefined;
  const again = await importBytes(tools, pieces(text), options);
  assert.ok(!isRefusal(again));
  assert.equal((again as ImportReport).resumedAt, stopped.rowDone);
  assert.equal((again as ImportReport).created, 30);
  const ids = await k.db.rows<{ variant_id: string }>(
    "select variant_id from variant where sku like 'DIE-%'",
  );
  const mine = new Set(ids.map((one) => one.variant_id));
  let units = 0;
  for (const [key, value] of k.near.stock) if (mine.has(key.split(' ')[0] ?? '')) units += value;
  assert.equal(units, (30 * 31) / 2);
});

test('the command goes on by itself after a room or the database was away', async () => {
  const folder = mkdtempSync(`${tmpdir()}/trueshelf-import-`);
  const file = `${folder}/list.csv`;
  // One thing thousands of times over: statistics are due, and are not to be had.
  const rows = Array.from({ length: 4_000 }, () => 'Chair,Wear,AWAY-1,3,5');
  writeFileSync(file, ['name,category,sku,price,stock', ...rows].join('\n'));
  let statistics = 0;
  const db = Object.assign(Object.create(k.db) as Kit['db'], {
    row: (text: string, values?: unknown[]) => {
      if (!text.includes('refresh_statistics')) return k.db.row(text, values);
      statistics += 1;
      return Promise.reject(new Failure('timeout'));
    },
  });
  const rests: number[] = [];
  const sleep = (ms: number) => Promise.resolve(void rests.push(ms));
  const needs = { db, clock: { ...systemClock, sleep }, log: { warn: () => undefined } };
  const wish = {
    file,
    seller: sellerId,
    categories: null,
    warehouses: null,
    warehouses_max: 1,
    mapping: mapped(''),
    currency: 'USD',
    createCategories: true,
    dryRun: false,
    onProgress: () => undefined,
  };
  const run = () => importFiles({ ...needs, outbox: { poke: () => undefined } }, k.near, wish);
  let failure: Error = new Error('a fault of ours');
  let left = 1;
  k.near.beforeAdjust = () => {
    left -= 1;
    if (left >= 0) throw failure;
  };
  await assert.rejects(run(), /a fault of ours/);
  assert.equal(rests.length, 0);
  [failure, left] = [new Failure('timeout'), 2];
  const report = await run();
  k.near.beforeAdjust = () => undefined;
  rmSync(folder, { recursive: true });
  assert.ok(!isRefusal(report));
  const { products } = report as { products: ImportReport | null };
  assert.equal(products?.rowDone, 4_000);
  assert.equal(rests.length, 2);
  assert.ok(statistics > 0);
});

test('two processes do not run one import at once', async () => {
  const text = 'name,category,sku,price\nOne,Wear,LOCK,1';
  const wish: ImportWish = {
    sellerId,
    format: 'csv',
    mapping: mapped(''),
    currency: 'USD',
    createCategories: true,
    dryRun: false,
  };
  const tools = { shop: k.shop, clock: systemClock };
  let open = () => undefined as void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const begun = Promise.withResolvers<void>();
  async function* slow() {
    begun.resolve();
    yield Buffer.from(text);
    await gate;
  }
  const options = { ...wish, importId: 'imp_lock', source: 't' };
  const first = importBytes(tools, slow(), options);
  await begun.promise;
  const second = await importBytes(tools, pieces(text), options);
  assert.equal(isRefusal(second) && second.code, 'import-running');
  open();
  assert.ok(!isRefusal(await first));
});

test('bad rows never stop an import: unknown category, warehouse, double SKU', async () => {
  const text = [
    'name,category,sku,price,stock,warehouse',
    'A,Nowhere,N1,1,,',
    'B,Wear,N2,1,5,wh_none',
    'C,Wear,N3,1,5,wh_b',
    'D,Wear,N3,2,6,wh_b',
  ].join('\n');
  const report = await run(text, { createCategories: false });
  assert.deepEqual(brief(report), { created: 1, updated: 0, unchanged: 0, failed: 2, rowDone: 4 });
  assert.deepEqual(
    report.problems.map((one) => [one.line, one.field]),
    [
      [2, 'category'],
      [3, 'warehouse'],
    ],
  );
  const [variant] = await k.db.rows<{ variant_id: string }>(
    "select variant_id from variant where sku = 'N3'",
  );
  assert.equal(k.near.stock.get(`${variant?.variant_id} wh_b`), 6, 'the last row of a SKU holds');
});

const data = process.env['OPEN_DATA'] ?? '';

test('the DummyJSON products come in whole', { skip: !existsSync(data) }, async () => {
  const map =
    'name=title,description=description,brand=brand,category=category,sku=sku,' +
    'price=price,discountPercent=discountPercentage,stock=stock,barcode=meta.barcode,' +
    'weight_oz=weight,attr.width=dimensions.width,attr.height=dimensions.height,' +
    'attr.depth=dimensions.depth,rating=rating,reviewCount=reviews.length,images=images';
  const wish: ImportWish = {
    sellerId: 'slr_dummy',
    format: 'json',
    mapping: mapped(map),
    currency: 'USD',
    createCategories: true,
    dryRun: false,
  };
  const tools = { shop: k.shop, clock: systemClock };
  const options = { ...wish, importId: 'imp_dummy', source: 'dummy' };
  const file = () => createReadStream(`${data}/dummyjson-products.json`);
  const report = (await importBytes(tools, file(), options)) as ImportReport;
  assert.deepEqual(report.problems, []);
  assert.deepEqual(brief(report), {
    created: 194,
    updated: 0,
    unchanged: 0,
    failed: 0,
    rowDone: 194,
  });
  const again = (await importBytes(tools, file(), options)) as ImportReport;
  assert.equal(again.unchanged, 194);
});

test('the Best Buy tree and places come in', { skip: !existsSync(data) }, async () => {
  const tree = () => readRows(createReadStream(`${data}/bestbuy-categories.json`), 'json');
  const first = await importCategories(k.shop, tree());
  assert.equal(first.read, 4584);
  assert.ok(first.created > 4000, String(first.created));
  assert.equal((await importCategories(k.shop, tree())).created, 0);
  const stores = () => readRows(createReadStream(`${data}/bestbuy-stores.json`), 'json');
  const places = await importWarehouses(k.shop, stores(), 20);
  assert.ok(!isRefusal(places));
  assert.equal((places as { created: number }).created, 20);
});
