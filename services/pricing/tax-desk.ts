// Tax as a process keeps it: tables compiled in memory, read again when another process counted a
// change up, at once for one made here, and at midnight. A quote reads no table for it.
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import {
  compileTax,
  type CountryRow,
  type ExemptionRow,
  type TaxBook,
  type TaxRow,
} from './tax-book.ts';
import {
  faultsAmong,
  isCountry,
  rateFrom,
  rateKey,
  ratesOfCsv,
  taxRates_max,
  type RateFault,
  type WrittenRate,
} from './tax-check.ts';
import { taxByTable, type TaxEngine } from './tax-engine.ts';
import { stateCode } from './tax-regions.ts';
import { taxByService } from './tax-remote.ts';
import * as store from './store-tax.ts';

export const exemptions_max = 50_000;
/** Of faults that an answer names. */
const faults_max = 50;

export interface TaxDesk {
  book(): TaxBook;
  engine: TaxEngine;
  refresh(): Promise<void>;
  rates(): readonly TaxRow[];
  countries(): readonly CountryRow[];
  /** All of them, or none with every fault named. */
  save(written: readonly WrittenRate[]): Promise<{ saved: number } | Refusal>;
  importCsv(bytes: Uint8Array): Promise<{ saved: number } | Refusal>;
  drop(row: store.RateKey): Promise<true | Refusal>;
  saveCountry(row: CountryRow): Promise<true | Refusal>;
  addExemption(
    row: Omit<ExemptionRow, 'exemptionId'>,
    actor: string,
  ): Promise<ExemptionRow | Refusal>;
  dropExemption(exemptionId: string): Promise<true | Refusal>;
  exemptions(of: { below: string; userId: string | null; limit: number }): Promise<ExemptionRow[]>;
}

interface Kept {
  rows: readonly TaxRow[];
  countries: readonly CountryRow[];
  book: TaxBook;
}

export async function keepTax(ctx: RoomContext): Promise<TaxDesk> {
  const { db } = ctx;
  const day = () => ctx.clock.date().toISOString().slice(0, 10);
  const load = async (): Promise<Kept> => {
    const revision = await store.readTaxRevision(db);
    const [rows, countries, exemptions] = await Promise.all([
      store.readTaxRates(db, taxRates_max),
      store.readTaxCountries(db),
      store.readExemptions(db, exemptions_max),
    ]);
    const book = compileTax({ rows, countries, exemptions, revision }, day());
    return { rows, countries, book };
  };
  let kept = await load();
  const change = async <T>(work: (tx: Sql) => Promise<T | Refusal>): Promise<T | Refusal> => {
    const done = await db.tx(async (tx) => {
      await store.beginTaxChange(tx);
      return work(tx);
    });
    kept = await load();
    return done;
  };
  const book = () => kept.book;
  const { tax } = ctx.config;
  const save: TaxDesk['save'] = (written) =>
    saveRates(written, { change, today: day(), lines: written.map((_, at) => at + 1) });
  return {
    book,
    engine:
      tax === null
        ? (asked) => taxByTable(kept.book, asked)
        : taxByService(tax, { book, log: ctx.log }),
    refresh: async () => {
      const stale = (await store.readTaxRevision(db)) !== kept.book.revision;
      if (stale || kept.book.day !== day()) kept = await load();
    },
    rates: () => kept.rows,
    countries: () => kept.countries,
    save,
    importCsv: async (bytes) => {
      const found = ratesOfCsv(bytes);
      const faults = found.filter((one): one is RateFault => 'detail' in one);
      if (faults.length > 0) return named(faults);
      const written = found as (WrittenRate & { line: number })[];
      return saveRates(written, { change, today: day(), lines: written.map((one) => one.line) });
    },
    drop: (row) =>
      change(
        async (tx) => (await store.dropTaxRate(tx, row)) || refuse('not-found', { what: 'rate' }),
      ),
    saveCountry: (row) => saveCountry(row, change),
    ...exemptionDesk(db, change),
  };
}

type Change = <T>(work: (tx: Sql) => Promise<T | Refusal>) => Promise<T | Refusal>;

function exemptionDesk(db: Sql, change: Change) {
  const addExemption: TaxDesk['addExemption'] = async (row, actor) => {
    const { country, validFrom, validUntil } = row;
    if (!isCountry(country)) return wrongField('country', `'${country}' is no country`);
    if (validUntil !== null && validUntil < validFrom) {
      return wrongField('validUntil', 'is before validFrom');
    }
    const state = stateCode(country, row.state);
    const made = { ...row, state, exemptionId: newId('tex') };
    return change(async (tx) => {
      if ((await store.countExemptions(tx)) >= exemptions_max) {
        return wrongField('userId', `as many as ${exemptions_max} exemptions are there`);
      }
      await store.addExemption(tx, made, actor);
      return made;
    });
  };
  return {
    addExemption,
    dropExemption: (exemptionId: string) =>
      change(
        async (tx): Promise<true | Refusal> =>
          (await store.dropExemption(tx, exemptionId)) ||
          refuse('not-found', { what: 'exemption' }),
      ),
    exemptions: (of: Parameters<typeof store.exemptionsPage>[1]) => store.exemptionsPage(db, of),
  };
}

const wrongField = (field: string, detail: string) =>
  refuse('validation-failed', {
    errors: [{ pointer: `/${field}`, in: 'body', code: 'not-valid', detail }],
  });

function named(faults: readonly RateFault[]): Refusal<'tax-rate-not-valid'> {
  const shown = faults.slice(0, faults_max).map(({ line, field, detail }) => {
    return { pointer: `/${field}`, line, code: 'not-valid', detail };
  });
  return refuse('tax-rate-not-valid', { errors: shown, faults: faults.length });
}

async function saveRates(
  written: readonly WrittenRate[],
  of: { change: Change; today: string; lines: readonly number[] },
): Promise<{ saved: number } | Refusal> {
  const faults: RateFault[] = [];
  const lines = new Map<string, number>();
  const rows: TaxRow[] = [];
  written.forEach((one, at) => {
    const line = of.lines[at] ?? 0;
    const made = rateFrom(one, { line, today: of.today });
    if (Array.isArray(made)) faults.push(...made);
    else {
      const key = rateKey(made);
      const before = lines.get(key);
      if (before !== undefined) {
        faults.push({ line, field: 'name', detail: `${key} stands in line ${before} too` });
      }
      lines.set(key, line);
      rows.push(made);
    }
  });
  if (faults.length > 0) return named(faults);
  return of.change(async (tx) => {
    const kept = await store.readTaxRates(tx, taxRates_max);
    const all = new Map(kept.map((row) => [rateKey(row), row]));
    for (const row of rows) all.set(rateKey(row), row);
    const among = faultsAmong([...all.values()], lines);
    if (all.size > taxRates_max) {
      among.push({ line: 1, field: 'file', detail: `there are at most ${taxRates_max} rates` });
    }
    if (among.length > 0) return named(among);
    await store.saveTaxRates(tx, rows);
    return { saved: rows.length };
  });
}

async function saveCountry(row: CountryRow, change: Change): Promise<true | Refusal> {
  const { country, scheme } = row;
  if (!isCountry(country)) return wrongField('country', `'${country}' is no country`);
  if (scheme === 'gst-in' && country !== 'IN') {
    return wrongField('scheme', 'only India splits its GST like this');
  }
  const originState = row.originState === null ? null : stateCode(country, row.originState);
  return change(async (tx) => {
    await store.saveTaxCountry(tx, { ...row, originState });
    return true as const;
  });
}
