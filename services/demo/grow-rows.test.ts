// Rows of the large catalogue as bytes: what waits is sent later, in order, and none is changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grownId, growthMaker } from './grow-model.ts';
import { cut, RowWriter, tables, type GrownWorld, type Sheaf } from './grow-rows.ts';
import { bytesOf, Sheet, Stamp } from './grow-sheet.ts';
import { Pieces } from './grow-words.ts';

const head_bytes = 19;

function worldOf(): GrownWorld {
  const maker = growthMaker();
  const ids = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, at) => grownId(prefix, String(at)));
  return {
    maker,
    brandIds: ids('brand', maker.brands.length),
    sellerIds: ids('slr', 40),
    warehouseIds: ids('wh', 3),
    categories: maker.aisles.map(({ path, noun }) => {
      return { categoryId: grownId('cat', path), name: noun };
    }),
    pictures: maker.aisles.map((_, at) => (at % 3 === 0 ? [] : ['/images/ü.webp'])),
  };
}

function fill(writer: RowWriter, world: GrownWorld, [from, to]: [number, number]): void {
  const pieces = new Pieces();
  for (let n = from; n < to; n += 1) {
    writer.put(cut(world.maker, pieces, world.maker.make(n)), n + 1);
  }
}

function rowsOf(sheaves: readonly Sheaf[]): Record<string, string> {
  return Object.fromEntries(
    tables.map((table) => {
      const parts = sheaves.flatMap(({ sheets }) => sheets[table]?.bytes ?? []);
      const rows = parts.map((bytes) => bytes.subarray(head_bytes).toString('latin1'));
      return [table, rows.join('')];
    }),
  );
}

/** As they are just now: their memory is used again. */
function kept({ sheets, sums }: Sheaf): Sheaf {
  const copies = Object.entries(sheets).map(([table, sheet]) => {
    return [table, { bytes: Buffer.from(sheet.bytes) }];
  });
  return { sheets: Object.fromEntries(copies), sums };
}

test('rows that wait for more are sent later, in the same order', () => {
  const world = worldOf();
  const whole = new RowWriter(world);
  fill(whole, world, [0, 400]);
  const writer = new RowWriter(world);
  const sheaves: Sheaf[] = [];
  for (let from = 0; from < 400; from += 50) {
    fill(writer, world, [from, from + 50]);
    const sheaf = writer.take(20_000);
    sheaves.push(kept(sheaf));
    writer.giveBack(sheaf);
  }
  sheaves.push(writer.take(0));
  const counts = tables.map((table) => sheaves.filter(({ sheets }) => sheets[table]).length);
  assert.ok(Math.min(...counts) < Math.max(...counts), 'some tables wait longer than others');
  const once = whole.take(0);
  assert.deepEqual(rowsOf(sheaves), rowsOf([once]));
  const sum = [...once.sums.values()].reduce((all, { count }) => all + count, 0);
  const sums = sheaves.flatMap((one) => [...one.sums.values()]);
  assert.equal(
    sums.reduce((all, { count }) => all + count, 0),
    sum,
  );
});

test('bytes that are copied as numbers stay as they were', () => {
  const sheet = new Sheet();
  const texts = [
    '',
    'a',
    'seven..',
    'eight...',
    'nine.....',
    'ünïcödé ﷽ 😀 \u{10ffff}',
    '\u0000\u0001',
  ];
  for (const text of texts) sheet.raw(bytesOf(text));
  sheet.raw(new Stamp('prod_01').set('prod_0192'));
  sheet.inside(new Stamp('prod_0193'));
  const read = sheet.bytes.subarray(head_bytes).toString();
  assert.equal(read, `${texts.join('')}\0\0\0\u0009prod_0192prod_0193`);
  assert.throws(() => bytesOf('\u007f\u{10ffff}'), RangeError);
});
