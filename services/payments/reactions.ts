import { isRefusal } from '#kernel/core/refusal.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import type { RoomContext } from '#kernel/service.ts';
import { bookingConsumers, bookingJobs, bookingReactions } from './bookings.ts';
import type { Commands } from './commands.ts';
import { isPaid, type PaymentRow } from './model.ts';
import type { Refunds } from './refunds.ts';
import { readOfCheckout, readPayments } from './store.ts';

export const consumers: ConsumerSpec[] = [
  { name: 'payments.refund', from: { orders: ['ORDER_CANCELLED', 'ORDER_ITEMS_CANCELLED'] } },
  ...bookingConsumers,
];

const RETURN_JOB = 'payments.return-order';
const ITEMS_JOB = 'payments.return-items';

interface Cancelled {
  orderId: string;
  checkoutId?: string;
  paymentId?: string;
}

interface ItemsCancelled {
  cancellationId: string;
  orderId: string;
  checkoutId: string;
  paymentId: string;
  amount: number;
}

/** What is cancelled goes back by a job: no gateway is asked while the inbox is open. */
export function paymentReactions(ctx: RoomContext): Record<string, Handler> {
  return {
    ...bookingReactions(ctx),
    'payments.refund': async (tx, events) => {
      const partly = events.filter((event) => event.eventType === 'ORDER_ITEMS_CANCELLED');
      const ofItems = partly.map(({ payload, aggregate }) => {
        const { cancellationId, orderId, checkoutId, paymentId, amount } =
          payload as unknown as ItemsCancelled;
        const part = { cancellationId, orderId, checkoutId, paymentId, amount };
        return { payload: part, key: `items:${aggregate.id}` };
      });
      if (ofItems.length > 0) await ctx.jobs.addMany(tx, ITEMS_JOB, { items: ofItems });
      const whole = events.filter((event) => event.eventType === 'ORDER_CANCELLED');
      const items = whole.map((event) => {
        const { checkoutId, paymentId } = event.payload as Partial<Cancelled>;
        const orderId = event.aggregate.id;
        return { payload: { orderId, checkoutId, paymentId }, key: `return:${orderId}` };
      });
      if (items.length > 0) await ctx.jobs.addMany(tx, RETURN_JOB, { items });
    },
  };
}

/** Jobs of the room, by task name. */
export function paymentJobs(ctx: RoomContext, of: { commands: Commands; refunds: Refunds }) {
  return {
    ...bookingJobs(ctx, of),
    [RETURN_JOB]: async (raw: unknown) => {
      const { orderId, checkoutId, paymentId } = raw as Cancelled;
      const [named] = paymentId ? await readPayments(ctx.db, [paymentId]) : [];
      const known = named?.checkoutId ?? checkoutId;
      if (!known) return;
      for (const row of await readOfCheckout(ctx.db, known)) {
        const taken_minor = await takenBy(row, of.commands);
        if (taken_minor === null) continue;
        const done = await of.refunds.refund({
          checkoutId: row.checkoutId,
          paymentId: row.paymentId,
          key: `order:${orderId}`,
          amount_minor: Math.max(1, taken_minor),
          reason: 'order-cancelled',
          orderId,
        });
        if (isRefusal(done)) ctx.log.error({ orderId, code: done.code }, 'no refund for order');
      }
    },
    [ITEMS_JOB]: (raw: unknown) => returnItems(ctx, of.refunds, raw as ItemsCancelled),
  };
}

/** Part of an order that goes on. Of cash nothing was taken: less is asked for at the door. */
async function returnItems(
  ctx: Pick<RoomContext, 'db' | 'log'>,
  refunds: Refunds,
  { cancellationId, orderId, checkoutId, paymentId, amount }: ItemsCancelled,
): Promise<void> {
  const [row] = await readPayments(ctx.db, [paymentId]);
  if (amount === 0 || row?.status === 'ACCEPTED') return;
  const wish = { checkoutId, paymentId, orderId, key: `items:${cancellationId}` };
  const done = await refunds.refund({ ...wish, amount_minor: amount, reason: 'items-cancelled' });
  if (isRefusal(done)) ctx.log.error({ orderId, code: done.code }, 'no refund for items');
}

/** What an attempt has taken; one under way is closed first, and may have been faster. */
async function takenBy(row: PaymentRow, { cancel }: Commands): Promise<number | null> {
  if (isPaid(row)) return row.captured_minor;
  if (row.status === 'CANCELLED') return null;
  const closed = await cancel({ checkoutId: row.checkoutId, attempt: row.attempt });
  return closed.outcome === 'captured' ? closed.amount_minor : null;
}
