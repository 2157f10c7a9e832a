import type { Sql } from '#kernel/db/db.ts';

export type CheckoutStatus = 'OPEN' | 'PENDING' | 'COMPLETED' | 'RELEASED' | 'EXPIRED' | 'FAILED';

export interface CheckoutRow {
  checkoutId: string;
  sagaId: string;
  userId: string;
  cartId: string;
  status: CheckoutStatus;
  version: number;
  currency: string;
  total_minor: number;
  quoteId: string;
  expiresAt: Date;
  extensions: number;
  orderId: string | null;
  now: Date;
}

export interface NewCheckout {
  checkoutId: string;
  sagaId: string;
  /** Of the run that opens it. */
  epoch: number;
  userId: string;
  cartId: string;
  currency: string;
  total_minor: number;
  quoteId: string;
  expiresAt: string;
  /** Payload of CHECKOUT_INITIATED. */
  payload: Record<string, unknown>;
  meta: string;
}

const OPEN = `
with item as (
  select * from json_to_recordset($1::json) as t("checkoutId" text, "sagaId" text,
    epoch int, "userId" text, "cartId" text, currency text, "total_minor" bigint,
    "quoteId" text, "expiresAt" timestamptz, payload json, meta text)
  limit $2::bigint /* point */
), made as (
  insert into checkout (checkout_id, saga_id, user_id, cart_id, status, currency, total_minor,
    quote_id, expires_at)
  select "checkoutId", "sagaId", "userId", "cartId", 'OPEN', currency, "total_minor",
    "quoteId", "expiresAt"
  from item
  where exists (
    select from saga_state s where s.saga_id = item."sagaId" and s.epoch = item.epoch)
  on conflict do nothing
  returning checkout_id
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select 'CHECKOUT_INITIATED', 'checkout', "checkoutId", 1, "sagaId", payload, meta::json
  from item join made on made.checkout_id = item."checkoutId"
)
select i."checkoutId", m.checkout_id is not null or exists (
  select from checkout c where c.checkout_id = i."checkoutId") as open
from item i left join made m on m.checkout_id = i."checkoutId"`;

/**
 * Opens checkouts, one statement for all; false where the cart is in another live checkout, and
 * for a run that stood still and has lost its saga: nobody would close what it opens.
 */
export async function openCheckouts(db: Sql, items: NewCheckout[]): Promise<boolean[]> {
  const rows = await db.rows<{ checkoutId: string; open: boolean }>(OPEN, [
    JSON.stringify(items),
    items.length,
  ]);
  const open = new Map(rows.map((row) => [row.checkoutId, row.open]));
  return items.map((item) => open.get(item.checkoutId) ?? false);
}

export interface Move {
  checkoutId: string;
  from: CheckoutStatus[];
  to: CheckoutStatus;
  orderId: string | null;
  expiresAt: string | null;
  /** Which extension this is: counted and told once. null: the next one, or none at all. */
  extension: number | null;
  /** Event told with the move; null for a move that nobody needs to know. */
  type: string | null;
  payload: Record<string, unknown>;
  meta: string;
}

const MOVE = `
with item as (
  select * from json_to_recordset($1::json) as t("checkoutId" text, "from" text[], "to" text,
    "orderId" text, "expiresAt" timestamptz, extension int, type text, payload json, meta text)
  limit $2::bigint /* point */
), moved as (
  update checkout c set status = i."to",
    version = c.version
      + case when i.type is null or c.extensions >= i.extension then 0 else 1 end,
    order_id = coalesce(i."orderId", c.order_id),
    extensions = greatest(c.extensions, coalesce(i.extension,
      c.extensions + case when i.type = 'CHECKOUT_EXTENDED' then 1 else 0 end)),
    expires_at = coalesce(i."expiresAt", c.expires_at), updated_at = now()
  from item i where c.checkout_id = i."checkoutId" and c.status = any(i."from")
  returning c.checkout_id, c.saga_id, new.version,
    case when new.version > old.version then i.type end as type, i.payload, i.meta
), told as (
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  select type, 'checkout', checkout_id, version, saga_id, payload, meta::json
  from moved where type is not null
)
select checkout_id as "checkoutId" from moved`;

/** Moves checkouts between states with their events, one statement; the ids that moved. */
export async function moveCheckouts(db: Sql, moves: Move[]): Promise<Set<string>> {
  // One order everywhere, or two batches could wait for each other.
  const sorted = moves.toSorted((a, b) => (a.checkoutId < b.checkoutId ? -1 : 1));
  const rows = await db.rows<{ checkoutId: string }>(MOVE, [JSON.stringify(sorted), sorted.length]);
  return new Set(rows.map((row) => row.checkoutId));
}

const COLUMNS = `
select checkout_id as "checkoutId", saga_id as "sagaId", user_id as "userId",
  cart_id as "cartId", status, version, currency, total_minor, quote_id as "quoteId",
  expires_at as "expiresAt", extensions, order_id as "orderId", now() as now
from checkout where checkout_id = any($1::text[])`;

/** Checkouts by id. */
export async function readCheckouts(db: Sql, ids: string[]): Promise<CheckoutRow[]> {
  return db.rows<CheckoutRow>(COLUMNS, [ids]);
}

const LIVE = `
select checkout_id as "checkoutId", saga_id as "sagaId", user_id as "userId",
  cart_id as "cartId", status, version, currency, total_minor, quote_id as "quoteId",
  expires_at as "expiresAt", extensions, order_id as "orderId", now() as now
from checkout where cart_id = any($1::text[]) and status in ('OPEN', 'PENDING', 'COMPLETED')`;

/** The live or completed checkouts of carts, one at most for each. */
export async function liveCheckouts(db: Sql, cartIds: string[]): Promise<CheckoutRow[]> {
  return db.rows<CheckoutRow>(LIVE, [cartIds]);
}

// A run may also be there because time is over or more of it is asked for; a payment is under way
// from its signal on until the shopper is waited for again.
const JOURNAL = `
select s.status, s.step, s.result,
  s.status = 'IN_PROGRESS' and exists (select from saga_signal g
    where g.saga_id = s.saga_id and g.name = 'PAY' and not exists (select from saga_step_log w
      join saga_step_log n on n.saga_id = w.saga_id and n.seq >= w.seq
        and n.status = 'STARTED' and starts_with(n.step, 'SHOPPER_')
      where w.saga_id = g.saga_id and w.status = 'COMPLETED'
        and w.output ->> 'seq' = g.seq::text)) as paying,
  (select i.input from saga_input i where i.saga_id = s.saga_id) as input,
  (select json_object_agg(l.step, l.output) from saga_step_log l
    where l.saga_id = s.saga_id and l.status = 'COMPLETED') as steps
from saga_state s where s.saga_id = $1`;

export interface Journal {
  status: string;
  /** A payment is under way. */
  paying: boolean;
  step: string | null;
  input: unknown;
  result: unknown;
  steps: Record<string, unknown> | null;
}

/** The saga behind a checkout: its input and the outputs of its completed steps. */
export async function readJournal(db: Sql, sagaId: string): Promise<Journal | undefined> {
  return db.row<Journal>(JOURNAL, [sagaId]);
}

const TRIES = `
select count(*)::int as tries from saga_state where type = 'checkout' and key like $1`;

/** How many sagas a cart at a version has had. */
export async function countTries(db: Sql, prefix: string): Promise<number> {
  const pattern = `${prefix.replaceAll('_', '\\_')}%`;
  return (await db.row<{ tries: number }>(TRIES, [pattern]))?.tries ?? 0;
}

const NOW = 'select now() as now';

/** The database's time. */
export async function readNow(db: Sql): Promise<Date> {
  return (await db.row<{ now: Date }>(NOW))?.now ?? new Date(0);
}
