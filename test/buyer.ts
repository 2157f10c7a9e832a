// A shopper as tests drive one over HTTP: fills a cart, opens a checkout, pays, remembers what
// it was told.
import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { newId } from '#kernel/core/id.ts';
import { rooms } from '#services/directory.ts';
import { check, withoutFsync } from '../invariants/check.ts';
import type { Acknowledged } from '../invariants/invariant.ts';
import { tableOf } from '../invariants/report.ts';
import type { Answer, App } from './app.ts';

/** The part of an app that a buyer needs; also a server in another process. */
export type Server = Pick<App, 'post' | 'get' | 'send'>;

export interface Shopper {
  token: string;
  addressId: string;
}

export interface Wanted {
  productId: string;
  variantId: string;
  quantity?: number;
}

/** A new anonymous cart with these lines; its id. */
export async function fillCart(app: Server, lines: Wanted[]): Promise<string> {
  let cartId: string | undefined;
  for (const { productId, variantId, quantity = 1 } of lines) {
    const answer = await app.post('/cart/items', {
      body: { productId, variantId, quantity },
      ...(cartId ? { headers: { 'x-cart-id': cartId } } : {}),
    });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    cartId = answer.body.cartId as string;
  }
  assert.ok(cartId);
  return cartId;
}

/** Opens a checkout of the cart, or is refused. */
export function initiate(
  app: Server,
  buyer: Shopper,
  { cartId, key = newId('key') }: { cartId: string; key?: string },
): Promise<Answer> {
  const { token, addressId } = buyer;
  const body = { cartId, shippingAddressId: addressId, billingAddressId: addressId };
  return app.post('/checkout/initiate', { token, key, body });
}

/** Pays a checkout with a sandbox token. */
export function pay(
  app: Server,
  buyer: Shopper,
  of: { checkoutId: string; paymentToken?: string; key?: string; paymentMethod?: string },
): Promise<Answer> {
  const { checkoutId, paymentToken = 'tok_visa', paymentMethod = 'CARD', key = newId('key') } = of;
  return app.post(`/checkout/${checkoutId}/pay`, {
    token: buyer.token,
    key,
    body: { paymentMethod, paymentToken },
  });
}

/** Gives a checkout up. */
export function leave(app: Server, buyer: Shopper, checkoutId: string): Promise<Answer> {
  return app.send('DELETE', `/checkout/${checkoutId}`, { token: buyer.token, key: newId('key') });
}

/** Opens a checkout of a new cart; it must be possible. */
export async function openCheckout(
  app: Server,
  buyer: Shopper,
  lines: Wanted[],
): Promise<{ checkoutId: string; total: number; cartId: string }> {
  const cartId = await fillCart(app, lines);
  const answer = await initiate(app, buyer, { cartId });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return { checkoutId: answer.body.checkoutId, total: answer.body.total, cartId };
}

/** The order, once it is in this status; fails after a minute. */
export async function orderOnce(
  app: Server,
  buyer: Shopper,
  { orderId, status }: { orderId: string; status: string },
): Promise<Answer['body']> {
  const until = performance.now() + 60_000;
  for (;;) {
    const answer = await app.get(`/orders/${orderId}`, { token: buyer.token });
    if (answer.status === 200 && answer.body.status === status) return answer.body;
    if (performance.now() > until) {
      assert.fail(`order ${orderId} is not ${status}: ${JSON.stringify(answer.body)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every invariant holds, once all has come to rest within `wait_ms`. */
export async function assertTrue(
  url: string,
  of: { journal?: Acknowledged[]; wait_ms?: number; without?: Record<string, string> } = {},
): Promise<void> {
  const { journal = [], wait_ms = 60_000 } = of;
  const without = { ...withoutFsync, ...of.without };
  const report = await check({ url, rooms, journal, wait_ms, without });
  assert.equal(report.violations, 0, tableOf(report));
  assert.deepEqual(report.notes, []);
}

/** A port nobody listens on, for a server whose own address must be known before it starts. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Configuration of a server that knows its address, so that webhooks reach it. */
export async function ownAddress(): Promise<{ port: number; publicUrl: string }> {
  const port = await freePort();
  return { port, publicUrl: `http://127.0.0.1:${port}` };
}
