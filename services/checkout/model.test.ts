import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Quote } from '#services/pricing/contract.ts';
import {
  changesOf,
  declineProblem,
  endOf,
  orderRequest,
  checkoutView,
  tokenOf,
  type CheckoutInput,
} from './model.ts';
import { checkoutRoutes } from './routes.ts';

const address = {
  addressId: 'addr_1',
  userId: 'usr_1',
  name: 'A',
  line1: '1 Main Street',
  city: 'New York',
  postalCode: '10001',
  country: 'US',
};

function input(seen: number[], acceptChanges: string | null = null): CheckoutInput {
  return {
    checkoutId: 'chk_1',
    sagaId: 'saga_1',
    quoteId: 'qte_1',
    orderId: 'ord_1',
    userId: 'usr_1',
    cartId: 'cart_1',
    currency: 'USD',
    lines: seen.map((seen_minor, index) => ({
      variantId: `var_${index}`,
      productId: 'prod_1',
      sellerId: 'slr_1',
      quantity: 2,
      seen_minor,
      weight_g: 10,
      name: `Thing ${index}`,
      imageUrl: null,
    })),
    shippingAddress: address,
    billingAddress: address,
    shippingMethod: 'STANDARD',
    acceptChanges,
    hold_ms: 1_000,
    paymentMethods: ['CARD'],
  };
}

function quote(units: number[]): Quote {
  const lines = units.map((unit_minor, index) => ({
    lineNo: index + 1,
    variantId: `var_${index}`,
    productId: 'prod_1',
    sellerId: 'slr_1',
    quantity: 2,
    unit_minor,
    total_minor: unit_minor * 2,
  }));
  const subtotal_minor = lines.reduce((sum, line) => sum + line.total_minor, 0);
  return {
    quoteId: 'qte_1',
    checkoutId: 'chk_1',
    currency: 'USD',
    lines,
    subtotal_minor,
    discount_minor: 0,
    shipping_minor: 599,
    tax_minor: 0,
    total_minor: subtotal_minor + 599,
    shippingMethod: 'STANDARD',
    expiresAt: '2026-01-01T00:00:00.000Z',
    version: 1,
  };
}

test('unchanged prices are no change', () => {
  assert.deepEqual(changesOf(input([1_000, 500]), quote([1_000, 500])), []);
});

test('a drop applies at once and is told', () => {
  const changes = changesOf(input([1_000]), quote([800]));
  assert.deepEqual(changes, [
    { variantId: 'var_0', name: 'Thing 0', from_minor: 1_000, to_minor: 800 },
  ]);
});

test('a rise is refused until exactly these prices are accepted', () => {
  const risen = quote([1_000, 600]);
  const refused = changesOf(input([1_000, 500]), risen);
  assert.ok(isRefusal(refused));
  assert.equal(refused.code, 'price-changed');
  assert.deepEqual(refused.detail.changes, [
    { type: 'price-rose', variantId: 'var_1', name: 'Thing 1', from: 5, to: 6 },
  ]);
  const token = String(refused.detail.changesToken);
  assert.ok(!isRefusal(changesOf(input([1_000, 500], token), risen)));
  assert.ok(isRefusal(changesOf(input([1_000, 500], token), quote([1_000, 601]))));
});

test('a rise that a drop outweighs goes through: the sum did not rise', () => {
  const changes = changesOf(input([1_000, 500]), quote([700, 600]));
  assert.ok(!isRefusal(changes));
  assert.equal(changes.length, 2);
});

test('a token names prices, quantities and total', () => {
  assert.equal(tokenOf(quote([100])), tokenOf(quote([100])));
  assert.notEqual(tokenOf(quote([100])), tokenOf(quote([101])));
});

test('the order has the lines of the quote and the warehouses of the hold', () => {
  const held = {
    expiresAt: '2026-01-01T00:00:00.000Z',
    lines: [
      { variantId: 'var_0', warehouseId: 'wh_a', quantity: 1 },
      { variantId: 'var_0', warehouseId: 'wh_b', quantity: 1 },
    ],
  };
  const view = checkoutView(input([100]), quote([100]), { hold: held, changes: [] });
  const charge = {
    paymentId: 'pay_1',
    attempt: 1,
    method: 'CARD' as const,
    outcome: 'captured' as const,
    amount_minor: 799,
    currency: 'USD',
  };
  const order = orderRequest(view.input, view, { charge, status: 'CONFIRMED' });
  assert.equal(order.total_minor, 799);
  assert.equal(order.paymentStatus, 'CAPTURED');
  assert.deepEqual(order.lines[0]?.warehouseIds, ['wh_a', 'wh_b']);
  assert.equal(order.lines[0]?.total_minor, 200);
});

test('how a checkout ends follows from why', () => {
  const end = (code: string, detail = {}) => endOf(refuse(code, detail)).status;
  assert.equal(end('checkout-ended', { reason: 'expired' }), 'EXPIRED');
  assert.equal(end('checkout-ended', { reason: 'left' }), 'RELEASED');
  assert.equal(end('payment-declined'), 'FAILED');
});

test('a decline says whether trying again can help', () => {
  const problem = declineProblem({
    paymentId: 'pay_1',
    attempt: 2,
    method: 'CARD',
    outcome: 'declined',
    declineCode: 'insufficient_funds',
    declineClass: 'retryable',
    amount_minor: 1,
    currency: 'USD',
  });
  assert.deepEqual(problem.detail, {
    declineCode: 'insufficient_funds',
    outcome: 'retryable',
    attempt: 2,
  });
});

test('who has a purchase token begins as one who holds a unit, and nobody else does', () => {
  const begin = checkoutRoutes({} as Parameters<typeof checkoutRoutes>[0]).find(
    (one) => one.path === '/checkout/initiate',
  );
  const holds = (body: unknown) => begin?.holds?.(body);
  const hex = '0'.repeat(32);
  assert.equal(begin?.turn, 'next');
  assert.equal(holds({ cartId: `tok_${hex}` }), true);
  for (const body of [{ cartId: `cart_${hex}` }, {}, { cartId: null }, 'tok_', null, undefined]) {
    assert.equal(holds(body), false, JSON.stringify(body));
  }
});
