// Captured money against orders, and orders against stock and payments.
import { isRefusal } from '#kernel/core/refusal.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isBooking } from '#services/booking/contract.ts';
import { reviewPage_max, type ReviewedOrder, type ReviewedPayment } from './contract.ts';
import * as model from './model.ts';
import type { Finding } from './model.ts';
import { byCheckout, paymentsByCheckout, type Neighbours } from './neighbours.ts';
import { idAtTime, isBefore, type Part, type PartNeeds, type Scope } from './part.ts';

const unique = (list: readonly string[]) => [...new Set(list)];

/** Captured payments without order or refund: the money goes back. */
export function paymentsPart({ neighbours }: PartNeeds): Part {
  const { payments } = neighbours;
  return {
    name: 'payments',
    says: 'captured payments without order or refund',
    classes: ['captured-without-order', 'captured-above-order'],
    page: async (scope, place) => {
      const after = typeof place === 'string' ? place : idAtTime('pay', scope.since);
      const before = idAtTime('pay', scope.until);
      const { payments: page } = await payments.paidPayments({
        after,
        before,
        limit: reviewPage_max,
      });
      const next = page.length === reviewPage_max ? (page.at(-1)?.paymentId ?? null) : null;
      return { findings: await moneyFindings(neighbours, page, scope), looked: page.length, next };
    },
    again: async (scope, of) => {
      const named =
        of.class === 'captured-without-order'
          ? await payments.paymentsOf({ paymentIds: of.subjects, checkoutIds: [] })
          : await ofOrders(neighbours, of.subjects);
      const found = await moneyFindings(neighbours, named.payments, scope);
      return found.filter((one) => one.class === of.class && of.subjects.includes(one.subject));
    },
    repair: (finding) => refund(neighbours, finding),
  };
}

async function ofOrders({ orders, payments }: Neighbours, orderIds: string[]) {
  const { orders: found } = await orders.ordersOf({ orderIds, checkoutIds: [] });
  return payments.paymentsOf({ paymentIds: [], checkoutIds: found.map((one) => one.checkoutId) });
}

async function moneyFindings(
  neighbours: Neighbours,
  page: readonly ReviewedPayment[],
  scope: Scope,
): Promise<Finding[]> {
  const { until } = scope;
  const held = page.filter((one) => model.leftOf(one) > 0 && isBefore(one.updatedAt, until));
  const booked = held.filter((one) => isBooking(one.checkoutId));
  const ordered = held.filter((one) => !isBooking(one.checkoutId));
  return [
    ...(await bookingFindings(neighbours, booked)),
    ...(await orderMoney(neighbours, ordered, scope)),
  ];
}

/** Money of bookings that ended, or never were, and know nothing of it. */
async function bookingFindings(
  { booking }: Neighbours,
  open: readonly ReviewedPayment[],
): Promise<Finding[]> {
  if (open.length === 0) return [];
  const bookingIds = unique(open.map((one) => one.checkoutId));
  const { bookings } = await booking.bookingsOf({ bookingIds });
  const known = new Map(bookings.map((one) => [one.bookingId, one]));
  return open.flatMap((payment) => {
    const found = known.get(payment.checkoutId);
    const isLost = found === undefined || found.state === 'CANCELLED';
    if (!isLost || (found?.captured_minor ?? 0) > 0) return [];
    return list(model.unorderedOf(payment, { order: undefined, saga: 'absent' }));
  });
}

async function orderMoney(
  { orders, payments, standings }: Neighbours,
  open: readonly ReviewedPayment[],
  { until }: Scope,
): Promise<Finding[]> {
  if (open.length === 0) return [];
  const checkoutIds = unique(open.map((one) => one.checkoutId));
  const { orders: found } = await orders.ordersOf({ orderIds: [], checkoutIds });
  const orderOf = byCheckout(found);
  const without = open.filter((one) => !model.isLive(orderOf.get(one.checkoutId)));
  const sagas = await standings(without.map((one) => one.sagaId));
  const unordered = without.flatMap((payment) => {
    const order = orderOf.get(payment.checkoutId);
    // A cancelled order's refund is a job of payments: it gets its grace as well.
    if (order !== undefined && !isBefore(order.updatedAt, until)) return [];
    const saga = sagas.get(payment.sagaId) ?? 'unknown';
    return model.unorderedOf(payment, { order, saga }) ?? [];
  });
  // One order may have several payments. That is well while together they are not too much.
  const doubtful = open.filter((one) => {
    const order = orderOf.get(one.checkoutId);
    if (order === undefined || !model.isLive(order)) return false;
    return order.paymentId !== one.paymentId || model.leftOf(one) > order.total_minor;
  });
  if (doubtful.length === 0) return unordered;
  const more = await payments.paymentsOf({
    paymentIds: [],
    checkoutIds: unique(doubtful.map((one) => one.checkoutId)),
  });
  const surplus = [...paymentsByCheckout(more.payments)].flatMap(([checkoutId, all]) => {
    const order = orderOf.get(checkoutId);
    return order ? (model.surplusOf(order, all) ?? []) : [];
  });
  return [...unordered, ...surplus];
}

async function refund({ payments }: Neighbours, finding: Finding) {
  if (finding.class !== 'captured-without-order' || finding.money === null) {
    return { action: 'nothing: a person has to say which payment goes back', done: false };
  }
  const { amount_minor, currency } = finding.money;
  const { paymentId = '', checkoutId = '' } = finding.subjects;
  const answer = await payments.refund({
    checkoutId,
    paymentId,
    key: `reconciliation:${paymentId}:${amount_minor}`,
    amount_minor,
    reason: 'captured-without-order',
  });
  if (isRefusal(answer)) return { action: `the refund was refused: ${answer.code}`, done: false };
  const sum = `${toMajor(amount_minor, currency)} ${currency}`;
  const state = answer.status === 'SUCCEEDED' ? 'is back' : 'is on its way and tried until done';
  return { action: `refunded ${sum} as ${answer.refundId}, which ${state}`, done: true };
}

/** Orders without confirmed units or payment, and those that wait for nothing. */
export function ordersPart({ neighbours }: PartNeeds): Part {
  const { orders, inventory } = neighbours;
  return {
    name: 'orders',
    says: 'orders without confirmed stock or payment',
    classes: ['order-without-stock', 'order-without-payment', 'order-left-pending'],
    page: async (scope, place) => {
      const { orders: page } = await orders.reviewedOrders({
        after: typeof place === 'string' ? place : idAtTime('ord', scope.since),
        before: idAtTime('ord', scope.until),
        limit: reviewPage_max,
      });
      const next = page.length === reviewPage_max ? (page.at(-1)?.orderId ?? null) : null;
      return { findings: await orderFindings(neighbours, page, scope), looked: page.length, next };
    },
    again: async (scope, of) => {
      const { orders: page } = await orders.ordersOf({ orderIds: of.subjects, checkoutIds: [] });
      const found = await orderFindings(neighbours, page, scope);
      return found.filter((one) => one.class === of.class);
    },
    repair: async (finding) => {
      const { orderId = '', sagaId = '', paymentId = '' } = finding.subjects;
      if (finding.class === 'order-without-stock') {
        const done = await inventory.confirm({ sagaId, orderId });
        return isRefusal(done)
          ? { action: 'its units cannot be taken any more: no stock, or released', done: false }
          : { action: 'took the units of the order from the shelf', done: true };
      }
      if (finding.class === 'order-left-pending') {
        const facts = { orderId, paymentId, to: 'FAILED', paymentStatus: 'FAILED' } as const;
        const settled = await orders.settle(facts);
        const over = !isRefusal(settled) && settled.status !== 'PENDING';
        return { action: 'ended the order as failed', done: over };
      }
      return { action: 'nothing: a person has to look at the payment', done: false };
    },
  };
}

async function orderFindings(
  { inventory, payments, standings }: Neighbours,
  page: readonly ReviewedOrder[],
  { until }: Scope,
): Promise<Finding[]> {
  const settled = page.filter((one) => isBefore(one.updatedAt, until));
  if (settled.length === 0) return [];
  const [{ holds }, { payments: paid }] = await Promise.all([
    inventory.holdsOf({ sagaIds: unique(settled.map((one) => one.sagaId)) }),
    payments.paymentsOf({
      paymentIds: [],
      checkoutIds: unique(settled.map((one) => one.checkoutId)),
    }),
  ]);
  const holdOf = new Map(holds.map((one) => [one.sagaId, one]));
  const paymentsOf = paymentsByCheckout(paid);
  const found = settled.flatMap((order) => [
    ...list(model.unsuppliedOf(order, holdOf.get(order.sagaId))),
    ...list(model.unpaidOf(order, paymentsOf.get(order.checkoutId) ?? [])),
  ]);
  const pending = settled.filter((one) => one.status === 'PENDING');
  const doubtful = [...found.map((one) => one.subject), ...pending.map((one) => one.orderId)];
  const about = settled.filter((one) => doubtful.includes(one.orderId));
  const sagas = await standings(about.map((one) => one.sagaId));
  const atWork = new Set(
    about
      .filter((one) => ['open', 'unknown'].includes(sagas.get(one.sagaId) ?? 'unknown'))
      .map((one) => one.orderId),
  );
  return [
    ...found.filter((one) => !atWork.has(one.subject)),
    ...pending.flatMap((one) => list(model.leftPendingOf(one, sagas.get(one.sagaId) ?? 'unknown'))),
  ];
}

const list = <T>(one: T | undefined): T[] => (one === undefined ? [] : [one]);
