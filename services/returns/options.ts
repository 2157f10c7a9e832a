// What of an order can go back until when, why not, and what it would give. Nothing is cached:
// units and money must be so.
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { returnsCalls } from './contract.ts';
import * as model from './model.ts';
import { refundOf, type RefundMoney } from './money.ts';
import { soldNow, type Neighbours, type OrderNow } from './neighbours.ts';
import { readUnits, type UnitRow } from './store.ts';
import { listOfOrder } from './store-read.ts';
import { readRules } from './store-rule.ts';

type Calls = (typeof returnsCalls)['calls'];

export interface Chosen {
  lineNo: number;
  quantity: number;
}

/** What can go back of an order now. */
export interface Options {
  now: OrderNow;
  bar: ReturnType<typeof model.orderBar>;
  lines: (model.LineOption & {
    lineNo: number;
    condition: model.Rule['condition'];
    /** Variants that could come instead at no cost; the line's own first, if it is sold. */
    swaps: { variantId: string; name: string; attributes: Record<string, string> }[];
  })[];
  cash: boolean;
  /** Of what was chosen, or of everything that is left; null while payments is away. */
  estimate: (RefundMoney & { capped_minor: number }) | null;
}

export interface OptionNeeds extends Pick<RoomContext, 'db' | 'clock' | 'log'> {
  neighbours: Neighbours;
}

export function optionQueries(needs: OptionNeeds) {
  return {
    thingsOf: (lines: readonly { variantId: string; productId: string }[]) =>
      thingsOf(needs, lines),
    standing: (input: CallInput<Calls['standing']>) => standing(needs, input),
    options: (now: OrderNow, chosen: readonly Chosen[] | null) => options(needs, now, chosen),
  };
}

/** The rule of each variant. One call and one statement. */
async function thingsOf(
  { db, neighbours }: OptionNeeds,
  lines: readonly { variantId: string; productId: string }[],
): Promise<Map<string, model.Rule>> {
  const products = await neighbours.products(lines.map((line) => line.productId));
  const things = lines.map(({ variantId, productId }): model.Thing => {
    const categoryPath = products.get(productId)?.categoryPath ?? '';
    return { variantId, productId, categoryPath };
  });
  const rules = await readRules(db, things.flatMap(model.ruleKeysOf));
  return new Map(things.map((thing) => [thing.variantId, model.ruleFor(thing, rules)]));
}

async function standing(
  needs: OptionNeeds,
  input: CallInput<Calls['standing']>,
): Promise<CallOutput<Calls['standing']>> {
  const { db, clock } = needs;
  const [units, returns] = await Promise.all([
    readUnits(db, input.orderId),
    listOfOrder(db, input.orderId),
  ]);
  const bar = model.orderBar(input.status);
  const list = returns.map(({ createdAt, returnId, returnNumber, sellerId, ...one }) => {
    const { status, resolution, units: count } = one;
    const at = createdAt.toISOString();
    return { returnId, returnNumber, sellerId, status, resolution, units: count, createdAt: at };
  });
  if (bar) return { bar, until: null, returns: list };
  const rules = await thingsOf(needs, input.lines);
  const deliveredAt = input.deliveredAt === null ? null : new Date(input.deliveredAt);
  const options = input.lines.map((line) =>
    model.lineOption(stateOf(units, line.lineNo, line.shipped), {
      rule: rules.get(line.variantId) ?? model.fallbackRule,
      deliveredAt,
      now: clock.date(),
    }),
  );
  const ends = options.flatMap((one) => (one.bar === null && one.until ? [one.until] : []));
  const until = ends.length === 0 ? null : new Date(Math.max(...ends.map(Number)));
  return { bar: model.barOf(options), until: until?.toISOString() ?? null, returns: list };
}

/** What can go back, line by line, and what it would give. Five calls at most. */
async function options(
  needs: OptionNeeds,
  now: OrderNow,
  chosen: readonly Chosen[] | null,
): Promise<Options> {
  const { db, clock, neighbours } = needs;
  const { order, shipped, deliveredAt } = now;
  const [units, rules, swaps] = await Promise.all([
    readUnits(db, order.orderId),
    thingsOf(needs, order.lines),
    swapsOf(neighbours, now),
  ]);
  const here = order.lines.filter((line) => line.cancelled !== true);
  const lines = here.map(({ lineNo, variantId }) => {
    const rule = rules.get(variantId) ?? model.fallbackRule;
    const state = stateOf(units, lineNo, shipped.get(lineNo) ?? 0);
    const option = model.lineOption(state, { rule, deliveredAt, now: clock.date() });
    return { lineNo, ...option, condition: rule.condition, swaps: swaps.get(lineNo) ?? [] };
  });
  const bar = model.orderBar(order.status);
  const going = lines.flatMap(({ lineNo, left }) => {
    const asked = chosen === null ? left : chosen.find((one) => one.lineNo === lineNo)?.quantity;
    const quantity = Math.min(asked ?? 0, left);
    return quantity > 0 ? [{ lineNo, quantity }] : [];
  });
  const estimate = await estimateOf(needs, now, { units, going });
  return { now, bar, lines, cash: order.paymentMethod === 'COD', estimate };
}

async function estimateOf(
  { neighbours, log }: OptionNeeds,
  { order }: OrderNow,
  { units, going }: { units: ReadonlyMap<number, UnitRow>; going: readonly Chosen[] },
): Promise<Options['estimate']> {
  // What is announced and not decided comes first: it will be counted before.
  const before = new Map(
    [...units].map(([lineNo, one]) => [lineNo, one.refunded + one.open] as const),
  );
  const plan = going.map(({ lineNo, quantity }) => {
    return { lineNo, units: quantity, before: before.get(lineNo) ?? 0 };
  });
  const money = refundOf(order, plan, before);
  try {
    const { left_minor, cash } = await neighbours.moneyLeft(order);
    const capped_minor = cash ? money.amount_minor : Math.min(money.amount_minor, left_minor);
    return { ...money, capped_minor };
  } catch (error) {
    log.warn({ err: error }, 'money of an order not read');
    return null;
  }
}

const stateOf = (
  units: ReadonlyMap<number, UnitRow>,
  lineNo: number,
  shipped: number,
): model.LineState => ({
  open: 0,
  refunded: 0,
  exchanged: 0,
  ...units.get(lineNo),
  shipped,
});

/** What could come instead of each line: sold now, in stock, at the same price. */
async function swapsOf(
  neighbours: Neighbours,
  { order }: OrderNow,
): Promise<Map<number, Options['lines'][number]['swaps']>> {
  const products = await neighbours.products(order.lines.map((line) => line.productId));
  const all = order.lines.flatMap((line) => soldNow(products.get(line.productId)));
  const ids = [...new Set(all.map((one) => one.variantId))].slice(0, variantsPerCall_max);
  if (ids.length === 0) return new Map();
  const [prices, available] = await Promise.all([
    neighbours.prices(ids, order.currency),
    neighbours.available(ids),
  ]);
  return new Map(
    order.lines.map((line) => {
      const was = prices.get(line.variantId) ?? line.unit_minor;
      const swaps = soldNow(products.get(line.productId))
        .filter((one) => (available.get(one.variantId) ?? 0) > 0)
        .filter((one) => one.variantId === line.variantId || prices.get(one.variantId) === was)
        .toSorted((a) => (a.variantId === line.variantId ? -1 : 0))
        .slice(0, swapsPerLine_max)
        .map(({ variantId, name, attributes }) => ({ variantId, name, attributes }));
      return [line.lineNo, swaps];
    }),
  );
}

/** Variants of one price and stock call. */
const variantsPerCall_max = 200;
export const swapsPerLine_max = 50;

/** `1:2,3:1`: two of line 1, one of line 3. */
export function chosenOf(
  text: string | undefined,
  { order, shipped }: OrderNow,
): readonly Chosen[] | null | Refusal<'validation-failed'> {
  if (text === undefined) return null;
  const chosen = text.split(',').map((part) => {
    const [lineNo = 0, quantity = 0] = part.split(':').map(Number);
    return { lineNo, quantity };
  });
  const nos = new Set(chosen.map((one) => one.lineNo));
  const known = new Set(order.lines.map((line) => line.lineNo));
  const wrong = chosen.some(({ lineNo, quantity }) => {
    return !known.has(lineNo) || quantity < 1 || quantity > (shipped.get(lineNo) ?? 0);
  });
  if (!wrong && nos.size === chosen.length) return chosen;
  const detail = 'names lines and units that the order has not';
  return refuse('validation-failed', {
    errors: [{ pointer: '/items', in: 'query', code: 'not-valid', detail }],
  });
}
