// A coupon and goods that come back: what was taken off a line is not paid back, the credit note
// says the same, and the use is given back when all came back and the coupon says so.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pay, initiate, fillCart } from '../../test/buyer.ts';
import { openReturns } from '../../test/returns.ts';

let world: Awaited<ReturnType<typeof openReturns>>;

before(async () => {
  world = await openReturns();
});

after(async () => {
  await world?.close();
});

const admin = () => ({ token: world.shop.adminToken });

async function usedOf(couponId: string): Promise<number> {
  return (await world.app.get(`/admin/coupons/${couponId}`, admin())).body.used;
}

test('the rest of what was paid is paid back, and the use with the last of it', async () => {
  const { app, shop, kit } = world;
  const body = {
    name: 'A tenth',
    code: 'BACK10',
    effect: { kind: 'percent', percent: 10 },
    returnsWhenRefunded: true,
  };
  const { couponId, returnsWhenRefunded } = kit.ok(
    await app.post('/admin/coupons', { ...admin(), body }),
  );
  assert.equal(returnsWhenRefunded, true);
  const cheap = await shop.product({ stock: 9, price: 20 });
  const dear = await shop.product({ stock: 9, price: 100 });
  const cartId = await fillCart(app, [cheap, dear]);
  const headers = { 'x-cart-id': cartId };
  kit.ok(await app.post('/cart/coupons', { headers, body: { code: 'BACK10' } }));
  const buyer = await shop.shopper();
  const open = kit.ok(await initiate(app, buyer, { cartId }));
  assert.equal(open.discount, 12);
  const paid = kit.ok(await pay(app, buyer, { checkoutId: open.checkoutId }));
  const order = { ...paid, checkoutId: open.checkoutId };
  await kit.deliver(order);
  const { items } = await kit.order(buyer, order);
  const lineOf = ({ productId }: { productId: string }) =>
    items.find((one: { productId: string }) => one.productId === productId);
  let back = 0;
  for (const product of [dear, cheap]) {
    const { lineNo } = lineOf(product);
    const one = await kit.announce(buyer, order, { items: [{ lineNo, quantity: 1 }] });
    await kit.inspected(one);
    assert.equal(await usedOf(couponId), 1, 'a part of the order gives nothing back');
    kit.ok(await kit.step(one.returnId, 'approve', {}));
    const done = await kit.returnOnce(one.returnId, 'REFUNDED');
    back += Math.round(done.money.refunded * 100);
  }
  const { money } = await kit.order(buyer, order);
  assert.equal(money.refunds.length, 2);
  for (const { refundId } of money.refunds) {
    const path = `/orders/${order.orderId}/refunds/${refundId}/credit-note`;
    assert.equal((await app.get(path, { token: buyer.token })).status, 200);
  }
  const { body: notes } = await app.get('/admin/invoices?kind=credit-note&limit=2', admin());
  const noted = notes.data.reduce((sum: number, one: { total: number }) => {
    return sum + Math.round(one.total * 100);
  }, 0);
  assert.equal(noted, back, 'the credit notes say what was paid back');
  const goods = Math.round((open.total - open.shipping) * 100);
  assert.equal(back, goods, 'what was taken off is not paid back');
  await kit.until('the use is given back', async () => {
    return (await usedOf(couponId)) === 0 ? true : undefined;
  });
});
