import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, freshPlan, localText, proofOf, typedOf, type AdminSale } from './plan.ts';

const item = { variantId: 'var_1', productId: 'prod_1', name: 'Lamp', imageUrl: null, weight_g: 5 };

const sale: AdminSale = {
  saleId: 'sale_1',
  name: 'Lamps',
  rules: 'One each.',
  state: 'DRAFT',
  currency: 'USD',
  preQueueAt: '2026-11-27T11:45:00.000Z',
  startsAt: '2026-11-27T12:00:00.000Z',
  endsAt: '2026-11-27T13:00:00.000Z',
  claimSeconds: 120,
  tokenSeconds: 300,
  checkoutSeconds: 240,
  perPerson: 1,
  perAddress: 2,
  ratePerMinute: 1_000,
  seedHash: 'ab',
  allocation: 10,
  held: 2,
  sold: 3,
  tickets: 0,
  released: 0,
  items: [{ ...item, quantity: 10, price: 9.5, ordinaryPrice: 12, held: 2, sold: 3 }],
  version: 4,
  moving: null,
  message: null,
};

test('a plan that is kept is sent again as it was', () => {
  const { name, rules, currency, preQueueAt, startsAt, endsAt, checkoutSeconds } = sale;
  const body = bodyOf(typedOf(sale));
  const sent = { name, rules, currency, preQueueAt, startsAt, endsAt, checkoutSeconds };
  assert.deepEqual({ ...body, ...sent }, body);
  assert.deepEqual(body.items, [{ variantId: 'var_1', quantity: 10, price: 9.5 }]);
});

test('what is no number and no time is sent to be refused at its field', () => {
  const typed = { ...typedOf(sale), perPerson: 'many', startsAt: '', currency: 'usd ' };
  const body = bodyOf({ ...typed, items: [{ ...item, quantity: '', price: '9,5' }] });
  assert.deepEqual([body.perPerson, body.startsAt, body.currency], [-1, '', 'USD']);
  assert.deepEqual(body.items, [{ variantId: 'var_1', quantity: -1, price: 9.5 }]);
});

test('a new plan is one that the shop would take', () => {
  const now_ms = Date.parse('2026-11-21T08:10:00Z');
  const { preQueueAt, startsAt, endsAt } = bodyOf(freshPlan(now_ms, 'EUR'));
  assert.ok(now_ms < Date.parse(preQueueAt) && preQueueAt < startsAt && startsAt < endsAt);
  assert.equal(localText(now_ms).length, 16);
});

test('units that do not exist are counted, thing by thing', () => {
  const [right] = proofOf(sale);
  assert.deepEqual([right?.free, right?.over], [5, 0]);
  const [wrong] = proofOf({ items: [{ ...sale.items[0], sold: 9 } as AdminSale['items'][0]] });
  assert.deepEqual([wrong?.free, wrong?.over], [0, 1]);
});
