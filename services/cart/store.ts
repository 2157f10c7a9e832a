/** Carts and their lines. Whoever changes lines holds the lock of the cart's row. */
import type { Sql } from '#kernel/db/db.ts';
import { linesPerCart_max, quantityPerLine_max } from './contract.ts';
import type { Add, Cart, Revision } from './model.ts';

export type Refused = 'unknown' | 'mismatch' | 'inactive' | 'gone' | 'lines';

export type AddResult =
  | { kind: 'added'; cart: Cart; made: boolean }
  | { kind: 'quantity'; have: number }
  | { kind: 'currency'; currency: string }
  | { kind: Refused };

interface AddRow {
  verdicts: ('added' | 'quantity' | 'currency' | Refused)[];
  have: number[];
  carts: (Cart & { k: number })[] | null;
}

const ADD = `
select verdicts, have, carts from add_to_carts($1::text[], $2::text[], $3::text[], $4::text[],
  $5::int[], $6::int[], $7::text[], $8::text[], $9::int[], $10::bigint[], $11::text[], $12::text[],
  $13, $14)`;

/**
 * Adds units to lines of many carts, one statement: makes carts where there are none, and gives
 * each caller's cart as it is afterwards. Adds with the same `caller` belong to one cart and must
 * be of different variants.
 */
export async function addBatch(
  db: Sql,
  adds: readonly { caller: string; add: Add }[],
): Promise<AddResult[]> {
  const places = new Map<string, number>();
  const callers: Add[] = [];
  const cart = adds.map(({ caller, add }) => {
    const known = places.get(caller);
    if (known !== undefined) return known;
    callers.push(add);
    places.set(caller, callers.length);
    return callers.length;
  });
  const row = await db.row<AddRow>(ADD, [
    callers.map((one) => one.userId),
    callers.map((one) => one.hint),
    callers.map((one) => one.newCartId),
    callers.map((one) => one.currency),
    callers.map((one) => one.keep_days),
    cart,
    adds.map(({ add }) => add.variantId),
    adds.map(({ add }) => add.productId),
    adds.map(({ add }) => add.quantity),
    adds.map(({ add }) => add.unit_minor),
    adds.map(({ add }) => add.currency),
    adds.map(({ add }) => add.itemId),
    linesPerCart_max,
    quantityPerLine_max,
  ]);
  const carts = new Map(row?.carts?.map((one) => [one.k, one]));
  return cart.map((k, index): AddResult => {
    const kind = row?.verdicts[index] ?? 'gone';
    const found = carts.get(k);
    if (kind === 'quantity') return { kind, have: row?.have[index] ?? 0 };
    if (kind !== 'added' && kind !== 'currency') return { kind };
    if (!found) return { kind: 'gone' };
    if (kind === 'currency') return { kind, currency: found.currency };
    return { kind, cart: found, made: found.cartId === callers[k - 1]?.newCartId };
  });
}

/** Who asks for a cart: the user's own, else the anonymous one that the hint names. */
export interface Who {
  userId: string | null;
  hint: string | null;
}

const FIND = `
select f.ids, (select json_agg(json_build_object('cartId', c.cart_id, 'userId', c.user_id,
  'currency', c.currency, 'version', c.version, 'coupon', c.coupon, 'lines', c.lines))
  from carts_by_id(f.ids) c) as carts
from (select find_carts($1::text[], $2::text[],
  array_fill(null::text, array[cardinality($1::text[])])) as ids) f`;

/** The active cart of each caller, or null; one statement for all. */
export async function findCarts(db: Sql, callers: readonly Who[]): Promise<(Cart | null)[]> {
  const row = await db.row<{ ids: (string | null)[]; carts: Cart[] | null }>(FIND, [
    callers.map((one) => one.userId),
    callers.map((one) => one.hint),
  ]);
  const found = new Map(row?.carts?.map((cart) => [cart.cartId, cart]));
  return callers.map((_, index) => found.get(row?.ids[index] ?? '') ?? null);
}

export interface StoredCart extends Cart {
  buyerId: string | null;
  status: 'ACTIVE' | 'MERGED' | 'CONVERTED';
  orderId: string | null;
  mergedInto: string | null;
}

const READ = `
select cart_id as "cartId", user_id as "userId", buyer_id as "buyerId", currency, status, version,
  order_id as "orderId", merged_into as "mergedInto", lines, coupon
from carts_by_id($1::text[])`;

/** Carts in any state, by id, with their lines. Unknown ids are left out. */
export async function readCarts(db: Sql, cartIds: readonly string[]): Promise<StoredCart[]> {
  return db.rows<StoredCart>(READ, [cartIds]);
}

const OWNERS = `
select cart_id as "cartId", user_id as "userId" from cart
where cart_id = any($1::text[]) and user_id is not null`;

/** Owners of carts that have one. */
export async function readOwners(
  db: Sql,
  cartIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.rows<{ cartId: string; userId: string }>(OWNERS, [cartIds]);
  return new Map(rows.map((row) => [row.cartId, row.userId]));
}

// A look for one cart each: as "exists" it would become a table of all carts there are, made anew
// for every batch.
const CLAIM = `
with want as (
  select cart_id, user_id, (select 1 from cart o
    where o.user_id = a.user_id and o.status = 'ACTIVE' limit 1) is not null as has_one
  from (select cart_id, min(user_id) as user_id
    from unnest($1::text[], $2::text[]) t(cart_id, user_id) group by cart_id) a
), first as (
  select *, row_number() over (partition by user_id order by cart_id) = 1 and not has_one as own
  from want
)
update cart c set buyer_id = w.user_id, user_id = case when w.own then w.user_id end
from first w
where c.cart_id = w.cart_id and c.user_id is null and c.buyer_id is null and c.status = 'ACTIVE'`;

/**
 * Gives anonymous carts to the users who check them out, first come, first served: it becomes
 * their cart, or, where they have one already, one that only they can order.
 */
export async function claimCarts(
  db: Sql,
  claims: readonly { cartId: string; userId: string }[],
): Promise<void> {
  await db.run(CLAIM, [claims.map((one) => one.cartId), claims.map((one) => one.userId)]);
}

export type Revised = { kind: 'done'; cartId: string } | { kind: 'gone' | 'stale' | 'no-item' };

const REVISE = `
select verdict as kind, cart_id as "cartId"
from revise_cart($1, $2, $3, $4::text[], $5::int[], $6::bigint[], $7)`;

/** Changes lines of the caller's cart; `revisions` null removes all of them. */
export async function reviseCart(
  db: Sql,
  change: Who & {
    /** The version the caller has seen; null: any. */
    version: number | null;
    revisions: readonly Revision[] | null;
    keep_days: number | null;
  },
): Promise<Revised> {
  const { userId, hint, version, revisions, keep_days } = change;
  const row = await db.row<Revised>(REVISE, [
    userId,
    hint,
    version,
    revisions?.map((one) => one.itemId) ?? null,
    revisions?.map((one) => one.quantity) ?? null,
    revisions?.map((one) => one.seen_minor) ?? null,
    keep_days,
  ]);
  return row ?? { kind: 'gone' };
}

const COUPON = `
update cart set coupon = $3, version = version + 1, updated_at = now()
where cart_id = (find_carts(array[$1::text], array[$2::text], array[null::text]))[1]
  and status = 'ACTIVE' and coupon is distinct from $3
returning cart_id`;

/** Puts a coupon into the caller's cart in place of the one in it; null takes it out. */
export async function setCoupon(db: Sql, { userId, hint }: Who, coupon: string | null) {
  return (await db.run(COUPON, [userId, hint, coupon])) > 0;
}

const ACCEPT = `
with held as (
  select cart_id from cart
  where cart_id = $1 and coalesce(user_id, buyer_id) = $2 and status = 'ACTIVE' for update
), seen as (
  update cart_item i set seen_minor = t.unit_minor
  from held, unnest($3::text[], $4::bigint[]) t(variant_id, unit_minor)
  where i.cart_id = held.cart_id and i.variant_id = t.variant_id
)
update cart c set version = c.version + 1, updated_at = now()
from held where c.cart_id = held.cart_id
returning c.version`;

/** Marks prices as seen; undefined when the user has no such active cart. Variants must differ. */
export async function acceptPrices(
  db: Sql,
  input: { cartId: string; userId: string; prices: { variantId: string; unit_minor: number }[] },
): Promise<number | undefined> {
  const row = await db.row<{ version: number }>(ACCEPT, [
    input.cartId,
    input.userId,
    input.prices.map((one) => one.variantId),
    input.prices.map((one) => one.unit_minor),
  ]);
  return row?.version;
}

export interface Conversion {
  cartId: string;
  orderId: string;
  userId: string;
  /** Id of the cart for what the order leaves behind, if there is anything. */
  nextCartId: string;
  lines: readonly { variantId: string; quantity: number }[];
  meta: string;
}

const CONVERT = `
select convert_carts($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
  $7::text[], $8::int[], $9, $10, $11, $12) as count`;

/** Ends ordered carts, each once; what was added meanwhile moves to the next cart. */
export async function convertCarts(
  db: Sql,
  conversions: readonly Conversion[],
  days: { guest: number; ended: number },
): Promise<number> {
  const lines = conversions.flatMap(({ cartId, lines }) =>
    lines.map((line) => ({ cartId, ...line })),
  );
  const row = await db.row<{ count: number }>(CONVERT, [
    conversions.map((one) => one.cartId),
    conversions.map((one) => one.orderId),
    conversions.map((one) => one.userId),
    conversions.map((one) => one.nextCartId),
    conversions.map((one) => one.meta),
    lines.map((line) => line.cartId),
    lines.map((line) => line.variantId),
    lines.map((line) => line.quantity),
    linesPerCart_max,
    quantityPerLine_max,
    days.guest,
    days.ended,
  ]);
  return row?.count ?? 0;
}

const EXPIRE = `
with due as (
  select cart_id from cart where expires_at < now()
  order by expires_at limit $1 for update skip locked
), items as (
  delete from cart_item where cart_id in (select cart_id from due)
)
delete from cart where cart_id in (select cart_id from due)`;

/** Removes carts past their time, at most `count`; how many went. */
export async function expireCarts(db: Sql, count: number): Promise<number> {
  return db.run(EXPIRE, [count]);
}
