// Rows of the large catalogue as bytes: what waits is sent later, in order, and none is changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grownId, growthMaker } from './grow-model.ts';
import { cut, RowWriter, tables, type GrownWorld, type Load } from './grow-rows.ts';
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

/** As they are just now: the memory of sheets is used again. */
function rowsOf(loads: readonly Load[]): [table: string, rows: string][] {
  return loads.map(({ table, sheet }) => {
    return [table, sheet.bytes.subarray(head_bytes).toString('latin1')];
  });
}

function joined(parts: readonly (readonly [table: string, rows: string])[]) {
  return tables.map((table) => {
    const rows = parts.filter(([name]) => name === table).map(([, text]) => text);
    return [table, rows.join('')];
  });
}

test('rows that wait for more are sent later, in the same order', () => {
  const world = worldOf();
  const whole = new RowWriter(world);
  fill(whole, world, [0, 400]);
  const writer = new RowWriter(world);
  const parts: [table: string, rows: string][] = [];
  for (let from = 0; from < 400; from += 50) {
    fill(writer, world, [from, from + 50]);
    const loads = writer.take(20_000);
    parts.push(...rowsOf(loads));
    for (const { sheet } of loads) writer.giveBack(sheet);
  }
  parts.push(...rowsOf(writer.take(0)));
  const counts = tables.map((table) => parts.filter(([name]) => name === table).length);
  assert.ok(Math.min(...counts) < Math.max(...counts), 'some tables wait longer than others');
  assert.deepEqual(joined(parts), joined(rowsOf(whole.take(0))));
  assert.deepEqual(writer.takeSums(), whole.takeSums());
  assert.equal(writer.takeSums().size, 0);
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
