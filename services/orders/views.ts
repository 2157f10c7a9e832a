/** Orders as JSON for the customer, the seller and the operator; pure. */
import { toMajor } from '#kernel/core/money.ts';
import type { Address } from '#services/identity/contract.ts';
import type { Dispute, Payment } from '#services/payments/contract.ts';
import { sharesOf, type Order, type OrderStatus, type Shipment } from './contract.ts';
import { moneyOf } from './delivery.ts';
import {
  addressBar,
  againBar,
  byWhom,
  cancelBar,
  invoiceBar,
  itemBar,
  itemsBar,
  postalPrefix,
  returnBar,
  transitions,
} from './model.ts';
import type { CancelPreview } from './cancel-items.ts';
import type { Delivery, Money, Standing } from './neighbours.ts';
import type { SellerOrderRow } from './store-fulfil.ts';
import type {
  LineRow,
  OrderSummary,
  OrderWithLines,
  TransitionRow,
  WholeOrder,
} from './store-read.ts';

const isoOf = (at: string): string => new Date(at).toISOString();

/** An order for another room. */
export function orderOf(row: OrderWithLines): Order {
  const { createdAt, revision: _, lines, shipments, ...rest } = row;
  return {
    ...rest,
    lines: lines.map(({ status, shipped: _shipped, sku, tax_minor, ...line }) => ({
      ...line,
      ...(tax_minor === null ? {} : { tax_minor }),
      ...(sku === null ? {} : { sku }),
      ...(status === 'CANCELLED' ? { cancelled: true } : {}),
    })),
    shipments: shipments.map((one) => ({ ...one, shippedAt: isoOf(one.shippedAt) })),
    createdAt: createdAt.toISOString(),
  };
}

export function summaryJson(row: OrderSummary) {
  const { total_minor, createdAt, ...rest } = row;
  const total = toMajor(total_minor, row.currency);
  return { ...rest, items: rest.items ?? [], total, createdAt: createdAt.toISOString() };
}

function lineJson(line: LineRow, currency: string) {
  const { unit_minor, total_minor, discount_minor = 0, shipped, warehouseIds: _, ...more } = line;
  const { tax_minor: _tax, included_minor, ...rest } = more;
  return {
    ...rest,
    shippedQuantity: shipped,
    unitPrice: toMajor(unit_minor, currency),
    discount: toMajor(discount_minor, currency),
    total: toMajor(total_minor, currency),
    includedTax: toMajor(included_minor, currency),
  };
}

/** What of an order's prices and delivery is tax, as it was bought. */
export function includedTaxOf(order: OrderWithLines): number {
  const lines = order.lines.map((line) => line.included_minor);
  return lines.reduce((sum, one) => sum + one, order.includedShipping_minor);
}

/** What was taken off an order that goes on, in minor units. */
function cancelledOf({ lines, discount_minor, tax_minor }: OrderWithLines): number {
  const shares = sharesOf({ discount_minor, tax_minor, lines });
  return lines.reduce((sum, line, index) => {
    if (line.status !== 'CANCELLED') return sum;
    const share = shares[index];
    return sum + line.total_minor - (share?.discount_minor ?? 0) + (share?.tax_minor ?? 0);
  }, 0);
}

/** What cancelling some lines would give back. */
export function previewJson(
  { whole, goods_minor, discount_minor, tax_minor, shipping_minor, total_minor }: CancelPreview,
  currency: string,
) {
  const major = (minor: number) => toMajor(minor, currency);
  return {
    whole,
    currency,
    goods: major(goods_minor),
    discount: major(discount_minor),
    tax: major(tax_minor),
    shipping: major(shipping_minor),
    total: major(total_minor),
  };
}

function shipmentJson({ lines, shippedAt, ...rest }: Shipment) {
  return { ...rest, items: lines, shippedAt: isoOf(shippedAt) };
}

function timelineJson(rows: readonly TransitionRow[]) {
  return rows.map(({ to, at, actor, reason }) => {
    return { status: to, at: at.toISOString(), by: byWhom(actor), reason };
  });
}

function cancellationsJson({ cancellations = [], lines }: WholeOrder) {
  return cancellations.map(({ at, actor, reason, lineNos }) => ({
    at: at.toISOString(),
    by: byWhom(actor),
    reason,
    items: lines
      .filter((line) => lineNos.includes(line.lineNo))
      .map(({ lineNo, name, quantity }) => ({ lineNo, name, quantity })),
  }));
}

function addressJson({ addressId: _, userId: _user, ...fields }: Address) {
  return fields;
}

function paymentJson(payment: Payment) {
  const { paymentId, method, status, amount_minor, refunded_minor, currency } = payment;
  return {
    paymentId,
    method,
    status,
    currency,
    amount: toMajor(amount_minor, currency),
    refunded: toMajor(refunded_minor, currency),
    createdAt: payment.createdAt,
  };
}

/** What other rooms say about an order. */
export interface Around {
  /** null when payments does not answer. */
  money: Money | null;
  deliveries: readonly Delivery[];
  /** null when there is nothing to return yet, or returns does not answer. */
  standing: Standing | null;
}

function deliveryJson(delivery: Delivery, arrivedAt: string | null) {
  const { warehouseIds: _, expected, ...rest } = delivery;
  return {
    ...rest,
    expectedFrom: expected?.from ?? null,
    expectedTo: expected?.to ?? null,
    late: arrivedAt === null && delivery.late,
    arrivedAt: delivery.shippedAt === null ? null : arrivedAt,
  };
}

const arrivalOf = (order: WholeOrder): string | null =>
  order.transitions.find((one) => one.to === 'DELIVERED')?.at.toISOString() ?? null;

/** Why no single line can be cancelled; null where one can. */
function someCancelBar(status: OrderStatus, lines: readonly LineRow[]): string | null {
  const bars = lines.map(itemBar);
  const all = bars.every((bar) => bar !== null);
  return itemsBar(status) ?? (all ? (bars.find((bar) => bar !== 'cancelled') ?? 'ended') : null);
}

/** What its customer can do, each with the reason where not. */
function actionsOf({ status, lines, shippingMethod }: WholeOrder, standing: Standing | null) {
  const addressOf = shippingMethod === 'PICKUP' ? 'collected' : addressBar(status, lines);
  const bars = {
    cancel: cancelBar(status, lines),
    'cancel-items': someCancelBar(status, lines),
    'change-address': addressOf,
    return: returnBar(status, standing?.bar),
    invoice: invoiceBar(status),
    'buy-again': againBar(status),
  };
  return Object.entries(bars).map(([action, reason]) => {
    return { action, allowed: reason === null, reason };
  });
}

/** The whole order for its customer. */
export function ownOrderJson(order: WholeOrder, { money, deliveries, standing }: Around) {
  const { currency, status, lines } = order;
  const arrivedAt = arrivalOf(order);
  return {
    orderId: order.orderId,
    orderNumber: order.orderNumber,
    checkoutId: order.checkoutId,
    status,
    paymentMethod: order.paymentMethod,
    paymentStatus: order.paymentStatus,
    currency,
    items: lines.map((line) => lineJson(line, currency)),
    subtotal: toMajor(order.subtotal_minor, currency),
    discount: toMajor(order.discount_minor, currency),
    shipping: toMajor(order.shipping_minor, currency),
    tax: toMajor(order.tax_minor, currency),
    includedTax: toMajor(includedTaxOf(order), currency),
    total: toMajor(order.total_minor, currency),
    cancelledTotal: toMajor(cancelledOf(order), currency),
    shippingMethod: order.shippingMethod,
    shippingAddress: addressJson(order.shippingAddress),
    billingAddress: addressJson(order.billingAddress),
    shipments: order.shipments.map(shipmentJson),
    deliveries: deliveries.map((one) => deliveryJson(one, arrivedAt)),
    payments: money && money.payments.map(paymentJson),
    money: money && moneyOf(order, money),
    timeline: timelineJson(order.transitions),
    cancellations: cancellationsJson(order),
    actions: actionsOf(order, standing),
    returnUntil: standing?.until ?? null,
    returns: standing?.returns ?? [],
    version: order.version,
    createdAt: order.createdAt.toISOString(),
  };
}

/**
 * An order for whoever holds a grant: enough to follow a parcel and to compare with a statement,
 * nothing that tells where somebody lives or how to reach them, and nothing can be done.
 */
export function sharedOrderJson(order: WholeOrder, around: Around) {
  const own = ownOrderJson(order, around);
  const { city, country, state, postalCode } = order.shippingAddress;
  return {
    ...own,
    shipTo: { city, state: state ?? null, postalPrefix: postalPrefix(postalCode), country },
    actions: own.actions.map(({ action, allowed, reason }) => {
      // A link brings goods back as well: the money can only go where it came from. Its invoice
      // says no more of the buyer than its page.
      if (action === 'return' || action === 'invoice') return { action, allowed, reason };
      return { action, allowed: false, reason: 'sign-in-needed' };
    }),
  };
}

/** The whole order for the operator. */
export function adminOrderJson(
  order: WholeOrder,
  { disputes, ...around }: Around & { disputes: readonly Dispute[] | null },
) {
  const { userId, cartId, quoteId, paymentId, sagaId } = order;
  const own = ownOrderJson(order, around);
  const timeline = own.timeline.map((entry, index) => {
    return { ...entry, by: order.transitions[index]?.actor ?? entry.by, dispute: null };
  });
  const nextStatuses = [...transitions[order.status]];
  return {
    ...own,
    timeline: withDisputes(timeline, disputes ?? []),
    disputes: disputes && disputes.map(disputeJson),
    userId,
    cartId,
    quoteId,
    paymentId,
    sagaId,
    nextStatuses,
  };
}

function disputeJson(one: Dispute) {
  const { paymentId, disputeId, gateway, currency, reason, status, won, at, changedAt } = one;
  const amount = toMajor(one.amount_minor, currency);
  return { paymentId, disputeId, gateway, amount, currency, reason, status, won, at, changedAt };
}

/** The moves of an order with what its buyer's bank did between them; the status stays then. */
function withDisputes<Entry extends { at: string; status: OrderStatus }>(
  moves: readonly Entry[],
  disputes: readonly Dispute[],
) {
  const told = disputes.flatMap(({ gateway, at, changedAt, reason, won }) => {
    const by = `gateway:${gateway}`;
    const opened = { at, by, reason, dispute: 'opened' };
    if (won === null) return [opened];
    return [opened, { at: changedAt, by, reason, dispute: won ? 'won' : 'lost' }];
  });
  const entries = told.map((one) => {
    const before = moves.findLast((move) => move.at <= one.at) ?? moves[0];
    return { ...one, status: before?.status ?? 'CONFIRMED' };
  });
  return [...moves, ...entries].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function sellerLines(lines: readonly LineRow[], currency: string) {
  const items = lines.map((line) => {
    return { ...lineJson(line, currency), warehouseIds: line.warehouseIds };
  });
  const sum = lines.reduce((total, line) => total + line.total_minor, 0);
  return { items, itemsTotal: toMajor(sum, currency) };
}

export function sellerSummaryJson({ lines, createdAt, ...rest }: SellerOrderRow) {
  return { ...rest, ...sellerLines(lines, rest.currency), createdAt: createdAt.toISOString() };
}

/** The sellers' part of an order, with no more of the buyer than a parcel label needs. */
export function sellerOrderJson(order: WholeOrder, sellerIds: readonly string[]) {
  const { currency, status } = order;
  const lines = order.lines.filter((line) => sellerIds.includes(line.sellerId));
  const sending = ['CONFIRMED', 'PROCESSING', 'SHIPPED'].includes(status);
  const { name, line1, line2, city, state, postalCode, country, phone } = order.shippingAddress;
  return {
    orderId: order.orderId,
    orderNumber: order.orderNumber,
    status,
    currency,
    shippingMethod: order.shippingMethod,
    createdAt: order.createdAt.toISOString(),
    ...sellerLines(lines, currency),
    shipTo: {
      name: sending ? name : null,
      line1: sending ? line1 : null,
      line2: (sending && line2) || null,
      city,
      state: state ?? null,
      postalCode: sending ? postalCode : null,
      country,
      phone: (sending && phone) || null,
    },
    shipments: order.shipments
      .filter((shipment) => sellerIds.includes(shipment.sellerId))
      .map(shipmentJson),
    timeline: timelineJson(order.transitions),
  };
}
