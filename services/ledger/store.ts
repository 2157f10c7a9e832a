// Statements of the books. Entries are only ever inserted; a batch of events is one insert,
// whatever it holds.
import type { Sql } from '#kernel/db/db.ts';
import type { Leg, Rate, Sale, Txn, Want } from './model.ts';

const LOCK = `select pg_advisory_xact_lock(hashtextextended('trueshelf.ledger', 0))`;

/** One writer at a time, in whichever process: what a refund finds booked stays true. */
export async function lockBooks(tx: Sql): Promise<void> {
  await tx.run(LOCK);
}

const BOOK = `
with txn as materialized (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
    $6::timestamptz[]) with ordinality
    as t(txn_id, kind, currency, checkout_id, order_id, occurred_at, nth)
  where not exists (select from entry e where e.txn_id = t.txn_id)
)
insert into entry (txn_id, line_no, kind, account, owner, currency, amount_minor, checkout_id,
  order_id, order_line, occurred_at)
select t.txn_id, l.line_no, t.kind, l.account, l.owner, t.currency, l.amount_minor, t.checkout_id,
  t.order_id, l.order_line, t.occurred_at
from unnest($7::int[], $8::smallint[], $9::text[], $10::text[], $11::bigint[], $12::smallint[])
  as l(nth, line_no, account, owner, amount_minor, order_line)
join txn t on t.nth = l.nth`;

/** Books transactions, one statement for all; those that are booked already are left out. */
export async function book(tx: Sql, txns: readonly Txn[]): Promise<void> {
  if (txns.length === 0) return;
  const legs = txns.flatMap((one, index) =>
    one.legs.map((leg, at) => ({ ...leg, nth: index + 1, lineNo: at + 1 })),
  );
  await tx.run(BOOK, [
    txns.map((one) => one.txnId),
    txns.map((one) => one.kind),
    txns.map((one) => one.currency),
    txns.map((one) => one.checkoutId),
    txns.map((one) => one.orderId),
    txns.map((one) => one.occurredAt),
    legs.map((one) => one.nth),
    legs.map((one) => one.lineNo),
    legs.map((one) => one.account),
    legs.map((one) => one.owner),
    legs.map((one) => one.amount_minor),
    legs.map((one) => one.orderLine),
  ]);
}

const SALES = `
select order_id as "orderId", checkout_id as "checkoutId", currency, account, owner, amount_minor,
  order_line as "orderLine"
from entry
where kind in ('sale', 'reversal', 'cancel')
  and checkout_id in (select s.checkout_id from entry s where s.txn_id = any($1::text[]))
order by order_id, txn_id, line_no`;

/** What is booked of a sale and of what took some of it back. */
export interface Sold {
  checkoutId: string;
  currency: string;
  legs: Leg[];
}

/** The sales of orders that have one. */
export async function legsOfSales(tx: Sql, orderIds: string[]): Promise<Map<string, Sold>> {
  const found = new Map<string, Sold>();
  if (orderIds.length === 0) return found;
  type Row = Leg & { orderId: string; checkoutId: string; currency: string };
  const rows = await tx.rows<Row>(SALES, [orderIds.map((orderId) => `sale:${orderId}`)]);
  for (const { orderId, checkoutId, currency, ...one } of rows) {
    const sold = found.get(orderId);
    if (sold) sold.legs.push(one);
    else found.set(orderId, { checkoutId, currency, legs: [one] });
  }
  return found;
}

const OF_CHECKOUTS = `
select distinct on (checkout_id) checkout_id as "checkoutId", order_id as "orderId"
from entry where kind = 'sale' and checkout_id = any($1::text[]) order by checkout_id, order_id`;

/** The orders whose sales are booked for these checkouts. */
export async function ordersOfCheckouts(
  tx: Sql,
  checkoutIds: string[],
): Promise<Map<string, string>> {
  if (checkoutIds.length === 0) return new Map();
  type Row = { checkoutId: string; orderId: string };
  const rows = await tx.rows<Row>(OF_CHECKOUTS, [checkoutIds]);
  return new Map(rows.map((row) => [row.checkoutId, row.orderId]));
}

export interface OpenSale {
  state: 'payment' | 'category';
  sale: Sale;
}

const KEEP_SALES = `
insert into open_sale (order_id, checkout_id, state, sale)
select "orderId", "checkoutId", state, sale
from json_to_recordset($1::json) as t("orderId" text, "checkoutId" text, state text, sale jsonb)
on conflict (order_id) do update set state = excluded.state`;

/** Keeps sales that cannot be booked yet. */
export async function keepSales(tx: Sql, sales: readonly OpenSale[]): Promise<void> {
  if (sales.length === 0) return;
  const rows = sales.map(({ state, sale }) => {
    return { orderId: sale.orderId, checkoutId: sale.checkoutId, state, sale };
  });
  await tx.run(KEEP_SALES, [JSON.stringify(rows)]);
}

const OPEN_SALES = 'select state, sale from open_sale where order_id = any($1::text[])';

/** Those of these orders that wait. */
export async function openSales(tx: Sql, orderIds: string[]): Promise<OpenSale[]> {
  return orderIds.length === 0 ? [] : tx.rows<OpenSale>(OPEN_SALES, [orderIds]);
}

const WAITING = `
select state, sale from open_sale where state = 'category' order by order_id limit $1`;

/** Sales that wait for the category of a product. */
export async function waitingSales(db: Sql, limit: number): Promise<Sale[]> {
  return (await db.rows<OpenSale>(WAITING, [limit])).map(({ sale }) => sale);
}

const DROP_SALES = `
with gone as (delete from open_sale where order_id = any($1::text[]) returning order_id)
delete from open_reversal where order_id = any($2::text[])`;

/** Forgets sales that are booked or void; of the void ones also what waited for them. */
export async function dropSales(tx: Sql, of: { done: string[]; never: string[] }): Promise<void> {
  if (of.done.length + of.never.length === 0) return;
  await tx.run(DROP_SALES, [[...of.done, ...of.never], of.never]);
}

export interface Reversal {
  /** What it is named after: a refund, or a return and its round. */
  refundId: string;
  orderId: string;
  currency: string;
  amount_minor: number;
  wants: Want[];
  occurredAt: string;
}

const KEEP_REVERSALS = `
insert into open_reversal (refund_id, order_id, reversal)
select "refundId", "orderId", to_jsonb(t)
from jsonb_to_recordset($1::jsonb) as t("refundId" text, "orderId" text, currency text,
  amount_minor bigint, wants jsonb, "occurredAt" text)
on conflict do nothing`;

/** Keeps refunds whose sale is not booked. */
export async function keepReversals(tx: Sql, reversals: readonly Reversal[]): Promise<void> {
  if (reversals.length > 0) await tx.run(KEEP_REVERSALS, [JSON.stringify(reversals)]);
}

const TAKE_REVERSALS = `
delete from open_reversal where order_id = any($1::text[]) returning reversal`;

/** The refunds that waited for these orders, oldest first; they are gone from the waiting. */
export async function takeReversals(tx: Sql, orderIds: string[]): Promise<Reversal[]> {
  if (orderIds.length === 0) return [];
  const rows = await tx.rows<{ reversal: Reversal }>(TAKE_REVERSALS, [orderIds]);
  const found = rows.map(({ reversal }) => reversal);
  return found.sort((a, b) => (a.refundId < b.refundId ? -1 : 1));
}

const RATES = `
select seller_id as "sellerId", category_id as "categoryId", rate_bp,
  greatest(extract(epoch from since) * 1000, -8e15)::float8 as since_ms
from commission_rate order by since desc limit 10000`;

/** All commission rates there have been. */
export async function readRates(db: Sql): Promise<Rate[]> {
  return db.rows<Rate>(RATES);
}

const CATEGORIES = `
select product_id as "productId", category_id as "categoryId"
from product_category where product_id = any($1::text[])`;

/** Categories of products, as far as they were looked up. */
export async function readCategories(db: Sql, productIds: string[]): Promise<Map<string, string>> {
  if (productIds.length === 0) return new Map();
  const rows = await db.rows<{ productId: string; categoryId: string }>(CATEGORIES, [productIds]);
  return new Map(rows.map((row) => [row.productId, row.categoryId]));
}

const KEEP_CATEGORIES = `
insert into product_category (product_id, category_id)
select * from unnest($1::text[], $2::text[]) on conflict do nothing`;

/** Keeps what was looked up. */
export async function keepCategories(tx: Sql, found: ReadonlyMap<string, string>): Promise<void> {
  if (found.size > 0) await tx.run(KEEP_CATEGORIES, [[...found.keys()], [...found.values()]]);
}

export interface ReturnKey {
  returnId: string;
  round: number;
}

const KEEP_RETURNS = `
insert into open_return (return_id, round, decision)
select "returnId", round, decision
from jsonb_to_recordset($1::jsonb) as t("returnId" text, round int, decision jsonb)
on conflict do nothing`;

/** Keeps from where the money of returns comes. */
export async function keepReturns(
  tx: Sql,
  returns: readonly (ReturnKey & { decision: Want[] })[],
): Promise<void> {
  if (returns.length > 0) await tx.run(KEEP_RETURNS, [JSON.stringify(returns)]);
}

const TAKE_RETURNS = `
delete from open_return o
using unnest($1::text[], $2::int[]) as t(return_id, round)
where o.return_id = t.return_id and o.round = t.round
returning o.return_id as "returnId", o.round, o.decision`;

/** What was kept of these returns; it is gone then. */
export async function takeReturns(
  tx: Sql,
  keys: readonly ReturnKey[],
): Promise<(ReturnKey & { decision: Want[] })[]> {
  if (keys.length === 0) return [];
  const values = [keys.map((one) => one.returnId), keys.map((one) => one.round)];
  return tx.rows<ReturnKey & { decision: Want[] }>(TAKE_RETURNS, values);
}

const DISPUTES = `
select c.name, e.currency, e.account, e.owner, e.amount_minor, e.order_line as "orderLine"
from unnest($1::text[]) as c(name)
join entry e on e.txn_id >= c.name collate "C" and e.txn_id < (c.name || 'z') collate "C"
order by e.txn_id, e.line_no limit 10000`;

/** What is booked of chargebacks, by what their transactions are named after, and by currency. */
export async function legsOfDisputes(
  tx: Sql,
  names: string[],
): Promise<Map<string, Map<string, Leg[]>>> {
  const found = new Map(names.map((name) => [name, new Map<string, Leg[]>()]));
  if (names.length === 0) return found;
  type Row = Leg & { name: string; currency: string };
  for (const { name, currency, ...one } of await tx.rows<Row>(DISPUTES, [names])) {
    const own = found.get(name);
    own?.set(currency, [...(own.get(currency) ?? []), one]);
  }
  return found;
}
