// The tax rates that the shop ships with: docs/TAX-RATES.md names each with its source, and what is
// in the tables is what stands there, no more and no less.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase, type TestDatabase } from '#kernel/db/test-database.ts';
import { readTaxCountries, readTaxRates } from './store-tax.ts';
import { compileTax, type TaxRow } from './tax-book.ts';
import type { TaxClass } from './tax-class.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await testDatabase(['pricing']);
  db = openDb({ url: database.url, room: 'pricing' });
});
after(async () => {
  await db?.close();
  await database?.drop();
});

const percent = (rate_milli: number) => `${rate_milli / 1000}`;

/** Rows as the document has them: place, class, name, and each rate with its first day. */
function linesOf(rows: readonly TaxRow[]): string[] {
  const groups = Map.groupBy(rows, ({ country, state, zipFrom, zipTo, taxClass, name }) => {
    const place = [country, state, zipFrom && `${zipFrom}–${zipTo}`].filter(Boolean).join(' ');
    return `${place} | ${taxClass} | ${name}`;
  });
  return [...groups].map(([key, group]) => {
    const steps = group
      .toSorted((a, b) => (a.since < b.since ? -1 : 1))
      .map(({ rate_milli, since }) =>
        since === '2000-01-01' ? percent(rate_milli) : `${percent(rate_milli)} from ${since}`,
      );
    return `${key} | ${steps.join(', ')}`;
  });
}

const document = new URL('../../docs/TAX-RATES.md', import.meta.url);

test('every rate that is shipped stands in the document with its source', async () => {
  const [, table = ''] = readFileSync(document, 'utf8').split('\n## Rates\n');
  const told = table.matchAll(/^\| ([A-Z]{2}\b.*?) \| ([^|]+) \|$/gm);
  const lines = [...told].map(([, line = '', source = '']) => {
    assert.ok(source.trim().length > 1, `${line} has no source`);
    return line;
  });
  assert.deepEqual(lines.sort(), linesOf(await readTaxRates(db, 100_000)).sort());
});

test('a day has the rates that held then', async () => {
  const rows = await readTaxRates(db, 100_000);
  const tables = { rows, countries: await readTaxCountries(db), exemptions: [], revision: '1' };
  const rate = (place: string, taxClass: TaxClass, day: string) => {
    const [country = '', state, postalCode] = place.split(' ');
    const classes = [taxClass];
    const [levy] = compileTax(tables, day).caseOf(
      { country, state, postalCode },
      { classes },
    ).levies;
    return levy?.rate_milli ?? null;
  };
  const held: [string, TaxClass, string, number][] = [
    ['EE', 'standard', '2023-12-31', 20_000],
    ['EE', 'standard', '2024-01-01', 22_000],
    ['EE', 'standard', '2025-06-30', 22_000],
    ['EE', 'standard', '2025-07-01', 24_000],
    ['SK', 'standard', '2024-12-31', 20_000],
    ['SK', 'standard', '2025-01-01', 23_000],
    ['RO', 'standard', '2025-07-31', 19_000],
    ['RO', 'standard', '2025-08-01', 21_000],
    ['FI', 'standard', '2024-08-31', 24_000],
    ['FI', 'standard', '2024-09-01', 25_500],
    ['FI', 'food', '2025-12-31', 14_000],
    ['FI', 'food', '2026-01-01', 13_500],
    ['SE', 'food', '2026-04-01', 6_000],
    ['SE', 'food', '2028-01-01', 12_000],
    ['DE', 'standard', '2020-12-31', 16_000],
    ['DE', 'standard', '2026-11-21', 19_000],
    ['IN', 'medicine', '2025-09-21', 12_000],
    ['IN', 'medicine', '2025-09-22', 5_000],
    ['IN', 'standard', '2026-11-21', 18_000],
    ['US LA', 'standard', '2024-12-31', 4_450],
    ['US LA', 'standard', '2025-01-01', 5_000],
    ['US NY 10001', 'standard', '2026-11-21', 8_875],
  ];
  for (const [place, taxClass, day, expected] of held) {
    assert.equal(rate(place, taxClass, day), expected, `${place} ${taxClass} on ${day}`);
  }
});
