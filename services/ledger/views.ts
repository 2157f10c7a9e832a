/** The books as JSON and CSV, in major units. */
import { toMajor } from '#kernel/core/money.ts';
import type * as read from './store-read.ts';

/** A balance in major units; one above 15 digits would not survive as a JSON number. */
export function balanceJson(row: read.BalanceRow) {
  const { account, owner, currency, entries } = row;
  return { account, owner, currency, entries, balance: toMajor(row.amount_minor, currency) };
}

/** What the marketplace owes the seller: positive is the seller's. */
export function sellerBalanceJson(row: read.BalanceRow) {
  const { owner: sellerId, currency } = row;
  return { sellerId, currency, balance: toMajor(-row.amount_minor, currency) };
}

export function entryJson(row: read.EntryRow) {
  const { amount_minor, occurredAt, ...rest } = row;
  return {
    ...rest,
    amount: toMajor(amount_minor, row.currency),
    occurredAt: occurredAt.toISOString(),
  };
}

export function statementJson(row: read.StatementRow) {
  const { goods_minor, commission_minor, net_minor, occurredAt, ...rest } = row;
  return {
    ...rest,
    goods: toMajor(goods_minor, row.currency),
    commission: toMajor(commission_minor, row.currency),
    net: toMajor(net_minor, row.currency),
    occurredAt: occurredAt.toISOString(),
  };
}

export function rateJson(row: read.RateRow) {
  const { sellerId, categoryId, actor } = row;
  return {
    sellerId: sellerId === '' ? null : sellerId,
    categoryId: categoryId === '' ? null : categoryId,
    percent: row.rate_bp / 100,
    since: row.since?.toISOString() ?? null,
    actor,
  };
}

export const csvColumns: Record<string, (row: read.EntryRow) => string | number | null> = {
  occurredAt: (row) => row.occurredAt.toISOString(),
  transaction: (row) => row.txnId,
  line: (row) => row.lineNo,
  kind: (row) => row.kind,
  account: (row) => row.account,
  owner: (row) => row.owner,
  currency: (row) => row.currency,
  amount: (row) => toMajor(row.amount_minor, row.currency),
  orderId: (row) => row.orderId,
  orderLine: (row) => row.orderLine,
  checkoutId: (row) => row.checkoutId,
};

/** Ids, words of ours and numbers only: nothing in it needs quotes. */
export function csvLine(row: read.EntryRow): string {
  const values = Object.values(csvColumns).map((value) => value(row) ?? '');
  return `${values.join(',')}\r\n`;
}
