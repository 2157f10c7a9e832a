/** An order, its buyer and its events, for the tests of this room. */
import { newId } from '#kernel/core/id.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import type { User } from '#services/identity/contract.ts';
import type { Order } from '#services/orders/contract.ts';

export function sampleUser(change: Partial<User> = {}): User {
  const userId = newId('usr');
  return {
    userId,
    kind: 'user',
    email: `${userId}@example.test`,
    name: 'Ada Moor',
    locale: 'en-US',
    ...change,
  };
}

export function sampleOrder(userId: string, change: Partial<Order> = {}): Order {
  const address = {
    addressId: newId('addr'),
    userId,
    name: 'Ada Moor',
    line1: '12 Hill Street',
    city: 'Springfield',
    state: 'IL',
    postalCode: '62704',
    country: 'US',
  };
  return {
    orderId: newId('ord'),
    orderNumber: 'TS-7Q2M4K9ZXA',
    checkoutId: newId('chk'),
    sagaId: newId('saga'),
    userId,
    cartId: newId('cart'),
    quoteId: newId('quo'),
    paymentId: newId('pay'),
    status: 'CONFIRMED',
    paymentMethod: 'CARD',
    paymentStatus: 'CAPTURED',
    currency: 'USD',
    lines: [
      {
        lineNo: 1,
        variantId: newId('var'),
        productId: newId('prod'),
        sellerId: newId('slr'),
        warehouseIds: [],
        quantity: 2,
        unit_minor: 9_950,
        total_minor: 19_900,
        name: 'Desk lamp <b>"Nova"</b> & shade',
        imageUrl: null,
      },
    ],
    shipments: [],
    subtotal_minor: 19_900,
    discount_minor: 1_000,
    shipping_minor: 499,
    tax_minor: 1_998,
    total_minor: 21_397,
    shippingMethod: 'STANDARD',
    shippingAddress: address,
    billingAddress: address,
    version: 1,
    createdAt: '2026-05-02T10:00:00.000Z',
    ...change,
  };
}

export function orderEvent(
  order: Order,
  eventType: string,
  { version = 1, ...more }: Record<string, unknown> & { version?: number } = {},
): EventEnvelope {
  const { orderId, orderNumber, userId, checkoutId } = order;
  return {
    eventType,
    eventId: newId('evt'),
    sagaId: order.sagaId,
    timestamp: '2026-05-02T10:00:00.000Z',
    aggregate: { type: 'order', id: orderId, version },
    payload: { orderId, orderNumber, userId, checkoutId, ...more },
    metadata: {
      correlationId: 'corr_test',
      causationId: null,
      source: 'orders',
      version: '1.0',
      lamport: 1,
    },
  };
}
