// A catalogue elsewhere in MongoDB: how documents read, everywhere; a whole reading from a server
// where MONGODB_URL names one. Without it that part says that it did not run.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Decimal128, Double, Int32, Long, MongoClient, ObjectId } from 'mongodb';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { mongodbSource, rowOf } from './outside-mongodb.ts';
import { fillOutside } from './outside.ts';
import { readRow, type OutsideSource, type RawRow } from './outside-read.ts';

const url = process.env['MONGODB_URL'];
const signal = new AbortController().signal;
const sellerId = 'slr_0123456789abcdef0123456789abcdef';

describe('documents as rows', () => {
  const read = (document: Record<string, unknown>) => readRow(rowOf(document), 'USD');

  test('every number is the amount that it says, and lists are as an import spells them', () => {
    const _id = new ObjectId('65f000000000000000000001');
    const rest = { _id, sku: 'A', name: 'B' };
    const minors = [
      19.5,
      '19.5',
      new Double(19.5),
      Decimal128.fromString('19.50'),
      Decimal128.fromString('195E-1'),
    ].map((price) => {
      const row = read({ ...rest, price });
      return 'reason' in row ? row.reason : row.base_minor;
    });
    assert.deepEqual(minors, [1_950, 1_950, 1_950, 1_950, 1_950]);
    const row = read({
      ...rest,
      sku: new Int32(7),
      price: new Int32(3),
      version: Long.fromNumber(12),
      category: ['Elsewhere', 'Lamps'],
      images: ['https://a.example/1.jpg', 'https://a.example/2.jpg'],
      stock: { here: 3 },
      brand: null,
      barcode: true,
    });
    assert.ok(!('reason' in row), JSON.stringify(row));
    assert.deepEqual([row.sku, row.version, row.base_minor, row.barcode], ['7', 12, 300, null]);
    assert.deepEqual(row.row, {
      sku: '7',
      name: 'B',
      price: '3',
      category: 'Elsewhere > Lamps',
      images: 'https://a.example/1.jpg|https://a.example/2.jpg',
      currency: 'USD',
    });
  });

  test('what cannot be read names its document', () => {
    const _id = new ObjectId('65f000000000000000000001');
    for (const price of [0.1 + 0.2, -1, Decimal128.fromString('NaN'), { amount: 3 }, undefined]) {
      const row = read({ _id, sku: 'A', name: 'B', price });
      assert.ok('reason' in row, String(price));
      assert.equal(
        row.reason,
        'Document 65f000000000000000000001: price has to be an amount of USD.',
      );
    }
    const nobody = read({ _id: 'x'.repeat(300), name: 'B', price: 1 });
    assert.ok('reason' in nobody && nobody.sku === null);
    assert.ok(nobody.place.length < 120);
  });
});

describe('a reading that misses what is there', () => {
  let database: TestDatabase;
  let db: Db;
  before(async () => {
    database = await testDatabase(['sync']);
    db = openDb({ url: database.url, room: 'sync', log: createLogger({ level: 'silent' }) });
  });
  after(async () => {
    await db?.close();
    await database?.drop();
  });

  const kept = async () => {
    const rows = await db.rows<{ sku: string }>('select sku from outside order by sku');
    return rows.map((row) => row.sku);
  };
  const fill = (source: OutsideSource, runId: string) =>
    fillOutside({ runId, source, write: (work) => db.tx(work), signal });

  test('does not take it for gone', async () => {
    const whole = Array.from({ length: 1_203 }, (_, n) => `S${n}`);
    const source = (skus: readonly string[], has?: OutsideSource['has']): OutsideSource => ({
      sellerId,
      currency: 'USD',
      async *rows() {
        for (const sku of skus) yield { place: sku, value: { sku, name: sku, price: '1' } };
      },
      ...(has ? { has } : {}),
    });
    await fill(source(whole), 'run_1');
    const asked: string[] = [];
    const has = async (skus: readonly string[]) => {
      assert.ok(skus.length <= 500);
      asked.push(...skus);
      return skus.filter((sku) => sku === 'S7' || sku === 'S999');
    };
    await fill(source(['S1', 'S2'], has), 'run_2');
    assert.equal(new Set(asked).size, 1_201, 'every row that was not met is asked about');
    assert.deepEqual(await kept(), ['S1', 'S2', 'S7', 'S999']);
  });

  const where = url === undefined ? ' (did not run: MONGODB_URL is not set)' : '';
  test(`a collection on a server, and a server that is away${where}`, async (t) => {
    if (url === undefined) {
      t.diagnostic('Set MONGODB_URL=mongodb://host/database to run this against a server.');
      return;
    }
    const client = new MongoClient(url, { serverSelectionTimeoutMS: 5_000 });
    const list = client.db().collection(`trueshelf_test_${process.pid}`);
    t.after(async () => {
      await list.drop();
      await client.close();
    });
    const documents = Array.from({ length: 1_203 }, (_, n) => ({
      _id: new ObjectId((n + 10).toString(16).padStart(24, '0')),
      sku: n === 3 ? new Int32(33) : `S${n}`,
      name: `Lamp ${n}`,
      price: n % 2 === 0 ? n + 0.5 : Long.fromNumber(n),
      category: ['Elsewhere', 'Lamps'],
      secret: 'x'.repeat(100),
    }));
    await list.insertMany(documents);
    const source = mongodbSource({
      url,
      collection: list.collectionName,
      sellerId,
      currency: 'USD',
    });
    assert.deepEqual(await fill(source, 'run_3'), []);
    assert.equal((await kept()).length, 1_203);
    const rows: RawRow[] = [];
    for await (const row of source.rows()) {
      rows.push(row);
      // Written anew before the place that the reading has reached: a server may miss it.
      if (rows.length === 1) {
        await list.deleteOne({ sku: 'S1200' });
        await list.insertOne({ ...documents[1_200], _id: new ObjectId('0'.repeat(24)) });
      }
    }
    assert.ok(rows.length === 1_202 || rows.length === 1_203, `${rows.length}`);
    assert.ok(rows.every((row) => row.value['secret'] === undefined));
    assert.deepEqual((await source.has?.(['S1200', '33', 'S5000']))?.toSorted(), ['33', 'S1200']);
    await list.deleteOne({ sku: 'S5' });
    await fill(source, 'run_4');
    const left = await kept();
    assert.deepEqual([left.length, left.includes('S5'), left.includes('33')], [1_202, false, true]);
    const away = mongodbSource({
      url: 'mongodb://127.0.0.1:9/none?serverSelectionTimeoutMS=200',
      collection: 'products',
      sellerId,
      currency: 'USD',
    });
    await assert.rejects(fill(away, 'run_5'), /ECONNREFUSED|connect/);
    assert.equal((await kept()).length, 1_202, 'nothing is gone because nobody answers');
  });
});
