// Which tax a place takes and how it is rounded and split: pure functions, by examples and for any
// numbers; and rates that make no sense, each refused by its name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TaxClass } from './contract.ts';
import { compileTax, type CountryRow, type ExemptionRow, type TaxRow } from './tax-book.ts';
import { faultsAmong, milliOf, rateFrom, rateKey, ratesOfCsv } from './tax-check.ts';
import { taxByTable } from './tax-engine.ts';
import { taxedOf, type Levy, type TaxCase } from './tax.ts';

const today = '2026-11-21';

const rate = (country: string, rate_milli: number, over: Partial<TaxRow> = {}): TaxRow => ({
  country,
  state: '',
  zipFrom: '',
  zipTo: '',
  taxClass: 'standard',
  name: 'VAT',
  rate_milli,
  taxesShipping: true,
  since: '2000-01-01',
  ...over,
});

const land = (country: string, over: Partial<CountryRow> = {}): CountryRow => ({
  country,
  pricesInclude: true,
  rounding: 'document',
  scheme: 'plain',
  originState: null,
  reverseCharge: false,
  ...over,
});

const manhattan = { state: 'NY', zipFrom: '10001', zipTo: '10282', taxesShipping: false };
const rows: TaxRow[] = [
  rate('DE', 19_000),
  rate('DE', 7_000, { taxClass: 'books' }),
  rate('FR', 20_000),
  rate('DE', 16_000, { since: '2020-07-01' }),
  rate('DE', 19_000, { since: '2021-01-01' }),
  rate('DE', 25_000, { since: '2027-01-01' }),
  rate('US', 4_000, { state: 'NY', name: 'State', taxesShipping: false }),
  rate('US', 4_000, { ...manhattan, name: 'State' }),
  rate('US', 4_500, { ...manhattan, name: 'City' }),
  rate('US', 375, { ...manhattan, name: 'District' }),
  rate('US', 0, { state: 'NY', taxClass: 'food', name: 'State', taxesShipping: false }),
  rate('IN', 18_000, { name: 'GST' }),
  rate('IN', 5_000, { name: 'GST', taxClass: 'food' }),
  rate('JP', 10_000, { name: 'Consumption tax' }),
];
const countries = [
  land('DE', { reverseCharge: true }),
  land('FR'),
  land('US', { pricesInclude: false }),
  land('IN', { scheme: 'gst-in', originState: 'KA' }),
  land('JP'),
];
const exempt = (over: Partial<ExemptionRow>): ExemptionRow => ({
  exemptionId: 'tex_1',
  userId: 'usr_1',
  kind: 'vat-id',
  number: 'DE123456789',
  country: 'DE',
  state: '',
  validFrom: '2026-01-01',
  validUntil: null,
  ...over,
});
const bookWith = (exemptions: ExemptionRow[] = [], day = today) =>
  compileTax({ rows, countries, exemptions, revision: '7' }, day);

interface Where {
  country: string;
  state?: string;
  postalCode?: string;
}

function taxOf(
  place: Where,
  lines: (number | readonly [number, TaxClass])[],
  of: { shipping_minor?: number; userId?: string; book?: ReturnType<typeof bookWith> } = {},
) {
  const { shipping_minor = 0, userId, book = bookWith() } = of;
  const asked = lines.map((line) => {
    const [amount_minor, taxClass] = typeof line === 'number' ? [line, 'standard' as const] : line;
    return { amount_minor, taxClass };
  });
  return taxByTable(book, { currency: 'EUR', place, lines: asked, shipping_minor, userId });
}

const parts = (of: { parts: readonly { name: string; tax_minor: number }[] }) =>
  of.parts.map(({ name, tax_minor }) => [name, tax_minor]);

test('in Europe prices have the tax in them, by destination and class, of the day', () => {
  const home = taxOf({ country: 'DE' }, [11_900, [10_700, 'books']], { shipping_minor: 1_190 });
  assert.equal(home.tax_minor, 0);
  assert.deepEqual(home.includedLines, [1_900, 700]);
  assert.equal(home.includedShipping_minor, 190);
  assert.equal(home.evidence.included_minor, 2_790);
  assert.deepEqual(home.evidence.classes, { 2: 'books' });
  assert.deepEqual(
    home.parts.map((part) => [part.rate_milli, part.base_minor, part.tax_minor]),
    [
      [19_000, 11_000, 2_090],
      [7_000, 10_000, 700],
    ],
  );
  assert.equal(taxOf({ country: 'FR' }, [12_000]).evidence.included_minor, 2_000);
  const then = (day: string) => taxOf({ country: 'DE' }, [11_600], { book: bookWith([], day) });
  assert.equal(then('2020-12-31').evidence.included_minor, 1_600);
  assert.equal(then('2027-01-01').evidence.included_minor, 2_320);
  assert.equal(taxOf({ country: 'KW' }, [1_000]).evidence.included_minor, 0);
});

test('in the United States it comes on top, by state and ZIP code, in components', () => {
  const city = { country: 'US', state: 'New York', postalCode: '10001-1234' };
  const made = taxOf(city, [10_000, [5_000, 'food']], { shipping_minor: 500 });
  assert.equal(made.tax_minor, 888);
  assert.deepEqual(made.lines, [888, 0]);
  assert.deepEqual(parts(made), [
    ['City', 450],
    ['State', 400],
    ['District', 38],
    ['State', 0],
  ]);
  const upstate = { country: 'US', state: 'ny', postalCode: '13001' };
  assert.equal(taxOf(upstate, [10_000]).tax_minor, 400);
  assert.equal(taxOf({ country: 'US', state: 'OR' }, [10_000]).tax_minor, 0);
  const book = bookWith();
  assert.equal(book.isSame(city, { ...city, postalCode: '10282' }), true);
  assert.equal(book.isSame(city, upstate), false);
});

test('in India it is halved between union and state, or goes to the union between states', () => {
  const home = taxOf({ country: 'IN', state: 'Karnataka' }, [11_800, [10_500, 'food']]);
  assert.deepEqual(
    parts(home).map(([name]) => name),
    ['CGST', 'SGST', 'CGST', 'SGST'],
  );
  assert.deepEqual(home.includedLines, [1_800, 500]);
  const away = taxOf({ country: 'IN', state: 'MH' }, [11_800]);
  assert.deepEqual(parts(away), [['IGST', 1_800]]);
});

test('who is exempt pays no tax: none on top, and none of what prices have in them', () => {
  const book = bookWith([
    exempt({}),
    exempt({ userId: 'usr_2', kind: 'certificate', number: 'NY-1', country: 'US', state: 'NY' }),
    exempt({ userId: 'usr_3', validUntil: '2026-11-20' }),
    exempt({ userId: 'usr_4', country: 'FR' }),
  ]);
  const reverse = taxOf({ country: 'DE' }, [11_900], {
    book,
    userId: 'usr_1',
    shipping_minor: 1_190,
  });
  assert.deepEqual([reverse.reliefLines, reverse.reliefShipping_minor], [[1_900], 190]);
  assert.equal(reverse.evidence.included_minor, 0);
  assert.deepEqual(reverse.evidence.exemption, { kind: 'vat-id', number: 'DE123456789' });
  const top = taxOf({ country: 'US', state: 'NY' }, [10_000], { book, userId: 'usr_2' });
  assert.deepEqual([top.tax_minor, top.evidence.exemption?.kind], [0, 'certificate']);
  const texan = taxOf({ country: 'DE' }, [11_900], { book, userId: 'usr_2' });
  assert.equal(texan.evidence.included_minor, 1_900, 'a certificate is for its place');
  for (const userId of ['usr_3', 'usr_4']) {
    const none = taxOf({ country: userId === 'usr_3' ? 'DE' : 'FR' }, [12_000], { book, userId });
    assert.equal(
      none.evidence.exemption,
      undefined,
      'over, and where nobody may owe it themselves',
    );
  }
});

const levy = (rates: number[]): Levy => ({
  components: rates.map((rate_milli, at) => ({ name: `t${at}`, rate_milli })),
  rate_milli: rates.reduce((sum, one) => sum + one, 0),
  taxesShipping: true,
});

test('rounding by line and by document differ as they should', () => {
  const one = levy([10_000]);
  const of = (rounding: 'line' | 'document'): TaxCase => {
    const levies = [one, one, one];
    return { levies, shipping: null, included: false, rounding, exemption: null };
  };
  const amounts = { lines: [5, 5, 5], shipping_minor: 0 };
  assert.deepEqual(taxedOf(of('line'), amounts).lines, [1, 1, 1]);
  assert.deepEqual(taxedOf(of('document'), amounts).lines, [1, 1, 0]);
});

test('many small taxes on a few cents are not more than these', () => {
  const dear = levy([16_667, 16_667, 16_667, 16_667]);
  for (const rounding of ['line', 'document'] as const) {
    const of = { levies: [dear], shipping: null, included: false, rounding, exemption: null };
    const made = taxedOf(of, { lines: [3], shipping_minor: 0 });
    assert.deepEqual(made.lines, [2]);
    assert.equal(
      made.parts.reduce((sum, one) => sum + one.tax_minor, 0),
      2,
    );
  }
});

test('components and lines add up, and no tax is more than its price, for any numbers', () => {
  const amount = fc.integer({ min: 0, max: 999_999_999_999 });
  const levies = fc.array(fc.array(fc.integer({ min: 0, max: 25_000 }), { maxLength: 4 }), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(
      fc.tuple(
        levies,
        fc.array(fc.tuple(amount, fc.nat(3)), { minLength: 1, maxLength: 12 }),
        amount,
        fc.boolean(),
        fc.constantFrom('line' as const, 'document' as const),
      ),
      ([rates, list, shipping_minor, included, rounding]) => {
        const known = rates.map(levy);
        const of: TaxCase = {
          levies: list.map(([, nth]) => known[nth] ?? null),
          shipping: known[0] ?? null,
          included,
          rounding,
          exemption: null,
        };
        const lines = list.map(([minor]) => minor);
        const made = taxedOf(of, { lines, shipping_minor });
        const own = included ? made.includedLines : made.lines;
        own.forEach((tax, at) => assert.ok(tax >= 0 && tax <= (lines[at] ?? 0)));
        const sum = made.parts.reduce((total, part) => total + part.tax_minor, 0);
        const inside = made.includedLines.reduce((total, one) => total + one, 0);
        assert.equal(sum, included ? inside + made.includedShipping_minor : made.tax_minor);
        const free = taxedOf(
          { ...of, exemption: { kind: 'vat-id', number: 'X' } },
          { lines, shipping_minor },
        );
        assert.deepEqual(free.reliefLines, included ? made.includedLines : lines.map(() => 0));
      },
    ),
    { numRuns: 2_000 },
  );
});

const faultOf = (over: Record<string, unknown>) => {
  const made = rateFrom(
    { country: 'DE', name: 'VAT', ratePercent: 19, ...over },
    { line: 3, today },
  );
  return Array.isArray(made) ? made.map((one) => one.field) : [];
};

test('a rate that makes no sense is refused with its field', () => {
  assert.deepEqual(faultOf({}), []);
  assert.deepEqual(faultOf({ country: 'XX' }), ['country']);
  assert.deepEqual(faultOf({ country: 'EU' }), ['country']);
  for (const ratePercent of [100.001, -1, '19,5', 'x', 1.0001, 1e9]) {
    assert.deepEqual(faultOf({ ratePercent }), ['ratePercent'], String(ratePercent));
  }
  assert.deepEqual(faultOf({ zipFrom: '200', zipTo: '100' }), ['zipTo']);
  assert.deepEqual(faultOf({ zipFrom: '200', zipTo: '10000' }), ['zipTo']);
  assert.deepEqual(faultOf({ taxClass: 'luxury' }), ['taxClass']);
  assert.deepEqual(faultOf({ since: '2026-02-30x' }), ['since']);
  assert.deepEqual(faultOf({ taxesShipping: 'maybe' }), ['taxesShipping']);
  assert.equal(milliOf(8.875), 8_875);
  assert.equal(milliOf('100'), 100_000);
});

test('areas that overlap and components above 100 % are refused with their line', () => {
  const zip = (zipFrom: string, zipTo: string, over: Partial<TaxRow> = {}) =>
    rate('US', 1_000, { state: 'NY', zipFrom, zipTo, ...over });
  const kept = zip('10001', '10282');
  const among = (...fresh: TaxRow[]) =>
    faultsAmong([kept, ...fresh], new Map(fresh.map((row, at) => [rateKey(row), at + 2])));
  assert.deepEqual(among(zip('10283', '10299'), zip('10001', '10282', { name: 'City' })), []);
  assert.deepEqual(
    among(zip('10282', '10299')).map((one) => [one.line, one.field]),
    [[2, 'zipFrom']],
  );
  assert.match(among(zip('10001', '10100', { name: 'B' }))[0]?.detail ?? '', /overlap/);
  assert.match(among(zip('102', '103'))[0]?.detail ?? '', /overlap/, 'a shorter code is wider');
  assert.deepEqual(among(zip('10282', '10299', { taxClass: 'food' })), []);
  const much = zip('10001', '10282', { name: 'B', rate_milli: 99_500 });
  assert.deepEqual(
    among(much).map((one) => one.field),
    ['ratePercent'],
  );
});

test('rates come out of a CSV file with the line each stands in', () => {
  const head = '# from a table\ncountry,state,name,ratePercent,taxesShipping\n';
  const found = ratesOfCsv(Buffer.from(`${head}US,NY,"State, city",8.875,no\nDE,,VAT,19,yes\n`));
  assert.deepEqual(
    found.map((one) => ('country' in one ? [one.country, one.name, one.line] : one)),
    [
      ['US', 'State, city', 3],
      ['DE', 'VAT', 4],
    ],
  );
  const odd = ratesOfCsv(Buffer.from('country,percent\nDE,19\n'));
  assert.match(JSON.stringify(odd), /header.*name.*percent/);
  assert.match(JSON.stringify(ratesOfCsv(Buffer.from(`${head}US,"NY\n`))), /file/);
  assert.match(JSON.stringify(ratesOfCsv(Buffer.from(''))), /has no rates/);
});
