/** SQL of lines that are put aside. Each statement names the owner, so nobody meets another's. */
import type { Sql } from '#kernel/db/db.ts';
import { quantityPerLine_max, savedPerOwner_max } from './contract.ts';

export interface SavedRow {
  owner: string;
  itemId: string;
  variantId: string;
  productId: string;
  sellerId: string;
  quantity: number;
  seen_minor: number;
  currency: string;
  savedAt: Date;
  passes: boolean;
  sku: string;
  name: string;
  imageUrl: string | null;
  active: boolean;
}

/** Who may take up what is kept under the id of a cart: nobody but its owner, if it has one. */
const OPEN_CARTS = `
select cart_id from cart
where cart_id = any($2::text[])
  and coalesce(user_id, buyer_id, $1::text) is not distinct from $1::text`;

const READ =
  `
select s.owner, s.item_id as "itemId", s.variant_id as "variantId", s.product_id as "productId",
  v.seller_id as "sellerId", s.quantity, s.seen_minor, s.currency, s.saved_at as "savedAt",
  s.expires_at is not null as passes, v.sku, v.name, v.image_url as "imageUrl", v.active
from saved_item s join variant_copy v using (variant_id)
where s.owner = $1 or s.owner in (` +
  OPEN_CARTS +
  `)
order by s.saved_at desc, s.item_id desc limit 100`;

/** What a user put aside, also under carts that nobody else owns; the newest first. */
export async function readSaved(
  db: Sql,
  { userId, cartIds }: { userId: string | null; cartIds: readonly string[] },
): Promise<SavedRow[]> {
  return db.rows<SavedRow>(READ, [userId, cartIds]);
}

const LOCK = `
select cart_id from cart where cart_id = $1 and status = 'ACTIVE' for update`;

const TAKE = `
with taken as (
  delete from cart_item where cart_id = $1 and item_id = $2
  returning cart_id, variant_id, item_id, product_id, quantity, seen_minor
), put as (
  insert into saved_item as s (owner, variant_id, item_id, product_id, quantity, seen_minor,
    currency, expires_at)
  select $3, t.variant_id, t.item_id, t.product_id, t.quantity, t.seen_minor, c.currency,
    keep_until($4::int)
  from taken t join cart c using (cart_id)
  on conflict (owner, variant_id) do update
    set quantity = least($5::int, s.quantity + excluded.quantity), item_id = excluded.item_id,
      seen_minor = excluded.seen_minor, currency = excluded.currency,
      expires_at = excluded.expires_at, saved_at = now()
  returning s.variant_id
), moved as (
  update cart set version = version + 1, updated_at = now()
  where cart_id = $1 and exists (select from taken)
)
select count(*)::int as put from put`;

const COUNT = `select count(*)::int as count from saved_item where owner = $1`;

/** Puts a line of a cart aside. The caller's transaction: 'full' must end it without effect. */
export async function putAside(
  tx: Sql,
  of: { cartId: string; itemId: string; owner: string; keep_days: number | null },
): Promise<'done' | 'no-item' | 'full'> {
  await tx.row(LOCK, [of.cartId]);
  const values = [of.cartId, of.itemId, of.owner, of.keep_days, quantityPerLine_max];
  const put = (await tx.row<{ put: number }>(TAKE, values))?.put ?? 0;
  if (put === 0) return 'no-item';
  const count = (await tx.row<{ count: number }>(COUNT, [of.owner]))?.count ?? 0;
  return count > savedPerOwner_max ? 'full' : 'done';
}

const DROP = `
delete from saved_item where owner = $1 and item_id = $2
returning variant_id as "variantId", quantity`;

/** Removes what was put aside; undefined where there is nothing. */
export async function dropSaved(
  db: Sql,
  owner: string,
  itemId: string,
): Promise<{ variantId: string; quantity: number } | undefined> {
  return db.row(DROP, [owner, itemId]);
}

const ADOPT =
  `
with open as (` +
  OPEN_CARTS +
  `
), mine as (
  select s.*, row_number() over (order by s.saved_at desc, s.item_id desc)
    - case when o.variant_id is null then 0 else 100 end as place
  from saved_item s left join saved_item o on o.owner = $1 and o.variant_id = s.variant_id
  where s.owner in (select cart_id from open) or s.owner = any($3::text[])
), fits as (
  select distinct on (variant_id) * from mine
  where place <= $5 - (select count(*) from saved_item where owner = $1)
  order by variant_id, saved_at desc
), gone as (
  delete from saved_item s using fits f where s.owner = f.owner and s.variant_id = f.variant_id
)
insert into saved_item as s (owner, variant_id, item_id, product_id, quantity, seen_minor,
  currency, expires_at, saved_at)
select $1, variant_id, item_id, product_id, quantity, seen_minor, currency,
  keep_until($4::int), saved_at
from fits
on conflict (owner, variant_id) do update
  set quantity = least($6::int, s.quantity + excluded.quantity)`;

const KEEP = `
update saved_item set expires_at = keep_until($2::int)
where owner = $1 and expires_at is not null`;

/**
 * Brings what was put aside under anonymous carts and guests' ids to a user, as far as there is
 * room; the rest stays where it is. `guestIds` must have been verified by the caller.
 */
export async function adoptSaved(
  db: Sql,
  of: {
    userId: string;
    cartIds: readonly string[];
    guestIds?: readonly string[];
    keep_days: number | null;
  },
): Promise<void> {
  const { userId, cartIds, guestIds = [], keep_days } = of;
  const limits = [savedPerOwner_max, quantityPerLine_max];
  await db.run(ADOPT, [userId, cartIds, guestIds, keep_days, ...limits]);
  if (keep_days === null) await db.run(KEEP, [userId, null]);
}

/** Removes what is past its time, at most `count`; how many went. */
export async function expireSaved(db: Sql, count: number): Promise<number> {
  return db.run(
    `delete from saved_item where (owner, variant_id) in (
       select owner, variant_id from saved_item where expires_at < now()
       order by expires_at limit $1)`,
    [count],
  );
}

/** Removes what these people put aside. */
export async function dropSavedOf(tx: Sql, userIds: readonly string[]): Promise<number> {
  return tx.run('delete from saved_item where owner = any($1::text[])', [userIds]);
}
