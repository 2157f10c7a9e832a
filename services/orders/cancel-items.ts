/**
 * Taking single lines off an order before they are picked. Stock, money, books and the mail hang
 * on one event, as they do for a whole order. What was paid for delivery goes back when nothing
 * is left, which is when the order itself is cancelled.
 */
import { assert } from '#kernel/core/assert.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import { moveOf } from './commands.ts';
import { sharesOf } from './contract.ts';
import { cancelBar, planCancel, type CancelPlan } from './model.ts';
import { moveOrders } from './store.ts';
import { insertCancellation, readPaid, type PaidFacts } from './store-cancel.ts';
import { lockOrder } from './store-fulfil.ts';
import type { OrderWithLines } from './store-read.ts';

export interface CancelItems {
  /** Only this person's order; null: anybody's. */
  userId: string | null;
  actor: string;
  reason: string;
  lineNos: readonly number[];
}

export type ItemRefusal =
  | 'order-not-found'
  | 'order-not-cancellable'
  | 'line-not-found'
  | 'line-not-cancellable';

export type ItemCanceller = (
  orderId: string,
  of: CancelItems,
) => Promise<true | Refusal<ItemRefusal>>;

/** All the lines named, or none. One transaction that locks the order. */
export async function cancelItems(
  { db, outbox }: Pick<RoomContext, 'db' | 'outbox'>,
  orderId: string,
  of: CancelItems,
): Promise<true | Refusal<ItemRefusal>> {
  const done = await db.tx(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order || (of.userId !== null && order.userId !== of.userId)) {
      return refuse('order-not-found', { orderId });
    }
    const plan = planCancel(order, of.lineNos);
    if (isRefusal(plan)) return plan;
    if (!plan.whole) await takeOff(tx, orderId, { ...of, plan });
    const to = plan.whole ? 'CANCELLED' : plan.completes ? 'SHIPPED' : null;
    if (to === null) return true as const;
    assert(to === 'SHIPPED' || cancelBar(order.status, order.lines) === null, 'nothing has left');
    const reason = to === 'SHIPPED' ? 'items-cancelled' : of.reason;
    const moved = await moveOrders(tx, [moveOf(orderId, to, { actor: of.actor, reason })]);
    assert(moved.has(orderId), 'a locked order moves as planned');
    return true as const;
  });
  if (done === true) outbox.poke();
  return done;
}

async function takeOff(
  tx: Sql,
  orderId: string,
  { plan, reason, actor }: CancelItems & { plan: CancelPlan },
): Promise<void> {
  const paid = await readPaid(tx, orderId);
  assert(paid !== undefined, 'a locked order is there');
  const { items, amount_minor } = itemsOf(paid, plan.lineNos);
  const cancellationId = newId('cnl');
  const facts = { cancellationId, orderId, amount_minor, reason, actor, items };
  await insertCancellation(tx, { ...facts, meta: eventMeta() });
}

/** What these lines came to, each with its share of discount and tax. */
function itemsOf(paid: PaidFacts, lineNos: readonly number[]) {
  const shares = sharesOf(paid);
  const items = paid.lines.flatMap(({ total_minor, ...row }, index) => {
    const { discount_minor: _, tax_minor: _own, ...line } = row;
    if (!lineNos.includes(line.lineNo)) return [];
    const { discount_minor: discount, tax_minor: tax } = shares[index] ?? nothing;
    return [{ ...line, goods: total_minor, discount, tax }];
  });
  const amount_minor = items.reduce((sum, one) => sum + one.goods - one.discount + one.tax, 0);
  return { items, amount_minor };
}

const nothing = { discount_minor: 0, tax_minor: 0 };

export interface CancelPreview {
  whole: boolean;
  goods_minor: number;
  discount_minor: number;
  tax_minor: number;
  shipping_minor: number;
  total_minor: number;
}

/** What would go back for these lines, without changing anything. */
export function previewOf(
  order: OrderWithLines,
  lineNos: readonly number[],
): CancelPreview | Refusal<ItemRefusal> {
  const plan = planCancel(order, lineNos);
  if (isRefusal(plan)) return plan;
  const lines = order.lines.map((line) => ({ ...line, discount_minor: line.discount_minor ?? 0 }));
  const { items, amount_minor } = itemsOf({ ...order, lines }, plan.lineNos);
  const sum = (part: 'goods' | 'discount' | 'tax') =>
    items.reduce((total, one) => total + one[part], 0);
  const shipping_minor = plan.whole ? order.shipping_minor : 0;
  return {
    whole: plan.whole,
    goods_minor: sum('goods'),
    discount_minor: sum('discount'),
    tax_minor: sum('tax'),
    shipping_minor,
    total_minor: amount_minor + shipping_minor,
  };
}
