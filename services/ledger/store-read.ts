// What people read of the books: balances, entries by keyset, statements of sellers, rates.
import type { Sql } from '#kernel/db/db.ts';
import type { Account, Kind } from './model.ts';

export interface BalanceRow {
  account: Account;
  owner: string;
  currency: string;
  amount_minor: number;
  entries: number;
}

const BALANCES = `
select account, owner, currency, amount_minor, entries from balance
where ($1::text is null or account = $1) and ($2::text[] is null or owner = any($2))
  and ($3::text is null or (account, owner, currency) > ($3, $4, $5))
order by account, owner, currency limit $6`;

/** Balances in the order of account, owner and currency, after a key. */
export async function readBalances(
  db: Sql,
  of: {
    account: string | null;
    owners: readonly string[] | null;
    after: readonly [string, string, string] | null;
    limit: number;
  },
): Promise<BalanceRow[]> {
  const [account, owner, currency] = of.after ?? [null, null, null];
  const values = [of.account, of.owners, account, owner, currency, of.limit];
  return db.rows<BalanceRow>(BALANCES, values);
}

export interface EntryRow {
  txnId: string;
  lineNo: number;
  kind: Kind;
  account: Account;
  owner: string;
  currency: string;
  amount_minor: number;
  checkoutId: string | null;
  orderId: string | null;
  orderLine: number | null;
  occurredAt: Date;
}

export interface EntryFilter {
  orderId: string | null;
  checkoutId: string | null;
  txnId: string | null;
  account: string | null;
  owner: string | null;
  from: Date | null;
  to: Date | null;
  /** Time (ISO), transaction and line of the last entry seen. */
  before: readonly [string, string, number] | null;
  limit: number;
}

const COLUMNS = `
  e.txn_id as "txnId", e.line_no as "lineNo", e.kind, e.account, e.owner, e.currency,
  e.amount_minor, e.checkout_id as "checkoutId", e.order_id as "orderId",
  e.order_line as "orderLine", e.occurred_at as "occurredAt"`;

const WINDOW = `
  and ($1::timestamptz is null or e.occurred_at >= $1)
  and ($2::timestamptz is null or e.occurred_at < $2)
  and ($3::timestamptz is null or (e.occurred_at, e.txn_id, e.line_no) < ($3, $4, $5::int))
order by e.occurred_at desc, e.txn_id desc, e.line_no desc limit $6`;

const ALL = 'select' + COLUMNS + ' from entry e where true' + WINDOW;
const OF_ACCOUNT =
  'select' +
  COLUMNS +
  ` from entry e where e.account = $7 and ($8::text is null or e.owner = $8)` +
  WINDOW;
// Captures and refunds know the checkout only; the sale of an order says which one that is.
const OF_ORDER =
  'select' +
  COLUMNS +
  ` from entry e where e.checkout_id in (
    select s.checkout_id from entry s where s.txn_id = 'sale:' || $7::text
    union all select o.checkout_id from open_sale o where o.order_id = $7
    union all select $8::text)
  and ($9::text is null or e.account = $9) and ($10::text is null or e.owner = $10)` +
  WINDOW;
const OF_TXN = 'select' + COLUMNS + ' from entry e where e.txn_id = $7' + WINDOW;

/** Entries, newest first. One statement, each with an index of its own. */
export async function readEntries(db: Sql, filter: EntryFilter): Promise<EntryRow[]> {
  const { orderId, checkoutId, txnId, account, owner, from, to, before, limit } = filter;
  const window = [from, to, before?.[0] ?? null, before?.[1] ?? null, before?.[2] ?? null, limit];
  if (txnId !== null) return db.rows<EntryRow>(OF_TXN, [...window, txnId]);
  if (orderId !== null || checkoutId !== null) {
    const more = [orderId ?? '', checkoutId ?? '', account, owner];
    return db.rows<EntryRow>(OF_ORDER, [...window, ...more]);
  }
  if (account !== null) return db.rows<EntryRow>(OF_ACCOUNT, [...window, account, owner]);
  return db.rows<EntryRow>(ALL, window);
}

export interface StatementRow {
  txnId: string;
  lineNo: number;
  sellerId: string;
  kind: Kind;
  currency: string;
  orderId: string | null;
  orderLine: number | null;
  /** What the goods were worth; negative when they came back. */
  goods_minor: number;
  commission_minor: number;
  /** What it did to the balance of the seller. */
  net_minor: number;
  occurredAt: Date;
}

const STATEMENT = `
select e.txn_id as "txnId", e.line_no as "lineNo", e.owner as "sellerId", e.kind, e.currency,
  e.order_id as "orderId", e.order_line as "orderLine",
  -e.amount_minor - coalesce(c.amount_minor, 0) as goods_minor,
  -coalesce(c.amount_minor, 0) as commission_minor, -e.amount_minor as net_minor,
  e.occurred_at as "occurredAt"
from entry e left join entry c on c.txn_id = e.txn_id and c.account = 'commission'
  and c.owner = e.owner and c.order_line is not distinct from e.order_line
where e.account = 'seller' and e.owner = any($1::text[])
  and ($2::timestamptz is null or e.occurred_at >= $2)
  and ($3::timestamptz is null or e.occurred_at < $3)
  and ($4::timestamptz is null or (e.occurred_at, e.txn_id, e.line_no) < ($4, $5, $6::int))
order by e.occurred_at desc, e.txn_id desc, e.line_no desc limit $7`;

/** Lines of the statements of sellers, newest first: goods, commission, and what is left. */
export async function readStatement(
  db: Sql,
  of: { sellerIds: readonly string[] } & Pick<EntryFilter, 'from' | 'to' | 'before' | 'limit'>,
): Promise<StatementRow[]> {
  const [at, txnId, lineNo] = of.before ?? [null, null, null];
  const values = [of.sellerIds, of.from, of.to, at, txnId, lineNo, of.limit];
  return db.rows<StatementRow>(STATEMENT, values);
}

export interface RateRow {
  sellerId: string;
  categoryId: string;
  rate_bp: number;
  /** null: from the beginning. */
  since: Date | null;
  actor: string;
}

const RATES_NOW = `
select distinct on (seller_id, category_id) seller_id as "sellerId", category_id as "categoryId",
  rate_bp, nullif(since, '-infinity') as since, actor
from commission_rate where (seller_id, category_id) > ($1, $2)
order by seller_id, category_id, since desc limit $3`;

/** The rates that count now, by seller and category. */
export async function ratesNow(
  db: Sql,
  after: readonly [string, string] | null,
  limit: number,
): Promise<RateRow[]> {
  // '' is a key of its own: below it only a text that no id can be.
  const rows = after === null ? await db.rows<RateRow>(RATES_FIRST, [limit]) : undefined;
  return rows ?? db.rows<RateRow>(RATES_NOW, [after?.[0] ?? '', after?.[1] ?? '', limit]);
}

const RATES_FIRST = `
select distinct on (seller_id, category_id) seller_id as "sellerId", category_id as "categoryId",
  rate_bp, nullif(since, '-infinity') as since, actor
from commission_rate order by seller_id, category_id, since desc limit $1`;

const SET_RATE = `
insert into commission_rate (seller_id, category_id, rate_bp, actor) values ($1, $2, $3, $4)`;

/** A rate from now on. What is booked stays as it is. */
export async function setRate(
  db: Sql,
  rate: { sellerId: string; categoryId: string; rate_bp: number; actor: string },
): Promise<void> {
  await db.run(SET_RATE, [rate.sellerId, rate.categoryId, rate.rate_bp, rate.actor]);
}
