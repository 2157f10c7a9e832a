// Credit that was set aside for a purchase that nobody carries on any more.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { openDb } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { paymentLanes } from '#services/payments/lanes.ts';
import { paymentParts } from '#services/payments/parts.ts';
import { openShop, startApp, type App, type Shop } from './app.ts';

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
});

after(() => app.stop());

test('credit that a purchase left behind is given up after two hours', async () => {
  const body = { amount: 6, currency: 'USD' };
  const made = await app.post('/admin/gift-cards', { token: shop.adminToken, body });
  const { code, cardId } = made.body;
  const left = async () =>
    (await app.post('/gift-cards/lookup', { body: { code } })).body.balance as number;
  const db = openDb({ url: app.databaseUrl, room: 'payments' });
  const client = app.host.client.bind(app.host) as RoomContext['client'];
  const ctx = { db, client, outbox: { poke: () => undefined } } as unknown as RoomContext;
  const refund = () => assert.fail('nothing was taken');
  const { calls, releaseLeft } = paymentParts({
    ctx,
    lanes: paymentLanes(ctx),
    refunds: { refund },
  });
  const [checkoutId, sagaId, quoteId, userId] = ['chk', 'saga', 'qte', 'usr'].map(newId) as [
    string,
    string,
    string,
    string,
  ];
  const part = { method: 'GIFT_CARD' as const, accountId: cardId as string, amount_minor: null };
  const facts = { checkoutId, sagaId, quoteId, userId, attempt: 1, currency: 'USD' };
  const held = await calls.reserveParts({ ...facts, total_minor: 1_000, parts: [part] });
  assert.equal('rest_minor' in held && held.rest_minor, 400);
  const { signal } = new AbortController();
  await releaseLeft(signal);
  assert.equal(await left(), 0);
  await db.run(
    `update payment set created_at = created_at - interval '121 minutes'
    where checkout_id = $1`,
    [checkoutId],
  );
  await releaseLeft(signal);
  assert.equal(await left(), 6);
  const { payments } = await app.host.client(paymentsCalls).ofCheckout({ checkoutId });
  assert.equal(payments[0]?.status, 'CANCELLED');
  const again = await calls.captureParts({ checkoutId, attempt: 1, parts: 1 });
  assert.equal('code' in again && again.code, 'credit-refused');
  await db.close();
});
