/** SQL of what sells, by product, and of what competitors ask: what rules look at. */
import type { Sql } from '#kernel/db/db.ts';

const BEGIN = `
insert into demand_cursor (order_id, ready) values ($1, false) on conflict do nothing`;
const CURSOR = 'select order_id as "orderId", ready from demand_cursor';

/** The last order that was counted; the first time: this one. */
export async function demandCursor(db: Sql, first: string): Promise<string> {
  await db.run(BEGIN, [first]);
  return (await db.row<{ orderId: string }>(CURSOR))?.orderId ?? first;
}

const COUNT = `
with moved as (
  update demand_cursor set order_id = $2, ready = $6 where order_id = $1
  returning order_id, old.ready <> new.ready as is_other
), numbered as (
  update rule_input set summed = summed + 1 where exists (select from moved where is_other)
)
insert into demand_hour as d (product_id, hour, units)
select t.product_id, $3, t.units from moved, unnest($4::text[], $5::int[]) as t(product_id, units)
on conflict (product_id, hour) do update set units = d.units + excluded.units`;

/** Adds what sold in an hour, and moves the cursor; nothing where another process did. */
export async function countDemand(
  db: Sql,
  of: {
    after: string;
    last: string;
    hour: Date;
    products: readonly { productId: string; units: number }[];
    isReady: boolean;
  },
): Promise<void> {
  const { after, last, hour, products, isReady } = of;
  await db.run(COUNT, [
    after,
    last,
    hour,
    products.map((one) => one.productId),
    products.map((one) => one.units),
    isReady,
  ]);
}

const SUM = `
with old as (
  delete from demand_hour where hour <= $1
), now as (
  select product_id, sum(units)::int as units from demand_hour where hour > $1 group by product_id
), gone as (
  delete from product_demand d where not exists (
    select from now where now.product_id = d.product_id)
  returning d.product_id
), put as (
  insert into product_demand as d (product_id, units) select product_id, units from now
  on conflict (product_id) do update set units = excluded.units where d.units <> excluded.units
  returning d.product_id
)
update rule_input set summed = summed + 1
where exists (select from gone) or exists (select from put)`;

/** Makes the sums of the hours after a time anew; there is another number where one changed. */
export async function sumDemand(db: Sql, since: Date): Promise<void> {
  await db.run(SUM, [since]);
}

const DEMANDS = `
select i.summed, exists (select from demand_cursor c where c.ready) as ready,
  coalesce((select json_object_agg(d.product_id, d.units) from product_demand d
    where d.product_id = any($1::text[])), '{}') as units
from rule_input i`;

export interface Demands {
  /** Which sums these are. */
  summed: number;
  /** All of the last day is counted. */
  ready: boolean;
  /** By product; one that is not named has none. */
  units: Record<string, number>;
}

/** What sold of these products in the last day. */
export const readDemands = (db: Sql, productIds: readonly string[]) =>
  db.row<Demands>(DEMANDS, [productIds]);

const END = `
with gone as (delete from demand_hour), none as (delete from product_demand),
  numbered as (update rule_input set summed = summed + 1)
delete from demand_cursor`;

/** Nobody asks any more. */
export async function forgetDemand(db: Sql): Promise<void> {
  await db.run(END);
}

export interface CompetitorPrice {
  variantId: string;
  currency: string;
  source: string;
  price_minor: number;
}

const IMPORT = `
with item as (
  select * from json_to_recordset($1::json) as t("variantId" text, currency text, source text,
    "price_minor" bigint)
), kept as (
  insert into competitor_price as c (variant_id, currency, source, price_minor, seen_at)
  select "variantId", currency, source, "price_minor", $2 from item
  on conflict (variant_id, currency, source) do update set price_minor = excluded.price_minor,
    seen_at = excluded.seen_at
  returning c.variant_id, c.currency
), due as (
  insert into price_due (variant_id, currency)
  select distinct k.variant_id, k.currency from kept k join price using (variant_id, currency)
  on conflict (variant_id, currency) do update set seq = default, at = now()
), numbered as (
  update rule_input set compared = compared + 1 where exists (select from kept)
)
select count(*)::int as count from kept`;

/** Keeps what competitors ask, the newest of each source. Keys must differ. */
export async function keepCompetitors(
  db: Sql,
  prices: readonly CompetitorPrice[],
  at: Date,
): Promise<number> {
  const row = await db.row<{ count: number }>(IMPORT, [JSON.stringify(prices), at]);
  return row?.count ?? 0;
}

const OF_VARIANT = `
select variant_id as "variantId", currency, source, price_minor, seen_at as "seenAt"
from competitor_price where (variant_id, currency, source) > ($1, $2, $3)
  and ($5::text is null or variant_id = $5)
order by variant_id, currency, source limit $4`;

export interface CompetitorRow extends CompetitorPrice {
  seenAt: Date;
}

export async function readCompetitors(
  db: Sql,
  of: { after: readonly [string, string, string]; limit: number; variantId: string | null },
): Promise<CompetitorRow[]> {
  return db.rows<CompetitorRow>(OF_VARIANT, [...of.after, of.limit, of.variantId]);
}
