/** Returns as JSON for the buyer, the seller and the operator; pure. */
import { toMajor } from '#kernel/core/money.ts';
import { appealBar } from './commands.ts';
import { byWhom, mayMove } from './model.ts';
import type { Options } from './options.ts';
import type { SummaryRow, WholeReturn } from './store-read.ts';

const isoOf = (at: string | null): string | null =>
  at === null ? null : new Date(at).toISOString();

/** What can go back of an order, for its buyer. */
export function optionsJson({ now, bar, lines, cash, estimate }: Options) {
  const { order, deliveredAt } = now;
  const { currency } = order;
  const major = (minor: number) => toMajor(minor, currency);
  const byNo = new Map(order.lines.map((line) => [line.lineNo, line]));
  return {
    orderId: order.orderId,
    orderNumber: order.orderNumber,
    currency,
    deliveredAt: deliveredAt?.toISOString() ?? null,
    reason: bar,
    payout: cash ? ('by-hand' as const) : ('original-payment' as const),
    lines: lines.map(({ lineNo, left, until, bar: lineBar, faultOnly, why, condition, swaps }) => {
      const line = byNo.get(lineNo);
      return {
        lineNo,
        variantId: line?.variantId ?? '',
        sellerId: line?.sellerId ?? '',
        name: line?.name ?? '',
        imageUrl: line?.imageUrl ?? null,
        bought: line?.quantity ?? 0,
        left: bar === null ? left : 0,
        until: until?.toISOString() ?? null,
        reason: bar ?? lineBar,
        faultOnly,
        why,
        condition,
        exchanges: swaps,
      };
    }),
    estimate: estimate && {
      amount: major(estimate.capped_minor),
      shipping: major(estimate.shipping_minor),
      lines: estimate.lines.map(({ lineNo, units, ...line }) => ({
        lineNo,
        quantity: units,
        amount: major(line.goods_minor - line.discount_minor + line.tax_minor),
        goods: major(line.goods_minor),
        discount: major(line.discount_minor),
        tax: major(line.tax_minor),
      })),
    },
  };
}

export function summaryJson(row: SummaryRow) {
  const { amount_minor, createdAt, updatedAt, attention: _, appealStatus, ...rest } = row;
  return {
    ...rest,
    appeal: appealStatus,
    amount: amount_minor === null ? null : toMajor(amount_minor, row.currency),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** For sellers: without who the buyer is. */
export function sellerSummaryJson(row: SummaryRow) {
  const { userId: _, ...rest } = summaryJson(row);
  return rest;
}

export function adminSummaryJson(row: SummaryRow) {
  return { ...summaryJson(row), attention: row.attention };
}

/** What of all that was granted has gone, or goes, back. */
function moneyJson({ decisions, currency, cash }: WholeReturn) {
  const refunds = decisions.filter((one) => one.resolution === 'REFUND');
  const sum = (of: (one: (typeof refunds)[number]) => number) =>
    toMajor(
      refunds.reduce((total, one) => total + of(one), 0),
      currency,
    );
  return {
    granted: sum((one) => one.granted_minor ?? one.amount_minor),
    refunded: sum((one) =>
      one.doneAt === null ? 0 : (one.granted_minor ?? 0) - one.covered_minor,
    ),
    covered: sum((one) => one.covered_minor),
    waitsFor: refunds.find((one) => one.waitsFor !== null)?.waitsFor ?? null,
    byHand: cash,
  };
}

function actionsJson(of: WholeReturn, now_ms: number) {
  const bars: Record<string, string | null> = {
    label: ['REQUESTED', 'LABELLED', 'IN_TRANSIT'].includes(of.status) ? null : 'over',
    sent: mayMove(of.status, 'IN_TRANSIT') ? null : 'over',
    cancel: mayMove(of.status, 'CANCELLED') ? null : 'over',
    appeal: appealBar(of, now_ms),
  };
  return Object.entries(bars).map(([action, reason]) => {
    return { action, allowed: reason === null, reason };
  });
}

/** The whole return for its buyer. */
export function ownReturnJson(of: WholeReturn, now_ms: number) {
  const { currency } = of;
  return {
    returnId: of.returnId,
    returnNumber: of.returnNumber,
    orderId: of.orderId,
    orderNumber: of.orderNumber,
    sellerId: of.sellerId,
    status: of.status,
    resolution: of.resolution,
    reason: of.reason,
    condition: of.condition,
    note: of.note,
    pictures: of.pictures.map(({ pictureId, width, height }) => ({ pictureId, width, height })),
    currency,
    items: of.lines.map(({ lineNo, variantId, name, imageUrl, quantity, ...line }) => ({
      lineNo,
      variantId,
      name,
      imageUrl,
      quantity,
      received: line.received,
      approved: line.approved,
      exchangeName: line.exchangeName,
    })),
    money: moneyJson(of),
    trackingNumber: of.trackingNumber,
    rejectedReason: of.rejectedReason,
    evidence: of.evidence,
    appeal: of.appeal === null ? null : { text: of.appeal, status: of.appealStatus ?? 'OPEN' },
    replacement: of.replacement,
    expiresAt: of.expiresAt?.toISOString() ?? null,
    timeline: of.transitions.map(({ to, at, actor, reason }) => {
      return { status: to, at: isoOf(at) ?? at, by: byWhom(actor), reason };
    }),
    actions: actionsJson(of, now_ms),
    version: of.version,
    createdAt: of.createdAt.toISOString(),
  };
}

/** For whoever holds the order's link: nothing that was written by hand, nothing to do. */
export function sharedReturnJson(of: WholeReturn, now_ms: number) {
  const own = ownReturnJson(of, now_ms);
  const {
    note: _,
    pictures: _pictures,
    appeal: _appeal,
    evidence: _evidence,
    trackingNumber: _track,
    ...rest
  } = own;
  const actions = own.actions.map(({ action, allowed, reason }) =>
    action === 'label'
      ? { action, allowed, reason }
      : { action, allowed: false, reason: 'sign-in-needed' },
  );
  return { ...rest, actions };
}

/** For its seller: what to look for, where it goes, what was granted. */
export function sellerReturnJson(of: WholeReturn, now_ms: number) {
  const { actions: _, ...own } = ownReturnJson(of, now_ms);
  const items = own.items.map((item, index) => {
    const { warehouseId = '', restock = 0, writeOff = 0 } = of.lines[index] ?? {};
    return { ...item, warehouseId, restock, writeOff };
  });
  const { country, state, postalCode } = of.shipTo;
  return {
    ...own,
    items,
    shipTo: {
      country,
      state: state ?? null,
      postalCode: of.resolution === 'EXCHANGE' ? postalCode : null,
    },
    decisions: of.decisions.map((one) => ({
      round: one.round,
      resolution: one.resolution,
      amount: toMajor(one.granted_minor ?? one.amount_minor, of.currency),
      shipping: toMajor(one.shipping_minor, of.currency),
      items: one.lines.map(({ lineNo, units, restock, writeOff }) => {
        return { lineNo, quantity: units, restock, writeOff };
      }),
      at: isoOf(one.at) ?? one.at,
      doneAt: isoOf(one.doneAt),
    })),
  };
}

export function adminReturnJson(of: WholeReturn, now_ms: number) {
  const seller = sellerReturnJson(of, now_ms);
  const timeline = seller.timeline.map((entry, index) => {
    return { ...entry, by: of.transitions[index]?.actor ?? entry.by };
  });
  const { userId, checkoutId, paymentId, attention } = of;
  return { ...seller, timeline, userId, checkoutId, paymentId, attention };
}
