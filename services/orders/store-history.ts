// A customer's own orders by what they remember of them, and what they bought before. Every
// statement begins at the orders of one person.
import type { Sql } from '#kernel/db/db.ts';
import type { OrderStatus } from './contract.ts';
import { summaries, type OrderSummary } from './store-read.ts';

export interface HistoryFilter {
  status: OrderStatus | null;
  /** Placed at or after; before. */
  from: Date | null;
  to: Date | null;
  sellerId: string | null;
  /** Part of the number or of the name of something in it, in any case. */
  search: string | null;
  /** An order id; the list goes on below it. */
  before: string | null;
  limit: number;
}

const HISTORY = summaries(`
  select * from "order" h
  where user_id = $1 and ($2::text is null or status = $2)
    and ($3::text is null or order_id < $3)
    and ($4::timestamptz is null or created_at >= $4)
    and ($5::timestamptz is null or created_at < $5)
    and ($6::text is null or exists (select from order_line s
      where s.order_id = h.order_id and s.seller_id = $6))
    and ($7::text is null or order_number ilike $7 or exists (select from order_line n
      where n.order_id = h.order_id and n.name ilike $7))
  order by order_id desc limit $8
`);

/** A customer's orders that fit, newest first. */
export async function listHistory(
  db: Sql,
  userId: string,
  filter: HistoryFilter,
): Promise<OrderSummary[]> {
  const { status, before, from, to, sellerId, search, limit } = filter;
  const pattern = search === null ? null : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const values = [userId, status, before, from, to, sellerId, pattern, limit];
  return db.rows<OrderSummary>(HISTORY, values);
}

export interface BoughtLine {
  variantId: string;
  productId: string;
  sellerId: string;
  name: string;
  imageUrl: string | null;
  quantity: number;
  orderNumber: string;
  boughtAt: Date;
}

const BOUGHT = `
select distinct on (l.variant_id) l.variant_id as "variantId", l.product_id as "productId",
  l.seller_id as "sellerId", l.name, l.image_url as "imageUrl", l.quantity,
  o.order_number as "orderNumber", o.created_at as "boughtAt"
from (
  select order_id, order_number, created_at from "order"
  where user_id = $1 and status not in ('PENDING', 'FAILED')
  order by order_id desc limit 20
) o join order_line l using (order_id)
order by l.variant_id, o.order_id desc`;

/** What a customer bought with their last 20 orders, each variant once, the latest first. */
export async function lastBought(db: Sql, userId: string, limit: number): Promise<BoughtLine[]> {
  const rows = await db.rows<BoughtLine>(BOUGHT, [userId]);
  return rows.toSorted((a, b) => Number(b.boughtAt) - Number(a.boughtAt)).slice(0, limit);
}

const HEAD = `
select order_id as "orderId", user_id as "userId" from "order" where order_number = $1`;

/** Whose order has this number; as quick when nobody's has. */
export async function headOfNumber(
  db: Sql,
  orderNumber: string,
): Promise<{ orderId: string; userId: string } | undefined> {
  return db.row(HEAD, [orderNumber]);
}

const CHARGE = `
insert into lookup_attempt as a (bucket, used) values ($1, 1)
on conflict (bucket) do update set
  used = case when a.since < now() - interval '1 hour' then 1 else a.used + 1 end,
  since = case when a.since < now() - interval '1 hour' then now() else a.since end
where a.since < now() - interval '1 hour' or a.used < $2
returning used`;

/** Counts a try to open an order by its number; false when the hour's tries are used up. */
export async function chargeLookup(db: Sql, bucket: string, tries_max: number): Promise<boolean> {
  return (await db.row(CHARGE, [bucket, tries_max])) !== undefined;
}

/** Forgets the tries for a number: its owner has come in. */
export async function forgetLookups(db: Sql, bucket: string): Promise<void> {
  await db.run('delete from lookup_attempt where bucket = $1', [bucket]);
}

/** Removes tries of hours gone by; how many, 5,000 at most. */
export async function sweepLookups(db: Sql): Promise<number> {
  return db.run(
    `delete from lookup_attempt where bucket in (select bucket from lookup_attempt
       where since < now() - interval '2 hours' limit 5000)`,
  );
}
