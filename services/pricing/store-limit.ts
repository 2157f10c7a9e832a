// SQL of what promotions with a limit have left, of their uses, and of first orders. Purses are
// locked in one order before anything is taken from them or given back, so that what is left is
// never taken twice and two batches do not wait for each other.
import type { Sql } from '#kernel/db/db.ts';
import type { Limits } from './model-rule.ts';

export interface PurseRow {
  promotionId: string;
  /** Empty: it counts uses. */
  currency: string;
  /** null: without end. */
  most: number | null;
  taken: number;
}

const PURSES = `
select promotion_id as "promotionId", currency, most, taken from promotion_purse
where promotion_id = any($1::text[])`;

/** What is taken of promotions; those without a limit are left out. */
export async function readPurses(db: Sql, promotionIds: readonly string[]): Promise<PurseRow[]> {
  return promotionIds.length === 0 ? [] : db.rows<PurseRow>(PURSES, [promotionIds]);
}

const LOCK = `
select promotion_id as "promotionId", currency, most, taken from promotion_purse
where promotion_id = any($1::text[]) order by promotion_id, currency for update`;

/** The same, locked until the transaction ends. */
export async function lockPurses(tx: Sql, promotionIds: readonly string[]): Promise<PurseRow[]> {
  return tx.rows<PurseRow>(LOCK, [promotionIds]);
}

const SET = `
insert into promotion_purse as p (promotion_id, currency, most, taken)
select $1, w.currency, w.most, coalesce((
  select case when w.currency = '' then count(*)
    else sum(u.amount_minor) filter (where u.currency = w.currency) end
  from promotion_use u where u.promotion_id = $1 and u.state in ('held', 'consumed')), 0)
from unnest($2::text[], $3::bigint[]) as w(currency, most)
on conflict (promotion_id, currency) do update set most = excluded.most`;

/**
 * Gives a promotion these limits; its purses are locked, and those that it has are all named, with
 * null where it is to have no limit any more. A new one counts what is used already.
 */
export async function setPurses(
  tx: Sql,
  promotionId: string,
  wanted: ReadonlyMap<string, number | null>,
): Promise<void> {
  await tx.run(SET, [promotionId, [...wanted.keys()], [...wanted.values()]]);
}

export interface NewUse {
  checkoutId: string;
  quoteId: string;
  promotionId: string;
  amount_minor: number;
  currency: string;
}

const TAKE = `
with item as (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])
    as t(checkout_id, quote_id, promotion_id, amount_minor, currency)
), made as (
  insert into promotion_use (checkout_id, quote_id, promotion_id, amount_minor, currency)
  select checkout_id, quote_id, promotion_id, amount_minor, currency from item
)
update promotion_purse p set taken = p.taken + t.much
from (
  select promotion_id, '' as currency, count(*) as much from item group by 1
  union all
  select promotion_id, currency, sum(amount_minor) from item group by 1, 2
) t
where p.promotion_id = t.promotion_id and p.currency = t.currency
returning p.promotion_id as "promotionId", p.currency, p.most, p.taken`;

/** Holds uses; the purses are locked, and there is room. Gives the purses as they then are. */
export async function takeUses(tx: Sql, uses: readonly NewUse[]): Promise<PurseRow[]> {
  return tx.rows<PurseRow>(TAKE, [
    uses.map((one) => one.checkoutId),
    uses.map((one) => one.quoteId),
    uses.map((one) => one.promotionId),
    uses.map((one) => one.amount_minor),
    uses.map((one) => one.currency),
  ]);
}

export interface Claim {
  person: string;
  checkoutId: string;
  quoteId: string;
  userId: string;
}

const CLAIM = `
insert into first_order (person, checkout_id, quote_id, user_id)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) order by 1
on conflict (person) do nothing returning checkout_id as "checkoutId"`;

/** Takes first orders for checkouts, one a person; gives the checkouts that got theirs. */
export async function claimFirst(tx: Sql, claims: readonly Claim[]): Promise<Set<string>> {
  const rows = await tx.rows<{ checkoutId: string }>(CLAIM, [
    claims.map((one) => one.person),
    claims.map((one) => one.checkoutId),
    claims.map((one) => one.quoteId),
    claims.map((one) => one.userId),
  ]);
  return new Set(rows.map((row) => row.checkoutId));
}

const HAD = `
select person from first_order where person = any($1::text[]) and order_id is not null`;

/** Those of these people whose first order had such a promotion. */
export async function hadFirst(db: Sql, persons: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ person: string }>(HAD, [persons]);
  return new Set(rows.map((row) => row.person));
}

const CONSUME = `
with item as (
  select * from unnest($1::text[], $2::text[]) as t(checkout_id, order_id)
), used as (
  update promotion_use u set state = 'consumed', order_id = item.order_id, ended_at = now()
  from item where u.checkout_id = item.checkout_id and u.state = 'held'
), first as (
  update first_order f set order_id = item.order_id
  from item where f.checkout_id = item.checkout_id and f.order_id is null
)
select distinct checkout_id as "checkoutId" from promotion_use
where checkout_id = any($1::text[]) and state = 'released'`;

/** Held uses become orders'; gives the checkouts whose uses were given back before. */
export async function consumeUses(
  db: Sql,
  of: readonly { checkoutId: string; orderId: string }[],
): Promise<Set<string>> {
  const rows = await db.rows<{ checkoutId: string }>(CONSUME, [
    of.map((one) => one.checkoutId),
    of.map((one) => one.orderId),
  ]);
  return new Set(rows.map((row) => row.checkoutId));
}

const LOCK_HELD = `
select 1 from promotion_purse where promotion_id in (
  select promotion_id from promotion_use
  where checkout_id = any($1::text[]) and state in ('held', 'consumed'))
order by promotion_id, currency for update`;

const RELEASE = `
with freed as (
  update promotion_use u set ended_at = now(),
    state = case when u.state = 'held' then 'released' else 'returned' end
  where u.checkout_id = any($1::text[]) and u.state in ('held', 'consumed')
  returning u.checkout_id, u.promotion_id, u.currency, u.amount_minor
), gone as (
  delete from first_order where checkout_id = any($1::text[]) returning checkout_id
), back as (
  update promotion_purse p set taken = p.taken - t.much
  from (
    select promotion_id, '' as currency, count(*) as much from freed group by 1
    union all
    select promotion_id, currency, sum(amount_minor) from freed group by 1, 2
  ) t
  where p.promotion_id = t.promotion_id and p.currency = t.currency
)
select checkout_id as "checkoutId" from freed union select checkout_id from gone`;

/** Gives back all that checkouts hold or used; gives those that had something. */
export async function releaseUses(tx: Sql, checkoutIds: readonly string[]): Promise<Set<string>> {
  await tx.run(LOCK_HELD, [checkoutIds]);
  const rows = await tx.rows<{ checkoutId: string }>(RELEASE, [checkoutIds]);
  return new Set(rows.map((row) => row.checkoutId));
}

const LOCK_USED = `
select 1 from promotion_purse where promotion_id in (
  select promotion_id from promotion_use where order_id = any($1::text[]) and state = 'consumed')
order by promotion_id, currency for update`;

const RETURN = `
with freed as (
  update promotion_use u set state = 'returned', ended_at = now()
  from promotion p
  where u.order_id = any($1::text[]) and u.state = 'consumed' and p.promotion_id = u.promotion_id
    and coalesce((p.definition->'limits'->>'returns')::boolean, true)
  returning u.promotion_id, u.currency, u.amount_minor
), gone as (
  delete from first_order where order_id = any($1::text[])
), back as (
  update promotion_purse p set taken = p.taken - t.much
  from (
    select promotion_id, '' as currency, count(*) as much from freed group by 1
    union all
    select promotion_id, currency, sum(amount_minor) from freed group by 1, 2
  ) t
  where p.promotion_id = t.promotion_id and p.currency = t.currency
)
select count(*)::int as count from freed`;

/**
 * Gives back what cancelled orders used of promotions that say so; an order that was cancelled is
 * nobody's first. Two statements for all.
 */
export async function returnLimited(tx: Sql, orderIds: readonly string[]): Promise<number> {
  await tx.run(LOCK_USED, [orderIds]);
  return (await tx.row<{ count: number }>(RETURN, [orderIds]))?.count ?? 0;
}

const FIRST_OF = `
select checkout_id as "checkoutId", order_id as "orderId", created_at as "createdAt"
from first_order where user_id = $1 order by created_at limit 20`;

/** What is kept of a person's first orders. */
export async function firstOrdersOf(
  db: Sql,
  userId: string,
): Promise<{ checkoutId: string; orderId: string | null; createdAt: Date }[]> {
  return db.rows(FIRST_OF, [userId]);
}

const FORGET = `
update first_order set person = 'erased ' || checkout_id, user_id = null
where user_id = any($1::text[])`;

/** First orders stay with their orders, and nobody can be told from them. */
export async function forgetFirsts(tx: Sql, userIds: string[]): Promise<void> {
  await tx.run(FORGET, [userIds]);
}

/** The purses that limits ask for, beside those that are there already. */
export function pursesOf(
  limits: Limits | undefined,
  known: readonly PurseRow[],
): Map<string, number | null> {
  const wanted = new Map<string, number | null>(known.map((one) => [one.currency, null]));
  if (limits === undefined) return wanted;
  wanted.set('', limits.uses_max);
  for (const { currency, amount_minor } of limits.budgets) wanted.set(currency, amount_minor);
  return wanted;
}
