// SQL of prices by key and of quotes, which are written once.
import type { Sql } from '#kernel/db/db.ts';
import type { PriceToSet, Quote } from './contract.ts';

export interface PriceRow {
  variantId: string;
  currency: string;
  base_minor: number;
  sale_minor: number | null;
  version: number;
  /** It follows another currency. */
  converted: boolean;
}

const SET = `
with item as (
  select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $6::boolean[])
    as t(variant_id, currency, base_minor, sale_minor, converted)
), was as (
  select p.variant_id, p.currency, case when p.told_base_minor is null
    then least(p.base_minor, coalesce(p.sale_minor, p.base_minor))
    else least(p.told_base_minor, coalesce(p.told_sale_minor, p.told_base_minor)) end as now
  from price p join item using (variant_id, currency) where p.version > 0
), moved as (
  insert into price (variant_id, currency, base_minor, sale_minor, converted)
  select variant_id, currency, base_minor, sale_minor, converted from item
  order by variant_id, currency
  on conflict (variant_id, currency) do update set
    base_minor = excluded.base_minor, sale_minor = excluded.sale_minor,
    told_base_minor = null, told_sale_minor = null,
    converted = excluded.converted, version = price.version + 1, updated_at = now()
  -- What somebody set stays.
  where (price.converted or not excluded.converted) and (
    (price.base_minor, price.sale_minor, price.converted)
      is distinct from (excluded.base_minor, excluded.sale_minor, excluded.converted)
    or price.told_base_minor is not null or price.version = 0)
  returning variant_id, currency, base_minor, sale_minor, version
), ended as (
  select variant_id, currency, was.now as ended_minor, (now() at time zone 'utc')::date as today
  from moved join was using (variant_id, currency)
  where was.now <> least(base_minor, coalesce(sale_minor, base_minor))
), old as (
  delete from price_past p using ended e
  where p.variant_id = e.variant_id and p.currency = e.currency
    and p.ended_on < e.today - 90
), past as (
  insert into price_past as p (variant_id, currency, ended_on, lowest_minor, ended_at)
  select variant_id, currency, today, ended_minor, now() from ended
  on conflict (variant_id, currency, ended_on) do update set
    lowest_minor = least(p.lowest_minor, excluded.lowest_minor), ended_at = excluded.ended_at
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  select 'PRICE_CHANGED', 'price', variant_id || ':' || currency, version,
    jsonb_build_object('variantId', variant_id, 'currency', currency,
      'from', (select now from was where was.variant_id = moved.variant_id
        and was.currency = moved.currency),
      'to', least(base_minor, coalesce(sale_minor, base_minor)),
      'base', base_minor, 'sale', sale_minor, 'version', version), $5::jsonb
  from moved
)
select count(*)::int as changed from moved`;

/**
 * Sets prices; (variant, currency) pairs must differ. What a variant cost until now goes into
 * `price_past` where that changed. The last `converted` of them follow others and leave prices that
 * somebody set alone. Gives how many are not what they were. One statement.
 */
export async function upsertPrices(
  db: Sql,
  prices: readonly PriceToSet[],
  { meta, converted = 0 }: { meta: string; converted?: number },
): Promise<number> {
  const row = await db.row<{ changed: number }>(SET, [
    prices.map((one) => one.variantId),
    prices.map((one) => one.currency),
    prices.map((one) => one.base_minor),
    prices.map((one) => one.sale_minor),
    meta,
    prices.map((_, at) => at >= prices.length - converted),
  ]);
  return row?.changed ?? 0;
}

const PRICES = `
select p.variant_id as "variantId", p.currency, p.base_minor, p.sale_minor,
  greatest(p.version, 1) as version, p.converted
from unnest($1::text[], $2::text[]) as t(variant_id, currency)
join price p using (variant_id, currency)`;

/** Prices by (variant, currency), one statement for all. */
export async function readPrices(
  db: Sql,
  keys: { variantId: string; currency: string }[],
): Promise<PriceRow[]> {
  return db.rows<PriceRow>(PRICES, [
    keys.map((one) => one.variantId),
    keys.map((one) => one.currency),
  ]);
}

const LOWEST = `
select p.variant_id as "variantId", min(p.lowest_minor) as lowest30_minor
from (select unnest($1::text[]) as variant_id) t
join price_past p on p.variant_id = t.variant_id and p.currency = $2
join lateral (select max(ended_at) as began from price_past l
  where l.variant_id = p.variant_id and l.currency = p.currency) present on true
where p.ended_on >= (present.began at time zone 'utc')::date - 30
group by p.variant_id`;

export interface Lowest {
  variantId: string;
  lowest30_minor: number;
}

/** The lowest price of the 30 days before the present one began; none without an earlier price. */
export async function readLowest(
  db: Sql,
  variantIds: readonly string[],
  currency: string,
): Promise<Lowest[]> {
  return db.rows<Lowest>(LOWEST, [variantIds, currency]);
}

const HISTORY = `
select to_char(p.ended_on, 'YYYY-MM-DD') as day, p.lowest_minor
from price_past p
where p.variant_id = $1 and p.currency = $2
  and p.ended_on >= (now() at time zone 'utc')::date - 90
order by p.ended_on`;

/** The lowest price that ended on a day, for each of the last 90 days on which one ended. */
export async function readHistory(
  db: Sql,
  variantId: string,
  currency: string,
): Promise<{ day: string; lowest_minor: number }[]> {
  return db.rows<{ day: string; lowest_minor: number }>(HISTORY, [variantId, currency]);
}

const INSERT_QUOTES = `
with item as (
  select * from json_to_recordset($1::json) as t("quoteId" text, "checkoutId" text,
    currency text, "subtotal_minor" bigint, "discount_minor" bigint, "shipping_minor" bigint,
    "tax_minor" bigint, "total_minor" bigint, "shippingMethod" text, "expiresAt" timestamptz,
    lines json, discounts jsonb, tax jsonb, moves jsonb, parcels jsonb)
), made as (
  insert into quote (quote_id, checkout_id, currency, subtotal_minor, discount_minor,
    shipping_minor, tax_minor, total_minor, shipping_method, expires_at, discounts,
    tax, moves, parcels)
  select "quoteId", "checkoutId", currency, "subtotal_minor", "discount_minor",
    "shipping_minor", "tax_minor", "total_minor", "shippingMethod", "expiresAt", discounts, tax,
    moves, parcels
  from item
  on conflict (quote_id) do nothing
  returning quote_id
), lines as (
  insert into quote_line (quote_id, line_no, variant_id, product_id, seller_id, quantity,
    unit_minor, total_minor, discount_minor, tax_minor, included_minor)
  select made.quote_id, l."lineNo", l."variantId", l."productId", l."sellerId", l.quantity,
    l."unit_minor", l."total_minor", coalesce(l."discount_minor", 0), l.tax_minor,
    coalesce(l.included_minor, 0)
  from item join made on made.quote_id = item."quoteId"
  cross join lateral json_to_recordset(item.lines) as l("lineNo" int, "variantId" text,
    "productId" text, "sellerId" text, quantity int, "unit_minor" bigint, "total_minor" bigint,
    "discount_minor" bigint, tax_minor bigint, included_minor bigint)
)
select quote_id as "quoteId" from made`;

/** Keeps quotes, each once; gives the ids that were new. One statement for all. */
export async function insertQuotes(db: Sql, quotes: Quote[]): Promise<Set<string>> {
  const rows = await db.rows<{ quoteId: string }>(INSERT_QUOTES, [JSON.stringify(quotes)]);
  return new Set(rows.map((row) => row.quoteId));
}

const THERE = `select quote_id as "quoteId" from quote where quote_id = any($1::text[])`;

/** Those of these quotes that are kept already. */
export async function quotesThere(db: Sql, quoteIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ quoteId: string }>(THERE, [quoteIds]);
  return new Set(rows.map((row) => row.quoteId));
}

const QUOTES = `
select q.quote_id as "quoteId", q.checkout_id as "checkoutId", q.currency, q.subtotal_minor,
  q.discount_minor, q.shipping_minor, q.tax_minor, q.total_minor,
  q.shipping_method as "shippingMethod", q.expires_at as "expiresAt", 1 as version, q.discounts,
  q.tax, q.moves, q.parcels,
  (select json_agg(json_strip_nulls(json_build_object('lineNo', l.line_no,
      'variantId', l.variant_id, 'productId', l.product_id, 'sellerId', l.seller_id,
      'quantity', l.quantity, 'unit_minor', l.unit_minor, 'total_minor', l.total_minor,
      'discount_minor', nullif(l.discount_minor, 0), 'tax_minor', l.tax_minor,
      'included_minor', nullif(l.included_minor, 0))) order by l.line_no)
    from quote_line l where l.quote_id = q.quote_id) as lines
from quote q where q.quote_id = any($1::text[])`;

/** Quotes with their lines. */
export async function readQuotes(db: Sql, quoteIds: string[]): Promise<Quote[]> {
  type Row = Omit<Quote, 'expiresAt' | 'discounts' | 'tax' | 'moves' | 'parcels'> & {
    expiresAt: Date;
    discounts: Quote['discounts'] | null;
    tax: Quote['tax'] | null;
    moves: Quote['moves'] | null;
    parcels: Quote['parcels'] | null;
  };
  const rows = await db.rows<Row>(QUOTES, [quoteIds]);
  return rows.map(({ discounts, tax, moves, parcels, ...row }) => {
    const off = discounts ? { discounts } : {};
    const sent = parcels ? { parcels } : {};
    const why = { ...off, ...sent, ...(tax ? { tax } : {}), ...(moves ? { moves } : {}) };
    return { ...row, ...why, expiresAt: row.expiresAt.toISOString() };
  });
}

const PROLONG = `
update quote set expires_at = greatest(expires_at, now() + $2 * interval '1 millisecond')
where quote_id = $1 returning expires_at as "expiresAt"`;

/** Moves the end of a quote, never to earlier; null where there is none. */
export async function prolongQuote(db: Sql, quoteId: string, ttl_ms: number): Promise<Date | null> {
  const row = await db.row<{ expiresAt: Date }>(PROLONG, [quoteId, ttl_ms]);
  return row?.expiresAt ?? null;
}
