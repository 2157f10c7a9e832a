/** SQL of tax: rates, how countries take them, who is exempt. All of it is small and read whole. */
import type { Sql } from '#kernel/db/db.ts';
import type { CountryRow, ExemptionRow, TaxRow } from './tax-book.ts';

const REVISION = 'select revision::text as revision from tax_revision';
const BUMP = 'update tax_revision set revision = revision + 1';
const LOCK = 'select revision from tax_revision for update';

/** What every change counts up. */
export async function readTaxRevision(db: Sql): Promise<string> {
  return (await db.row<{ revision: string }>(REVISION))?.revision ?? '0';
}

/** One change at a time, each counted. */
export async function beginTaxChange(tx: Sql): Promise<void> {
  await tx.rows(LOCK);
  await tx.run(BUMP);
}

const RATES = `
select country, state, zip_from as "zipFrom", zip_to as "zipTo", tax_class as "taxClass", name,
  rate_milli, taxes_shipping as "taxesShipping", to_char(since, 'YYYY-MM-DD') as since
from tax_rate order by country, state, zip_from, tax_class, name, since limit $1`;

const COUNTRIES = `
select country, prices_include as "pricesInclude", rounding, scheme, origin_state as "originState",
  reverse_charge as "reverseCharge"
from tax_country order by country limit 300`;

const EXEMPTIONS = `
select exemption_id as "exemptionId", user_id as "userId", kind, number, country, state,
  to_char(valid_from, 'YYYY-MM-DD') as "validFrom", to_char(valid_until, 'YYYY-MM-DD')
  as "validUntil"
from tax_exemption `;

export function readTaxRates(db: Sql, max: number): Promise<TaxRow[]> {
  return db.rows<TaxRow>(RATES, [max]);
}

export function readTaxCountries(db: Sql): Promise<CountryRow[]> {
  return db.rows<CountryRow>(COUNTRIES);
}

export function readExemptions(db: Sql, max: number): Promise<ExemptionRow[]> {
  return db.rows<ExemptionRow>(EXEMPTIONS + 'order by exemption_id limit $1', [max]);
}

/** Newest first, below an id; of one person where one is named. */
export function exemptionsPage(
  db: Sql,
  of: { below: string; userId: string | null; limit: number },
): Promise<ExemptionRow[]> {
  return db.rows<ExemptionRow>(
    EXEMPTIONS +
      `where exemption_id < $1 and ($2::text is null or user_id = $2)
      order by exemption_id desc limit $3`,
    [of.below, of.userId, of.limit],
  );
}

const SAVE_RATES = `
insert into tax_rate as r (country, state, zip_from, zip_to, tax_class, name, rate_milli,
  taxes_shipping, since)
select country, state, "zipFrom", "zipTo", "taxClass", name, rate_milli, "taxesShipping", since
from jsonb_to_recordset($1::jsonb) as x(country text, state text, "zipFrom" text, "zipTo" text,
  "taxClass" text, name text, rate_milli int, "taxesShipping" boolean, since date)
on conflict (country, state, zip_from, tax_class, name, since) do update set
  zip_to = excluded.zip_to, rate_milli = excluded.rate_milli,
  taxes_shipping = excluded.taxes_shipping, version = r.version + 1`;

/** Rates, each new or in place of that of its key. One statement. */
export async function saveTaxRates(tx: Sql, rows: readonly TaxRow[]): Promise<void> {
  await tx.run(SAVE_RATES, [JSON.stringify(rows)]);
}

const DROP_RATE = `
delete from tax_rate
where (country, state, zip_from, tax_class, name, since) = ($1, $2, $3, $4, $5, $6::date)`;

export type RateKey = Omit<TaxRow, 'zipTo' | 'rate_milli' | 'taxesShipping'>;

export async function dropTaxRate(tx: Sql, row: RateKey): Promise<boolean> {
  const { country, state, zipFrom, taxClass, name, since } = row;
  return (await tx.run(DROP_RATE, [country, state, zipFrom, taxClass, name, since])) > 0;
}

const SAVE_COUNTRY = `
insert into tax_country as c (country, prices_include, rounding, scheme, origin_state,
  reverse_charge)
values ($1, $2, $3, $4, $5, $6)
on conflict (country) do update set prices_include = excluded.prices_include,
  rounding = excluded.rounding, scheme = excluded.scheme, origin_state = excluded.origin_state,
  reverse_charge = excluded.reverse_charge, version = c.version + 1`;

export async function saveTaxCountry(tx: Sql, row: CountryRow): Promise<void> {
  const { country, pricesInclude, rounding, scheme, originState, reverseCharge } = row;
  await tx.run(SAVE_COUNTRY, [
    country,
    pricesInclude,
    rounding,
    scheme,
    originState,
    reverseCharge,
  ]);
}

const ADD_EXEMPTION = `
insert into tax_exemption (exemption_id, user_id, kind, number, country, state, valid_from,
  valid_until, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

export async function addExemption(tx: Sql, row: ExemptionRow, actor: string): Promise<void> {
  const { exemptionId, userId, kind, number, country, state, validFrom, validUntil } = row;
  await tx.run(ADD_EXEMPTION, [
    exemptionId,
    userId,
    kind,
    number,
    country,
    state,
    validFrom,
    validUntil,
    actor,
  ]);
}

export async function countExemptions(tx: Sql): Promise<number> {
  return (await tx.row<{ n: number }>('select count(*)::int as n from tax_exemption'))?.n ?? 0;
}

export async function dropExemption(tx: Sql, exemptionId: string): Promise<boolean> {
  return (await tx.run('delete from tax_exemption where exemption_id = $1', [exemptionId])) > 0;
}

/** Those of people who were erased, and that it changed. */
export async function forgetExemptions(tx: Sql, userIds: readonly string[]): Promise<void> {
  const gone = await tx.run('delete from tax_exemption where user_id = any($1::text[])', [userIds]);
  if (gone > 0) await tx.run(BUMP);
}
