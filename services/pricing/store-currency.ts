/** SQL of conversion rates, and of prices that follow them. */
import type { Sql } from '#kernel/db/db.ts';
import type { PriceToSet } from './contract.ts';
import type { CurrencyRate } from './model-currency.ts';

export interface RateRow extends CurrencyRate {
  applied: boolean;
}

/** As many rates as are looked at; years of daily ones in some currencies. */
export const currencyRates_max = 5_000;

const RATES = `
select currency, base, rate_micro, step_minor, less_minor, source, applied,
  to_char(since, 'YYYY-MM-DD') as since, to_char(until, 'YYYY-MM-DD') as until
from currency_rate order by since desc, currency limit $1`;

/** The newest rates. */
export function readCurrencyRates(db: Sql): Promise<RateRow[]> {
  return db.rows<RateRow>(RATES, [currencyRates_max]);
}

const SAVE = `
insert into currency_rate (currency, base, rate_micro, step_minor, less_minor, since, until,
  source, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (currency, since) do update set base = excluded.base,
  rate_micro = excluded.rate_micro, step_minor = excluded.step_minor,
  less_minor = excluded.less_minor, until = excluded.until, source = excluded.source,
  created_by = excluded.created_by, applied = false`;

export async function saveCurrencyRate(tx: Sql, rate: CurrencyRate, actor: string): Promise<void> {
  const { currency, base, rate_micro, step_minor, less_minor, since, until, source } = rate;
  const numbers = [rate_micro, step_minor, less_minor];
  await tx.run(SAVE, [currency, base, ...numbers, since, until, source, actor]);
}

const APPLIED = `
update currency_rate set applied = true
where currency = $1 and since = $2::date and rate_micro = $3 and step_minor = $4
  and less_minor = $5 and base = $6`;

/** Notes that prices of this very rate are written. */
export async function noteApplied(db: Sql, rate: CurrencyRate): Promise<void> {
  const { currency, since, rate_micro, step_minor, less_minor, base } = rate;
  await db.run(APPLIED, [currency, since, rate_micro, step_minor, less_minor, base]);
}

const IDS = `
select variant_id as "variantId" from price where currency = $1 and variant_id > $2
order by variant_id limit $3`;

// In the order in which setPrices locks them, so that the two never wait for each other.
const LOCK = `
select variant_id as "variantId", currency, base_minor, sale_minor from price
where variant_id = any($1::text[]) and currency = any($2::text[])
order by variant_id, currency for update`;

/** Some prices of the base, after a variant, locked with those that follow them. */
export async function lockPage(
  tx: Sql,
  of: { rate: CurrencyRate; after: string; limit: number },
): Promise<PriceToSet[]> {
  const { base, currency } = of.rate;
  const ids = await tx.rows<{ variantId: string }>(IDS, [base, of.after, of.limit]);
  if (ids.length === 0) return [];
  const keys = [ids.map((one) => one.variantId), [base, currency]];
  const rows = await tx.rows<PriceToSet>(LOCK, keys);
  return rows.filter((row) => row.currency === base);
}
