// All SQL of coupons: what they are, their codes, and their uses, which are held, consumed and
// given back under the lock of the coupon's row, so that the last use is one person's.
import type { Sql } from '#kernel/db/db.ts';
import type { Counts, CouponTerms } from './model-coupon.ts';
import type { Promotion } from './model-rule.ts';

export interface CouponRow {
  couponId: string;
  definition: Promotion;
  enabled: boolean;
  uses_max: number | null;
  person_max: number | null;
  code_max: number | null;
  budget_minor: number | null;
  budgetCurrency: string | null;
  accountsOnly: boolean;
  returns: boolean;
  returnsRefunded: boolean;
  held: number;
  used: number;
  spent_minor: number;
  version: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface FoundCoupon extends CouponRow {
  /** As it is looked up, and as it is written. */
  code: string;
  shown: string;
}

const FOUND = `
select k.code, k.shown, c.coupon_id as "couponId", c.definition, c.enabled, c.uses_max,
  c.person_max, c.code_max, c.budget_minor, c.budget_currency as "budgetCurrency",
  c.accounts_only as "accountsOnly", c.returns, c.returns_refunded as "returnsRefunded",
  c.held, c.used, c.spent_minor, c.version,
  c.created_by as "createdBy", c.created_at as "createdAt", c.updated_at as "updatedAt"
from coupon_code k join coupon c using (coupon_id)
where k.code = any($1::text[]) order by k.code limit 1`;

/** The coupon that one of these codes is for. */
export async function findCoupon(db: Sql, codes: string[]): Promise<FoundCoupon | undefined> {
  return codes.length === 0 ? undefined : db.row<FoundCoupon>(FOUND, [codes]);
}

const ONE = `
select coupon_id as "couponId", definition, enabled, uses_max, person_max, code_max, budget_minor,
  budget_currency as "budgetCurrency", accounts_only as "accountsOnly", returns,
  returns_refunded as "returnsRefunded",
  held, used,
  spent_minor, version, created_by as "createdBy", created_at as "createdAt",
  updated_at as "updatedAt"
from coupon where coupon_id = $1`;

export async function readCoupon(db: Sql, couponId: string): Promise<CouponRow | undefined> {
  return db.row<CouponRow>(ONE, [couponId]);
}

const PAGE = `
select coupon_id as "couponId", definition, enabled, uses_max, person_max, code_max, budget_minor,
  budget_currency as "budgetCurrency", accounts_only as "accountsOnly", returns,
  returns_refunded as "returnsRefunded",
  held, used,
  spent_minor, version, created_by as "createdBy", created_at as "createdAt",
  updated_at as "updatedAt"
from coupon where coupon_id < $1 order by coupon_id desc limit $2`;

/** The newest first, below this id. */
export async function readCoupons(db: Sql, below: string, limit: number): Promise<CouponRow[]> {
  return db.rows<CouponRow>(PAGE, [below, limit]);
}

const LOCK = `select version from coupon where coupon_id = $1 for update`;

/** Locks a coupon until the transaction ends; its version. */
export async function lockCoupon(tx: Sql, couponId: string): Promise<number | undefined> {
  return (await tx.row<{ version: number }>(LOCK, [couponId]))?.version;
}

const INSERT = `
insert into coupon (coupon_id, definition, enabled, uses_max, person_max, code_max, budget_minor,
  budget_currency, accounts_only, returns, returns_refunded, created_by)
values ($1, $2::jsonb, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

const UPDATE = `
update coupon set definition = $2::jsonb, enabled = $3, uses_max = $4, person_max = $5,
  code_max = $6, budget_minor = $7, budget_currency = $8, accounts_only = $9, returns = $10,
  returns_refunded = $11,
  spent_minor = (select coalesce(sum(u.amount_minor), 0) from coupon_use u
    where u.coupon_id = $1 and u.currency = $8 and u.state in ('held', 'consumed')),
  version = version + 1, updated_at = now()
where coupon_id = $1`;

const valuesOf = ({ couponId, definition, budget, ...terms }: CouponTerms) => [
  couponId,
  JSON.stringify(definition),
  terms.enabled,
  terms.uses_max,
  terms.person_max,
  terms.code_max,
  budget?.amount_minor ?? null,
  budget?.currency ?? null,
  terms.accountsOnly,
  terms.returns,
  terms.returnsRefunded,
];

export async function insertCoupon(tx: Sql, terms: CouponTerms, actor: string): Promise<void> {
  await tx.run(INSERT, [...valuesOf(terms), actor]);
}

/** Changes a coupon whose row is locked. Throws 23514 where more is used than it then allows. */
export async function updateCoupon(tx: Sql, terms: CouponTerms): Promise<void> {
  await tx.run(UPDATE, valuesOf(terms));
}

const SWITCH = `
update coupon set enabled = $2, version = version + 1, updated_at = now() where coupon_id = $1`;

export async function switchCoupon(db: Sql, couponId: string, enabled: boolean): Promise<boolean> {
  return (await db.run(SWITCH, [couponId, enabled])) > 0;
}

const COUNTS = `
select c.held + c.used as coupon, c.spent_minor, k.held + k.used as code, k.code_max,
  (select count(*)::int from coupon_use u where u.coupon_id = $1 and u.person = $3
    and u.state in ('held', 'consumed')) as mine,
  (select count(*)::int from coupon_use u where u.coupon_id = $1 and u.state = 'held'
    and $4::text is not null and u.user_id = $4 and u.code = $2) as own
from coupon c join coupon_code k using (coupon_id) where c.coupon_id = $1 and k.code = $2`;

/** As they are; `own`: held by this user in a checkout that is open. */
export async function readCounts(
  db: Sql,
  of: { couponId: string; code: string; person: string | null; userId: string | null },
): Promise<(Counts & { own: number }) | undefined> {
  return db.row<Counts & { own: number }>(COUNTS, [of.couponId, of.code, of.person, of.userId]);
}

export interface NewUse {
  checkoutId: string;
  quoteId: string;
  couponId: string;
  code: string;
  userId: string;
  person: string;
  amount_minor: number;
  currency: string;
}

const HOLD = `
with held as (
  insert into coupon_use (checkout_id, quote_id, coupon_id, code, user_id, person, amount_minor,
    currency)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
), code as (
  update coupon_code set held = held + 1 where code = $4
)
update coupon set held = held + 1,
  spent_minor = spent_minor + case when budget_currency = $8 then $7 else 0 end
where coupon_id = $3`;

/** Holds one use; the coupon's row is locked, and there is room for it. */
export async function holdUse(tx: Sql, use: NewUse): Promise<void> {
  const { checkoutId, quoteId, couponId, code, userId, person, amount_minor, currency } = use;
  await tx.run(HOLD, [checkoutId, quoteId, couponId, code, userId, person, amount_minor, currency]);
}

const CONSUME = `
with used as (
  update coupon_use set state = 'consumed', order_id = $2, ended_at = now()
  where checkout_id = $1 and state = 'held' returning coupon_id, code
), counted as (
  update coupon c set held = c.held - 1, used = c.used + 1
  from used where c.coupon_id = used.coupon_id
), code as (
  update coupon_code k set held = k.held - 1, used = k.used + 1
  from used where k.code = used.code
)
select u.state as before from coupon_use u where u.checkout_id = $1`;

/** A held use becomes an order's; gives the state it had. */
export async function consumeUse(
  db: Sql,
  of: { checkoutId: string; orderId: string },
): Promise<string | undefined> {
  return (await db.row<{ before: string }>(CONSUME, [of.checkoutId, of.orderId]))?.before;
}

const RELEASE = `
with freed as (
  update coupon_use u set ended_at = now(),
    state = case when u.state = 'held' then 'released' else 'returned' end
  where u.checkout_id = $1 and u.state in ('held', 'consumed')
  returning u.coupon_id, u.code, u.currency, u.amount_minor, (old.state = 'held')::int as held
), counted as (
  update coupon c set held = c.held - f.held, used = c.used - 1 + f.held,
    spent_minor = c.spent_minor
      - case when c.budget_currency = f.currency then f.amount_minor else 0 end
  from freed f where c.coupon_id = f.coupon_id
), code as (
  update coupon_code k set held = k.held - f.held, used = k.used - 1 + f.held
  from freed f where k.code = f.code
)
select count(*)::int as count from freed`;

/** Gives back what a checkout holds or used; false where it has nothing. */
export async function releaseUse(db: Sql, checkoutId: string): Promise<boolean> {
  return ((await db.row<{ count: number }>(RELEASE, [checkoutId]))?.count ?? 0) > 0;
}

const RETURN = `
with freed as (
  update coupon_use u set state = 'returned', ended_at = now()
  from coupon c
  where u.order_id = any($1::text[]) and u.state = 'consumed' and c.coupon_id = u.coupon_id
    and (c.returns or $2) and (c.returns_refunded or not $2)
  returning u.coupon_id, u.code, u.currency, u.amount_minor
), counted as (
  update coupon c set used = c.used - f.uses,
    spent_minor = c.spent_minor - coalesce((select sum(x.amount_minor) from freed x
      where x.coupon_id = c.coupon_id and x.currency = c.budget_currency), 0)
  from (select coupon_id, count(*)::int as uses from freed group by coupon_id) f
  where c.coupon_id = f.coupon_id
), code as (
  update coupon_code k set used = k.used - f.uses
  from (select code, count(*)::int as uses from freed group by code) f
  where k.code = f.code
)
select count(*)::int as count from freed`;

/** Gives back the uses of orders that were cancelled or paid back, of coupons that say so. */
export async function returnUses(
  tx: Sql,
  orderIds: string[],
  why: 'cancelled' | 'refunded',
): Promise<number> {
  const row = await tx.row<{ count: number }>(RETURN, [orderIds, why === 'refunded']);
  return row?.count ?? 0;
}

const USED = `
select distinct order_id as "orderId" from coupon_use u join coupon c using (coupon_id)
where u.order_id = any($1::text[]) and u.state = 'consumed' and c.returns_refunded`;

/** Those of these orders whose coupon is given back once all of them is paid back. */
export async function returnable(tx: Sql, orderIds: string[]): Promise<string[]> {
  const rows = await tx.rows<{ orderId: string }>(USED, [orderIds]);
  return rows.map((row) => row.orderId);
}

const GUESSED = `
with old as (
  delete from coupon_guess where ctid in (
    select ctid from coupon_guess where tried_at < now() - interval '1 hour' limit 100)
)
insert into coupon_guess (who) select unnest($1::text[])`;

/** Notes a code that was none. */
export async function noteGuess(db: Sql, who: string[]): Promise<void> {
  await db.run(GUESSED, [who]);
}

const WAIT = `
select coalesce(max(extract(epoch from tried_at + $3 * interval '1 second' - now())), 0)::float8
  as wait_s
from (select tried_at, row_number() over (partition by who order by tried_at desc) as nth
  from coupon_guess
  where who = any($1::text[]) and tried_at > now() - $3 * interval '1 second') g
where nth = $2`;

/** Seconds until one of these may try again; 0: now. */
export async function guessWait_s(
  db: Sql,
  of: { who: string[]; tries_max: number; window_s: number },
): Promise<number> {
  const row = await db.row<{ wait_s: number }>(WAIT, [of.who, of.tries_max, of.window_s]);
  return Math.ceil(row?.wait_s ?? 0);
}

const USES = `
select checkout_id as "checkoutId", coupon_id as "couponId", code, state, amount_minor, currency,
  order_id as "orderId", created_at as "createdAt"
from coupon_use where user_id = $1 and checkout_id > $2 order by checkout_id limit $3`;

export interface UseRow {
  checkoutId: string;
  couponId: string;
  code: string;
  state: string;
  amount_minor: number;
  currency: string;
  orderId: string | null;
  createdAt: Date;
}

/** What a person used. */
export async function usesOf(
  db: Sql,
  of: { userId: string; after: string; limit: number },
): Promise<UseRow[]> {
  return db.rows<UseRow>(USES, [of.userId, of.after, of.limit]);
}

const FORGET = `
update coupon_use set user_id = null, person = null where user_id = any($1::text[])`;

/** Uses stay counted, and nobody can be told from them. */
export async function forgetUsers(tx: Sql, userIds: string[]): Promise<void> {
  await tx.run(FORGET, [userIds]);
}
