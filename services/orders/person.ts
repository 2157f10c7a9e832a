/** What this room holds about a person, what of it is under way, and how it forgets them. */
import { toMajor } from '#kernel/core/money.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import type { Task } from '#kernel/service.ts';
import {
  erasedIn,
  personalItemsPerPage_max,
  type PersonalPage,
  type Unfinished,
} from '#services/identity/contract.ts';
import type { OrderStatus } from './contract.ts';
import * as store from './store-person.ts';
import { readOrders, type OrderWithLines } from './store-read.ts';

const forget_every_ms = 60_000;

export const personConsumers: ConsumerSpec[] = [
  { name: 'orders.forget', from: { identity: ['USER_ERASED'] } },
];

/** One page of whole orders, oldest first. Two statements. */
export async function personalData(
  sql: Sql,
  { userId, after }: { userId: string; after: string | null },
): Promise<PersonalPage> {
  const page = { userId, after: after ?? '', limit: personalItemsPerPage_max };
  const ids = await store.orderIdsOf(sql, page);
  const rows = ids.length === 0 ? [] : await readOrders(sql, ids);
  const items = rows.map((row) => ({ kind: 'order', data: orderData(row) }));
  return { items, next: ids.length === page.limit ? (ids.at(-1) ?? null) : null };
}

function orderData(order: OrderWithLines) {
  const major = (minor: number) => toMajor(minor, order.currency);
  return {
    orderId: order.orderId,
    orderNumber: order.orderNumber,
    checkoutId: order.checkoutId,
    status: order.status,
    paymentMethod: order.paymentMethod,
    paymentStatus: order.paymentStatus,
    currency: order.currency,
    items: order.lines.map((line) => ({
      name: line.name,
      variantId: line.variantId,
      quantity: line.quantity,
      unitPrice: major(line.unit_minor),
      total: major(line.total_minor),
    })),
    subtotal: major(order.subtotal_minor),
    discount: major(order.discount_minor),
    shipping: major(order.shipping_minor),
    tax: major(order.tax_minor),
    total: major(order.total_minor),
    shippingMethod: order.shippingMethod,
    shippingAddress: order.shippingAddress,
    billingAddress: order.billingAddress,
    shipments: order.shipments,
    createdAt: order.createdAt.toISOString(),
  };
}

const reasons: Partial<Record<OrderStatus, string>> = {
  PENDING: 'payment-pending',
  CONFIRMED: 'not-shipped',
  PROCESSING: 'not-shipped',
  SHIPPED: 'on-its-way',
  RETURNED: 'refund-pending',
};

/** Orders that are not at rest: they need a name and a street. */
export async function unfinished(sql: Sql, userId: string): Promise<Unfinished[]> {
  const open = await store.underWayOf(sql, userId);
  return open.map(({ orderNumber, status }) => {
    return { kind: 'order', id: orderNumber, reason: reasons[status] ?? 'order-open' };
  });
}

export const personReactions: Record<string, Handler> = {
  'orders.forget': async (tx, events) => {
    const userIds = erasedIn(events);
    await store.noteErasures(tx, userIds);
    await forgetReplies(tx, userIds);
  },
};

/**
 * Takes people out of their orders as these come to rest. An order that slipped in while its
 * buyer left, or is still on its way, keeps its address until it has arrived.
 */
export async function forgetPeople(sql: Sql): Promise<void> {
  const userIds = await store.openErasures(sql);
  if (userIds.length === 0) return;
  for (const userId of userIds) while ((await store.forgetPlaces(sql, userId)) > 0);
  await store.closeErasures(sql, userIds);
}

export const personTask = (sql: Sql): Task => ({
  name: 'orders.forget-people',
  every_ms: forget_every_ms,
  run: () => forgetPeople(sql),
});
