/** Whether tax rates make sense, one by one and beside each other; and rates out of a CSV file. */
import { parse } from 'csv-parse/sync';
import { taxClasses, type TaxClass } from './contract.ts';
import { tightZip, type TaxRow } from './tax-book.ts';
import { stateCode } from './tax-regions.ts';

/** As many as a process keeps in memory. */
export const taxRates_max = 100_000;
export const ratesPerImport_max = 20_000;
export const taxCsv_bytes_max = 4 * 1024 * 1024;

export interface RateFault {
  /** Of the file or the list, from 1. */
  line: number;
  field: string;
  detail: string;
}

/** A rate as somebody wrote it. */
export interface WrittenRate {
  country: string;
  state?: string;
  zipFrom?: string;
  zipTo?: string;
  taxClass?: string;
  name: string;
  ratePercent: number | string;
  taxesShipping?: boolean | string;
  since?: string;
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** Of Intl's regions those that are no country. */
const noCountry = new Set(['EU', 'EZ', 'UN', 'QO', 'ZZ', 'XA', 'XB']);

export const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) && !noCountry.has(code) && regions.of(code) !== undefined;

const isClass = (text: string): text is TaxClass => taxClasses.some((one) => one === text);

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

const yes = new Set(['true', 'yes', '1']);
const no = new Set(['false', 'no', '0', '']);

/** Thousandths of a percent, or undefined for what is none from 0 to 100 with 3 decimals. */
export function milliOf(percent: number | string): number | undefined {
  const text = String(percent).trim();
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(text)) return undefined;
  const [whole = '', part = ''] = text.split('.');
  const milli = Number(whole + part.padEnd(3, '0'));
  return milli <= 100_000 ? milli : undefined;
}

/** A rate as it is kept, or every fault it has. */
export function rateFrom(
  written: WrittenRate,
  of: { line: number; today: string },
): TaxRow | RateFault[] {
  const faults: RateFault[] = [];
  const wrong = (field: string, detail: string) => faults.push({ line: of.line, field, detail });
  const country = written.country.trim().toUpperCase();
  if (!isCountry(country)) wrong('country', `'${written.country}' is no country`);
  const state = stateCode(country, written.state);
  if (state.length > 100) wrong('state', 'is too long');
  const taxClass = (written.taxClass ?? '').trim() || 'standard';
  if (!isClass(taxClass)) wrong('taxClass', `expected one of ${taxClasses.join(', ')}`);
  const name = written.name.trim();
  if (name === '' || name.length > 100) wrong('name', 'expected 1 to 100 characters');
  const rate_milli = milliOf(written.ratePercent);
  if (rate_milli === undefined) {
    wrong('ratePercent', `expected 0 to 100 with at most 3 decimals, got ${written.ratePercent}`);
  }
  const zipFrom = tightZip(written.zipFrom);
  const zipTo = tightZip(written.zipTo) || zipFrom;
  if (!/^[A-Z0-9]{0,12}$/.test(zipFrom) || !/^[A-Z0-9]{0,12}$/.test(zipTo)) {
    wrong('zipFrom', 'expected letters and digits');
  } else if (zipFrom.length !== zipTo.length || zipFrom > zipTo) {
    wrong('zipTo', 'expected as many characters as zipFrom, and not before it');
  }
  const ships = String(written.taxesShipping ?? '').toLowerCase();
  if (!yes.has(ships) && !no.has(ships)) wrong('taxesShipping', 'expected true or false');
  const since = (written.since ?? '').trim() || of.today;
  if (!isDay(since)) wrong('since', 'expected a day such as 2027-01-01');
  if (faults.length > 0 || rate_milli === undefined || !isClass(taxClass)) return faults;
  const taxesShipping = yes.has(ships);
  return { country, state, zipFrom, zipTo, taxClass, name, rate_milli, taxesShipping, since };
}

export const rateKey = (row: Omit<TaxRow, 'zipTo' | 'rate_milli' | 'taxesShipping'>): string =>
  [row.country, row.state, row.zipFrom, row.taxClass, row.name, row.since].join(' | ');

/**
 * Faults of rates beside each other: areas of one state and class that overlap without being the
 * same, and more than 100 % together. `lines` says from which line a new one came.
 */
export function faultsAmong(
  rows: readonly TaxRow[],
  lines: ReadonlyMap<string, number>,
): RateFault[] {
  const faults: RateFault[] = [];
  const lineOf = (...some: TaxRow[]) =>
    Math.max(0, ...some.map((one) => lines.get(rateKey(one)) ?? 0));
  const areas = new Map<string, TaxRow[]>();
  for (const row of rows) {
    const key = `${row.country}-${row.state} ${row.taxClass}`;
    const list = areas.get(key);
    if (list) list.push(row);
    else areas.set(key, [row]);
  }
  for (const [key, list] of areas) {
    const ranges = list
      .filter((row) => row.zipFrom !== '')
      .sort((a, b) => (a.zipFrom < b.zipFrom ? -1 : a.zipFrom > b.zipFrom ? 1 : 0));
    ranges.forEach((row, at) => {
      const before = ranges[at - 1];
      if (!before || before.zipFrom === row.zipFrom) {
        if (!before || before.zipTo === row.zipTo) return;
      } else if (before.zipTo.slice(0, row.zipFrom.length) < row.zipFrom) return;
      const line = lineOf(row, before);
      const both = `${before.zipFrom}–${before.zipTo} and ${row.zipFrom}–${row.zipTo}`;
      if (line > 0) faults.push({ line, field: 'zipFrom', detail: `${key}: ${both} overlap` });
    });
    faults.push(...tooMuch(key, list, lineOf));
  }
  return faults;
}

/** On each day from which a rate is in force, the components of an area together. */
function tooMuch(
  key: string,
  list: readonly TaxRow[],
  lineOf: (...some: TaxRow[]) => number,
): RateFault[] {
  const byArea = new Map<string, TaxRow[]>();
  for (const row of list) byArea.set(row.zipFrom, [...(byArea.get(row.zipFrom) ?? []), row]);
  const faults: RateFault[] = [];
  for (const some of byArea.values()) {
    for (const since of new Set(some.map((row) => row.since))) {
      const latest = new Map<string, TaxRow>();
      for (const row of some) {
        const known = latest.get(row.name);
        if (row.since <= since && (!known || known.since < row.since)) latest.set(row.name, row);
      }
      const now = [...latest.values()];
      const whole = now.reduce((sum, row) => sum + row.rate_milli, 0);
      const line = lineOf(...now);
      if (whole <= 100_000 || line === 0) continue;
      const detail = `${key}: its components are over 100 % from ${since} on`;
      faults.push({ line, field: 'ratePercent', detail });
    }
  }
  return faults;
}

const columns = [
  'country',
  'state',
  'zipFrom',
  'zipTo',
  'taxClass',
  'name',
  'ratePercent',
  'taxesShipping',
  'since',
] as const;
const needed = ['country', 'name', 'ratePercent'] as const;

/** Rows of a CSV file with a header of our field names; what is wrong is named with its line. */
export function ratesOfCsv(bytes: Uint8Array): (WrittenRate & { line: number })[] | RateFault[] {
  let table: { record: Record<string, string>; info: { lines: number } }[];
  try {
    const options = { bom: true, columns: true, info: true, trim: true, skip_empty_lines: true };
    table = parse(Buffer.from(bytes), { ...options, comment: '#' }) as unknown as typeof table;
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'cannot be read';
    return [{ line: 1, field: 'file', detail }];
  }
  if (table.length === 0) return [{ line: 1, field: 'file', detail: 'has no rates' }];
  if (table.length > ratesPerImport_max) {
    return [{ line: 1, field: 'file', detail: `has more than ${ratesPerImport_max} rates` }];
  }
  const names = Object.keys(table[0]?.record ?? {});
  const odd = names.filter((name) => !columns.some((one) => one === name));
  const missing = needed.filter((one) => !names.includes(one));
  if (odd.length + missing.length > 0) {
    const detail = `expected ${columns.join(', ')}; ${[...missing, ...odd].join(', ')} is wrong`;
    return [{ line: 1, field: 'header', detail }];
  }
  return table.map(({ record, info }) => {
    const { country = '', name = '', ratePercent = '' } = record;
    return { ...record, country, name, ratePercent, line: info.lines };
  });
}
