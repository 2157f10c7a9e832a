/** A shop with delivered orders, for the tests of returns; everything over HTTP. */
import assert from 'node:assert/strict';
import { newId } from '#kernel/core/id.ts';
import pg from 'pg';
import { openShop, startApp, type Answer, type App, type AppOptions, type Shop } from './app.ts';
import { assertTrue, openCheckout, pay, type Wanted } from './buyer.ts';

export type Buyer = Awaited<ReturnType<Shop['shopper']>>;
export type Body = Answer['body'];

export interface Asked {
  items: object[];
  key?: string;
  [field: string]: unknown;
}

export interface Bought {
  orderId: string;
  orderNumber: string;
  checkoutId: string;
  total: number;
}

const ok = (answer: Answer): Body => {
  assert.ok(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 60_000;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    assert.ok(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function orderKit(app: App, shop: Shop) {
  const seller = () => ({ token: shop.sellerToken, key: newId('key') });
  const admin = () => ({ token: shop.adminToken, key: newId('key') });

  async function buy(buyer: Buyer, lines: Wanted[], method = 'CARD'): Promise<Bought> {
    const { checkoutId, total } = await openCheckout(app, buyer, lines);
    const paid = ok(await pay(app, buyer, { checkoutId, paymentMethod: method }));
    return { orderId: paid.orderId, orderNumber: paid.orderNumber, checkoutId, total };
  }

  /** All of an order leaves; it does not arrive yet. */
  async function ship({ orderId }: { orderId: string }): Promise<void> {
    ok(await app.post(`/seller/orders/${orderId}/pick`, { token: shop.sellerToken }));
    const body = { carrier: 'Post', trackingNumber: 'PX 1' };
    ok(await app.post(`/seller/orders/${orderId}/ship`, { ...seller(), body }));
  }

  async function deliver(order: { orderId: string }): Promise<void> {
    await ship(order);
    ok(await app.post(`/admin/orders/${order.orderId}/deliver`, admin()));
  }

  /** Bought, paid, sent and there. */
  async function delivered(buyer: Buyer, lines: Wanted[], method = 'CARD'): Promise<Bought> {
    const order = await buy(buyer, lines, method);
    await deliver(order);
    return order;
  }

  return { seller, admin, buy, ship, deliver, delivered };
}

/**
 * All rooms with a shop, a look into the database and the kit, for a test file: `close` after it,
 * which also asks every invariant.
 */
export async function openReturns(options: AppOptions = {}) {
  const app = await startApp(options);
  const shop = await openShop(app);
  const db = new pg.Client({ connectionString: app.databaseUrl });
  await db.connect();
  const close = () =>
    assertTrue(app.databaseUrl).finally(async () => {
      await db.end();
      await app.stop();
    });
  return { app, shop, db, kit: returnKit(app, shop), close };
}

/** What tests do again and again. */
export function returnKit(app: App, shop: Shop) {
  const ask = (
    buyer: { token: string },
    { orderId }: { orderId: string },
    { key = newId('key'), ...body }: Asked,
  ): Promise<Answer> =>
    app.post(`/orders/${orderId}/return`, {
      token: buyer.token,
      key,
      body: { reason: 'changed-mind', condition: 'UNUSED', resolution: 'REFUND', ...body },
    });

  /** Announced; there must be one. */
  async function announce(
    buyer: { token: string },
    order: { orderId: string },
    body: Asked,
  ): Promise<Body> {
    return ok(await ask(buyer, order, body)).returns[0];
  }

  const step = (
    returnId: string,
    name: string,
    body?: { key?: string; [field: string]: unknown },
  ) => {
    const { key = newId('key'), ...rest } = body ?? {};
    const sent = body === undefined ? {} : { body: rest };
    return app.post(`/seller/returns/${returnId}/${name}`, {
      token: shop.sellerToken,
      key,
      ...sent,
    });
  };

  /** Received and looked at: everything is as new. */
  async function inspected(one: Body, items?: object[]): Promise<void> {
    ok(await step(one.returnId, 'receive'));
    const all = one.items.map(({ lineNo, quantity }: Body) => {
      return { lineNo, received: quantity, restock: quantity, writeOff: 0 };
    });
    ok(await step(one.returnId, 'inspect', { items: items ?? all }));
  }

  /** The return, once it is in this status. */
  const returnOnce = (returnId: string, status: string): Promise<Body> =>
    until(`${returnId} is ${status}`, async () => {
      const { body } = await app.get(`/admin/returns/${returnId}`, { token: shop.adminToken });
      return body.status === status ? body : undefined;
    });

  return {
    ...orderKit(app, shop),
    ask,
    announce,
    step,
    inspected,
    until,
    returnOnce,
    ok,
    order: async (buyer: Buyer, { orderId }: Bought): Promise<Body> =>
      ok(await app.get(`/orders/${orderId}`, { token: buyer.token })),
  };
}
