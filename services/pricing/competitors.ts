/** What competitors ask, as operators bring it in: rows as JSON, or CSV with a line of names. */
import { parse } from 'csv-parse/sync';
import { isCurrency, priceFromMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { variantsPerCall_max, type catalogCalls } from '#services/catalog/contract.ts';
import * as store from './store-demand.ts';

export const competitorRows_max = 2_000;

export interface Typed {
  variantId: string;
  currency: string;
  price: number;
  source: string;
}

const columns = ['variantId', 'currency', 'price', 'source'] as const;

function wrong(pointer: string, detail: string): Refusal<'validation-failed'> {
  return refuse('validation-failed', {
    errors: [{ pointer, in: 'body', code: 'not-valid', detail }],
  });
}

/** Rows of a CSV text; refused where a column or a number is missing. */
export function rowsOfCsv(csv: string): Typed[] | Refusal {
  let rows: Record<string, string>[];
  try {
    rows = parse(csv, { columns: true, trim: true, skip_empty_lines: true, bom: true });
  } catch (thrown) {
    return wrong('/csv', thrown instanceof Error ? thrown.message : 'cannot be read');
  }
  if (rows.length > competitorRows_max)
    return wrong('/csv', `has more than ${competitorRows_max} rows`);
  const typed: Typed[] = [];
  for (const [at, row] of rows.entries()) {
    const gone = columns.find((name) => (row[name] ?? '') === '');
    if (gone !== undefined) return wrong(`/csv/${at + 2}/${gone}`, 'is missing');
    const { variantId = '', currency = '', source = '' } = row;
    const price = Number(row['price']);
    if (!Number.isFinite(price)) return wrong(`/csv/${at + 2}/price`, 'is no number');
    typed.push({ variantId, currency, price, source });
  }
  return typed;
}

/**
 * Keeps them all or none; `at` says where a row stands in what was sent. Refusals: not-found,
 * amount-precision, currency-unknown.
 */
export async function importCompetitors(
  { ctx, catalog }: { ctx: RoomContext; catalog: Client<typeof catalogCalls> },
  rows: readonly Typed[],
  at: (nth: number) => string,
): Promise<number | Refusal> {
  const prices = new Map<string, store.CompetitorPrice>();
  const said = (nth: number, field: string, detail: string) => ({
    errors: [{ pointer: `${at(nth)}/${field}`, in: 'body', code: 'not-valid', detail }],
  });
  for (const [nth, { variantId, currency, price, source }] of rows.entries()) {
    if (!isCurrency(currency)) {
      const fault = said(nth, 'currency', `'${currency}' is no currency`);
      return refuse('currency-unknown', { currency, ...fault });
    }
    const price_minor = priceFromMajor(price, currency);
    if (isRefusal(price_minor)) {
      const fault = said(nth, 'price', `has more decimals than ${currency}, or is too much`);
      return refuse('amount-precision', { ...price_minor.detail, ...fault });
    }
    if (price_minor < 0) return wrong(`${at(nth)}/price`, 'is below 0');
    prices.set(`${variantId}:${currency}:${source}`, { variantId, currency, source, price_minor });
  }
  const ids = [...new Set(rows.map((row) => row.variantId))];
  for (let from = 0; from < ids.length; from += variantsPerCall_max) {
    const variantIds = ids.slice(from, from + variantsPerCall_max);
    const answer = await catalog.variants({ variantIds });
    const known = new Set(isRefusal(answer) ? [] : answer.variants.map((one) => one.variantId));
    const unknown = variantIds.filter((id) => !known.has(id));
    const nth = rows.findIndex((row) => row.variantId === unknown[0]);
    if (nth < 0) continue;
    const fault = said(nth, 'variantId', `'${unknown[0]}' is no variant`);
    return refuse('not-found', { what: 'variant', variantIds: unknown, ...fault });
  }
  return store.keepCompetitors(ctx.db, [...prices.values()], ctx.clock.date());
}
