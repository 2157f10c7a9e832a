// Why the lines of an order cost what they did: from its quote, which never changes. Which part of
// a line's discount is whose is found by pricing it again with the promotions as they were then;
// only where that gives what the quote has kept is it told by promotion.
import type { Sql } from '#kernel/db/db.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import { sharesOf, type Order, type ordersCalls } from '#services/orders/contract.ts';
import type { Quote } from './contract.ts';
import type { Step } from './model-price.ts';
import { pricedAgain } from './model-simulate.ts';
import { definedFor, factsOf } from './simulation.ts';
import { readQuotes } from './store.ts';
import { readApplied, readDefinitions } from './store-simulation.ts';

export interface WhyDeps {
  db: Sql;
  orders: Pick<Client<typeof ordersCalls>, 'withDelivery'>;
  catalog: Pick<Client<typeof catalogCalls>, 'variants'>;
}

export interface WhyLine {
  lineNo: number;
  variantId: string;
  name: string;
  quantity: number;
  unit_minor: number;
  total_minor: number;
  discount_minor: number;
  tax_minor: number;
  steps: Step[];
}

export interface Why {
  order: Order;
  quote: Quote;
  lines: WhyLine[];
  /** Whether each line's discount is told by promotion. */
  isExact: boolean;
}

/** Of an order by its id or number. A few statements, and the catalogue where it has discounts. */
export async function whyOf({ db, orders, catalog }: WhyDeps, key: string) {
  const found = await orders.withDelivery({ key });
  if (isRefusal(found) || found.order === null) return refuse('not-found', { what: 'order' });
  const { order } = found;
  const [quote] = await readQuotes(db, [order.quoteId]);
  if (!quote) return refuse('not-found', { what: 'quote' });
  const byPromotion = await split({ db, catalog }, { order, quote });
  const shares = sharesOf(order);
  const lines = quote.lines.map((line, at): WhyLine => {
    const { lineNo, variantId, quantity, unit_minor, total_minor, discount_minor = 0 } = line;
    const bought = order.lines.find((one) => one.lineNo === lineNo);
    const moves: Step[] = (quote.moves ?? []).filter((step) => step.lineNo === lineNo);
    const base_minor = moves.reduce((left, step) => left - step.amount_minor, total_minor);
    const unit: Step = { stage: 'BASE', lineNo, ref: null, name: '', amount_minor: base_minor };
    const off = byPromotion?.filter((step) => step.lineNo === lineNo) ?? wholeOf(quote, line);
    return {
      lineNo,
      variantId,
      quantity,
      unit_minor,
      total_minor,
      discount_minor,
      name: bought?.name ?? variantId,
      tax_minor: shares[at]?.tax_minor ?? 0,
      steps: [unit, ...moves, ...off],
    };
  });
  return { order, quote, lines, isExact: byPromotion !== null };
}

/** What promotions took off each line; null: that cannot be told any more. */
async function split(
  { db, catalog }: Pick<WhyDeps, 'db' | 'catalog'>,
  { order, quote }: { order: Order; quote: Quote },
): Promise<Step[] | null> {
  if (quote.discount_minor === 0) return [];
  const applied = (await readApplied(db, [quote.quoteId])).get(quote.quoteId);
  const { promotions } = definedFor(applied, await readDefinitions(db, applied?.refs ?? []));
  const { country, state } = order.shippingAddress;
  const sale = {
    lines: quote.lines.map((line) => ({ ...line, discount_minor: line.discount_minor ?? 0 })),
    currency: quote.currency,
    createdAt: order.createdAt,
    country,
    ...(state === undefined ? {} : { state }),
  };
  return pricedAgain(sale, { promotions, facts: await factsOf(catalog, [sale]) });
}

/** A line's discount as a whole, with the names of all that the quote had taken off. */
function wholeOf(quote: Quote, line: Quote['lines'][number]): Step[] {
  const { lineNo, discount_minor = 0 } = line;
  if (discount_minor === 0) return [];
  const name = (quote.discounts ?? []).map((one) => one.name).join(', ');
  return [{ stage: 'PROMOTION', lineNo, ref: null, name, amount_minor: -discount_minor }];
}
