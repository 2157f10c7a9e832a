// SQL of prices that something moves: read with all that moves them, set without telling, told
// anew, and the walk over all of them. A shop without rules and schedules uses none of it.
import type { Sql } from '#kernel/db/db.ts';
import type { PriceToSet } from './contract.ts';
import type { Entry, Standing } from './model-standing.ts';

export interface Key {
  variantId: string;
  currency: string;
}

/** Competitors' prices older than this do not count. */
export const competitor_days = 7;

const STANDING = `
select p.variant_id as "variantId", p.currency, p.base_minor, p.sale_minor,
  p.told_base_minor, p.told_sale_minor, p.version, p.converted, f.product_id as "productId",
  f.seller_id as "sellerId", f.brand, f.category_id as "categoryId", f.stock,
  f.version as "factsVersion", i.summed, i.compared, i.learned, i.number,
  case when $7::boolean and (select c.ready from demand_cursor c) then coalesce((
    select d.units from product_demand d where d.product_id = f.product_id), 0) end as demand,
  case when $5::boolean then (
    select json_build_array(min(c.price_minor), extract(epoch from min(c.seen_at)) * 1000)
    from competitor_price c where c.variant_id = p.variant_id
      and c.currency = p.currency and c.seen_at > $3::timestamptz - $4 * interval '1 day')
    end as competitor,
  case when $6::boolean then (
    select json_build_array(y.lowest_minor, extract(epoch from y.ended_at) * 1000)
    from price_past y where y.variant_id = p.variant_id
      and y.currency = p.currency and y.ended_at > $3::timestamptz - interval '1 day'
      order by y.ended_on limit 1) end as yesterday,
  case when $8::boolean then (
    select json_agg(json_build_object('kind', e.kind, 'listId', e.list_id,
      'price_minor', e.price_minor,
      'from_ms', floor(extract(epoch from e.valid_from) * 1000),
      'until_ms', floor(extract(epoch from e.valid_until) * 1000)) order by e.entry_id)
    from price_entry e where e.variant_id = p.variant_id and e.currency = p.currency
      and not e.ended) end as entries
from unnest($1::text[], $2::text[]) as t(variant_id, currency)
join price p using (variant_id, currency)
left join price_fact f using (variant_id)
left join rule_input i on i.single`;

type Found = 'told' | 'facts' | 'entries' | 'competitor_minor' | 'yesterday_minor' | 'until_ms';

interface Row extends Omit<StandingRow, Found> {
  /** What it is, and when it was so. */
  competitor: [minor: number | null, at_ms: number | null] | null;
  yesterday: [minor: number, at_ms: number] | null;
  told_base_minor: number | null;
  told_sale_minor: number | null;
  productId: string | null;
  sellerId: string;
  brand: string | null;
  categoryId: string;
  entries: Entry[] | null;
}

/** Which facts, sums of demand and competitors' prices a row was read with. */
export interface ReadWith extends Inputs {
  factsVersion: number | null;
}

/** Numbers of what rules ask, each another after every change; null: nobody counts them. */
export interface Inputs {
  /** Sums of demand. */
  summed: number | null;
  /** Competitors' prices. */
  compared: number | null;
  /** What variants are, and their stock. */
  learned: number | null;
  /** Another one whenever any of them is. */
  number: number | null;
}

/** `until_ms`: when what a competitor asks, or what it cost yesterday, is too old to count. */
export type StandingRow = Standing & ReadWith & { until_ms: number };

const day_ms = 86_400_000;

/** What is asked about each price, besides what it is; what nobody asks for is not looked up. */
export interface Asks {
  at: Date;
  competitor: boolean;
  yesterday: boolean;
  demand: boolean;
  entries: boolean;
}

/** Prices by (variant, currency) with what moves them, one statement for all. */
export async function readStandings(
  db: Sql,
  keys: readonly Key[],
  { at, competitor, yesterday, demand, entries }: Asks,
): Promise<StandingRow[]> {
  const rows = await db.rows<Row>(STANDING, [
    keys.map((one) => one.variantId),
    keys.map((one) => one.currency),
    at,
    competitor_days,
    competitor,
    yesterday,
    demand,
    entries,
  ]);
  return rows.map((row): StandingRow => {
    const { told_base_minor, told_sale_minor, productId, sellerId, brand, categoryId, ...more } =
      row;
    const { competitor: other, yesterday: before, ...rest } = more;
    const { base_minor, sale_minor, version } = rest;
    const stored = version === 0 ? null : { base_minor, sale_minor };
    return {
      ...rest,
      told:
        told_base_minor === null
          ? stored
          : { base_minor: told_base_minor, sale_minor: told_sale_minor },
      facts: productId === null ? null : { productId, sellerId, brand, categoryId },
      entries: rest.entries ?? [],
      competitor_minor: other?.[0] ?? null,
      yesterday_minor: before?.[0] ?? null,
      until_ms: Math.min(
        other?.[1] ? other[1] + competitor_days * day_ms : Infinity,
        before ? before[1] + day_ms : Infinity,
      ),
    };
  });
}

// The number is read once for all rows.
const BARE = `
select t.at::int as at, p.base_minor, p.sale_minor, p.version, p.converted,
  (select i.number from rule_input i) as number
from unnest($1::text[], $2::text[]) with ordinality as t(variant_id, currency, at)
join price p using (variant_id, currency)`;

/** A price alone, with what tells whether that which is remembered of its variant still holds. */
export interface BareRow {
  /** The place of its key, from 1. */
  at: number;
  base_minor: number;
  sale_minor: number | null;
  version: number;
  converted: boolean;
  number: number | null;
}

/** As `readStandings` where nothing is to be looked up; a third of its cost. */
export async function readBare(db: Sql, keys: readonly Key[]): Promise<BareRow[]> {
  return db.rows<BareRow>(BARE, [
    keys.map((one) => one.variantId),
    keys.map((one) => one.currency),
  ]);
}

const INPUTS = `
select i.summed, i.compared, i.learned, i.number,
  (select json_agg(json_build_object('variantId', f.variant_id, 'version', f.version,
      'stock', f.stock))
    from (select variant_id from fact_change where learned > $1 limit $2 /* point */) c
    join price_fact f using (variant_id)) as changed
from rule_input i`;

export interface ChangedFact {
  variantId: string;
  version: number;
  stock: number | null;
}

/** The numbers, and the facts that changed after one of them, some of them if there are more. */
export async function readInputs(
  db: Sql,
  { after, limit }: { after: number; limit: number },
): Promise<(Inputs & { changed: ChangedFact[] | null }) | undefined> {
  return db.row<Inputs & { changed: ChangedFact[] | null }>(INPUTS, [after, limit]);
}

const QUIET = `
with item as (
  select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $6::boolean[])
    as t(variant_id, currency, base_minor, sale_minor, converted)
), moved as (
  insert into price as p (variant_id, currency, base_minor, sale_minor, converted, version)
  select variant_id, currency, base_minor, sale_minor, converted, 0 from item
  order by variant_id, currency
  on conflict (variant_id, currency) do update set
    base_minor = excluded.base_minor, sale_minor = excluded.sale_minor, updated_at = now(),
    converted = excluded.converted,
    told_base_minor = case when p.version > 0 then coalesce(p.told_base_minor, p.base_minor) end,
    told_sale_minor = case when p.version = 0 then null
      when p.told_base_minor is null then p.sale_minor else p.told_sale_minor end
  where (p.converted or not excluded.converted)
    and (p.base_minor, p.sale_minor, p.converted)
      is distinct from (excluded.base_minor, excluded.sale_minor, excluded.converted)
  returning p.variant_id, p.currency
), over as (
  update price_entry e set begun = true, ended = true, removed_at = $5
  from item i where e.variant_id = i.variant_id and e.currency = i.currency
    and e.kind = 'base' and not e.ended and e.valid_from <= $5
), due as (
  insert into price_due (variant_id, currency) select variant_id, currency from moved
  on conflict (variant_id, currency) do update set seq = default, at = now()
)
select count(*)::int as changed from moved`;

/**
 * Sets prices that something moves, to be told when it is known what they come to; what was told
 * stays known. A base price that was scheduled and has begun is over. The last `converted` of them
 * follow others and leave prices that somebody set alone. One statement.
 */
export async function setQuietly(
  db: Sql,
  prices: readonly PriceToSet[],
  { at, converted = 0 }: { at: Date; converted?: number },
): Promise<number> {
  const row = await db.row<{ changed: number }>(QUIET, [
    prices.map((one) => one.variantId),
    prices.map((one) => one.currency),
    prices.map((one) => one.base_minor),
    prices.map((one) => one.sale_minor),
    at,
    prices.map((_, nth) => nth >= prices.length - converted),
  ]);
  return row?.changed ?? 0;
}

const TELL = `
with item as (
  select * from json_to_recordset($1::json) as t("variantId" text, currency text, base bigint,
    sale bigint, version int)
), was as (
  select p.variant_id, p.currency, p.version, p.base_minor, p.sale_minor,
    coalesce(p.told_base_minor, p.base_minor) as told_base,
    case when p.told_base_minor is null then p.sale_minor else p.told_sale_minor end as told_sale
  from price p join item i on i."variantId" = p.variant_id and i.currency = p.currency
), moved as (
  update price p set version = p.version + 1, updated_at = now(),
    told_base_minor = case when (i.base, i.sale) is distinct from (p.base_minor, p.sale_minor)
      then i.base end,
    told_sale_minor = case when (i.base, i.sale) is distinct from (p.base_minor, p.sale_minor)
      then i.sale end
  from item i join was w on w.variant_id = i."variantId" and w.currency = i.currency
  where p.variant_id = i."variantId" and p.currency = i.currency and p.version = i.version
    and (w.version = 0 or (w.told_base, w.told_sale) is distinct from (i.base, i.sale))
  returning p.variant_id, p.currency, p.version, i.base, i.sale,
    least(i.base, coalesce(i.sale, i.base)) as now_minor,
    case when w.version > 0 then least(w.told_base, coalesce(w.told_sale, w.told_base)) end
      as was_minor
), ended as (
  select variant_id, currency, was_minor, ($2::timestamptz at time zone 'utc')::date as today
  from moved where was_minor <> now_minor
), old as (
  delete from price_past p using ended e
  where p.variant_id = e.variant_id and p.currency = e.currency
    and p.ended_on < e.today - 90
), past as (
  insert into price_past as p (variant_id, currency, ended_on, lowest_minor, ended_at)
  select variant_id, currency, today, was_minor, $2 from ended
  on conflict (variant_id, currency, ended_on) do update set
    lowest_minor = least(p.lowest_minor, excluded.lowest_minor), ended_at = excluded.ended_at
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, payload, metadata)
  select 'PRICE_CHANGED', 'price', variant_id || ':' || currency, version,
    jsonb_build_object('variantId', variant_id, 'currency', currency, 'from', was_minor,
      'to', now_minor, 'base', base, 'sale', sale, 'version', version), $3::jsonb
  from moved
)
select count(*)::int as changed from moved`;

export interface Telling extends Key {
  base: number;
  sale: number | null;
  /** As it was read; a price that changed since then is told the next time. */
  version: number;
}

/**
 * Tells prices that everybody is shown, where they are not what was told last, and keeps what they
 * were. One statement.
 */
export async function tellPrices(
  db: Sql,
  tellings: readonly Telling[],
  of: { at: Date; meta: string },
): Promise<number> {
  if (tellings.length === 0) return 0;
  const values = [JSON.stringify(tellings), of.at, of.meta];
  return (await db.row<{ changed: number }>(TELL, values))?.changed ?? 0;
}

const SETTLE = `
with first as (
  select entry_id from price_entry
  where not begun and not ended and valid_from <= $1 order by valid_from limit $2
), last as (
  select entry_id from price_entry
  where not ended and valid_until is not null and valid_until <= $1 order by valid_until limit $2
), passed as (
  update price_entry e set begun = true,
    ended = (e.kind = 'base' or coalesce(e.valid_until <= $1, false))
  where e.entry_id in (select entry_id from first union select entry_id from last)
    and not e.ended
  returning e.variant_id, e.currency, e.kind, e.price_minor, e.valid_from, e.entry_id
), base as (
  select distinct on (variant_id, currency) variant_id, currency, price_minor
  from passed where kind = 'base' order by variant_id, currency, valid_from desc, entry_id desc
), folded as (
  update price p set base_minor = b.price_minor,
    sale_minor = case when p.sale_minor <= b.price_minor then p.sale_minor end,
    told_base_minor = case when p.version > 0 then coalesce(p.told_base_minor, p.base_minor) end,
    told_sale_minor = case when p.version = 0 then null
      when p.told_base_minor is null then p.sale_minor else p.told_sale_minor end
  from base b where b.variant_id = p.variant_id and b.currency = p.currency
), due as (
  insert into price_due (variant_id, currency)
  select distinct variant_id, currency from passed where kind <> 'list'
  on conflict (variant_id, currency) do update set seq = default, at = now()
)
select count(*)::int as count from passed`;

/** Marks entries that began or ended by now, so that they are told; gives how many. */
export async function settleEntries(db: Sql, at: Date, limit: number): Promise<number> {
  return (await db.row<{ count: number }>(SETTLE, [at, limit]))?.count ?? 0;
}

const DUE = `
select variant_id as "variantId", currency, seq, at < now() - interval '1 minute' as "isOld"
from price_due order by seq limit $1`;

export interface Due extends Key {
  seq: number;
  isOld: boolean;
}

export async function readDue(db: Sql, limit: number): Promise<Due[]> {
  return db.rows<Due>(DUE, [limit]);
}

const DONE = `
delete from price_due d using unnest($1::text[], $2::text[], $3::bigint[]) as t(v, c, seq)
where d.variant_id = t.v and d.currency = t.c and d.seq = t.seq`;

/** Drops what was told; what became due again meanwhile stays. */
export async function dropDue(db: Sql, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return;
  await db.run(DONE, [
    due.map((one) => one.variantId),
    due.map((one) => one.currency),
    due.map((one) => one.seq),
  ]);
}

const CLAIM = `
update price_walk set owner = $1, lease_until = now() + interval '30 seconds',
  wanted = $2,
  after_variant = case when wanted = $2 then after_variant else '' end,
  after_currency = case when wanted = $2 then after_currency else '' end
where owner = $1 or lease_until < now()
returning done = $2 as "isDone", after_variant as "afterVariant",
  after_currency as "afterCurrency"`;

export interface Walk {
  isDone: boolean;
  afterVariant: string;
  afterCurrency: string;
}

/** Takes the walk, or goes on with it; undefined: another process walks. */
export async function claimWalk(db: Sql, owner: string, wanted: string): Promise<Walk | undefined> {
  return db.row<Walk>(CLAIM, [owner, wanted]);
}

const STEP = `
update price_walk set after_variant = $3, after_currency = $4,
  done = case when $5 then wanted else done end
where owner = $1 and wanted = $2`;

/** Notes how far the walk is; the end of it begins the next from the first. */
export async function noteWalk(
  db: Sql,
  of: { owner: string; wanted: string; last: Key | undefined },
): Promise<void> {
  const { owner, wanted, last } = of;
  const place = [last?.variantId ?? '', last?.currency ?? '', last === undefined];
  await db.run(STEP, [owner, wanted, ...place]);
}

const PAGE = `
select variant_id as "variantId", currency from price
where (variant_id, currency) > ($1, $2) order by variant_id, currency limit $3`;

/** Keys of prices after one, in their order. */
export async function pageOfPrices(db: Sql, after: Key, limit: number): Promise<Key[]> {
  return db.rows<Key>(PAGE, [after.variantId, after.currency, limit]);
}

const MOVED = `
select variant_id as "variantId", currency from price
where told_base_minor is not null order by variant_id limit $1`;

/** Prices of which something else was told than is stored. */
export async function movedPrices(db: Sql, limit: number): Promise<Key[]> {
  return db.rows<Key>(MOVED, [limit]);
}

const AGAIN = `update price_walk set done = '' where owner = $1`;

/** Has all prices looked at once more. */
export async function walkAgain(db: Sql, owner: string): Promise<void> {
  await db.run(AGAIN, [owner]);
}

const KEEP = `
insert into price_fact as f (variant_id, product_id, seller_id, brand, category_id, version)
select * from json_to_recordset($1::json) as t("variantId" text, "productId" text,
  "sellerId" text, brand text, "categoryId" text, version int)
on conflict (variant_id) do update set product_id = excluded.product_id,
  seller_id = excluded.seller_id, brand = excluded.brand, category_id = excluded.category_id,
  version = excluded.version
where f.version < excluded.version`;

export interface FactRow {
  variantId: string;
  productId: string;
  sellerId: string;
  brand: string | null;
  categoryId: string;
  version: number;
}

/** Keeps what rules ask of variants; an older version never wins. Variants must differ. */
export async function keepFacts(db: Sql, facts: readonly FactRow[]): Promise<void> {
  if (facts.length > 0) await db.run(KEEP, [JSON.stringify(facts)]);
}

const RENEW = `
with item as (
  select * from json_to_recordset($1::json) as t("variantId" text, "productId" text,
    "sellerId" text, brand text, "categoryId" text, version int)
), moved as (
  update price_fact f set product_id = i."productId", seller_id = i."sellerId", brand = i.brand,
    category_id = i."categoryId", version = i.version
  from item i where f.variant_id = i."variantId" and f.version < i.version
  returning f.variant_id, (old.brand, old.category_id) is distinct from (f.brand, f.category_id)
    as is_other
)
insert into price_due (variant_id, currency)
select p.variant_id, p.currency from moved m join price p using (variant_id) where m.is_other
on conflict (variant_id, currency) do update set seq = default, at = now()`;

/** Brings facts that are kept up to date, and has prices told that may be others by it. */
export async function renewFacts(tx: Sql, facts: readonly FactRow[]): Promise<void> {
  if (facts.length > 0) await tx.run(RENEW, [JSON.stringify(facts)]);
}

const STOCK = `
update price_fact f set stock = t.stock from unnest($1::text[], $2::int[]) as t(variant_id, stock)
where f.variant_id = t.variant_id and f.stock is distinct from t.stock`;

export async function noteStock(
  db: Sql,
  stock: readonly { variantId: string; available: number }[],
): Promise<void> {
  if (stock.length === 0) return;
  await db.run(STOCK, [stock.map((one) => one.variantId), stock.map((one) => one.available)]);
}
