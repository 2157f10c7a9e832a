// Operators over HTTP: they find a saga, understand it, move it on, and every act is on record.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newSigningKey } from '#kernel/auth/signing-key.ts';
import { newId } from '#kernel/core/id.ts';
import type { EventEnvelope } from '#kernel/events/event.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { assertTrue, openCheckout, pay, type Shopper } from '../../test/buyer.ts';
import { asOwner, runAll, type Owner } from '../../test/damage.ts';

const PASSWORD = 'a long enough pass phrase';
const tokenKey = newSigningKey();
const internalSecret = 'a secret that both processes of this test share';

let app: App;
let shop: Shop;
let owner: Owner;
let buyer: Shopper & { userId: string };
/** `super`, `support` and `catalogue`. */
let chief: string;
let support: string;
let catalogue: string;

async function person(role: string): Promise<string> {
  const [userId, email] = [newId('usr'), `${role}-${newId('t')}@example.test`];
  const user = { userId, email, name: role, password: PASSWORD, roles: [role], addresses: [] };
  await app.host.client(identityCalls).import({ users: [user] } as never);
  const answer = await app.post('/auth/login', { body: { email, password: PASSWORD } });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.accessToken as string;
}

const look = (path: string, token = chief) => app.get(`/admin/ops/${path}`, { token });

type Body = Record<string, unknown> & { key?: string };

function act(path: string, token = support, { key = newId('key'), ...body }: Body = {}) {
  const whole = { reason: 'a test has its reasons', ...body };
  return app.post(`/admin/ops/${path}`, { token, key, body: whole });
}

function refused(answer: Answer, status: number, code: string): void {
  assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(answer.body));
}

/** The saga of a checkout, as the list of sagas finds it. */
async function sagaOf(checkoutId: string): Promise<Answer['body']> {
  const found = await look(`sagas?checkoutId=${checkoutId}`);
  assert.equal(found.body.data.length, 1, JSON.stringify(found.body));
  return found.body.data[0];
}

/** Out of recovery's sight, as if something were wrong with it. */
const hide = (sagaId: string, change: string) =>
  owner.run(
    "update checkout.saga_state set due_at = now() + interval '1 day', " +
      change +
      ' where saga_id = $1',
    [sagaId],
  );

async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await ask())) {
    assert.ok(performance.now() < end, `${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('operations', () => {
  before(async () => {
    const quick = { gatewayTimeout_ms: 2_000, reconcileGrace_ms: 0 };
    app = await startApp({ config: { ...quick, tokenKey, internalSecret } });
    shop = await openShop(app);
    chief = shop.adminToken;
    owner = await asOwner(app.databaseUrl);
    buyer = await shop.shopper();
    [support, catalogue] = [await person('support'), await person('catalogue')];
  });
  after(async () => {
    await owner.end();
    await app.stop();
  });

  test('a saga is found by everything it is about, and explained', async () => {
    const product = await shop.product({ stock: 3, price: 20 });
    const { checkoutId } = await openCheckout(app, buyer, [product]);
    const waiting = await sagaOf(checkoutId);
    assert.equal(waiting.status, 'WAITING');
    const paid = await pay(app, buyer, { checkoutId });
    const { orderId } = paid.body;
    const done = await sagaOf(checkoutId);
    assert.match(done.summary, /Purchase of 1 units for .* captured; it became an order/);
    const { paymentId } = done.links;
    for (const query of [`orderId=${orderId}`, `paymentId=${paymentId}`, `key=${done.sagaId}`]) {
      const found = await look(`sagas?${query}`);
      assert.deepEqual(
        found.body.data.map((one: { sagaId: string }) => one.sagaId),
        [done.sagaId],
        query,
      );
    }
    const open = await openCheckout(app, buyer, [product]);
    const held = await look(`sagas?variantId=${product.variantId}&userId=${buyer.userId}`);
    assert.deepEqual(
      held.body.data.map((one: { links: { checkoutId: string } }) => one.links.checkoutId),
      [open.checkoutId],
    );
    const shown = await look(`sagas/${done.sagaId}`);
    assert.equal(shown.status, 200, JSON.stringify(shown.body));
    const steps = shown.body.steps.map((one: { step: string }) => one.step);
    assert.ok(steps.includes('QUOTE') && steps.includes('CHARGE_1'), steps.join());
    const types = shown.body.events.map((one: { type: string }) => one.type);
    for (const type of ['CHECKOUT_INITIATED', 'INVENTORY_CONFIRMED', 'ORDER_CREATED']) {
      assert.ok(types.includes(type), types.join());
    }
    assert.doesNotMatch(JSON.stringify(shown.body), /tok_visa|Main Street/);
    refused(await look(`sagas/${newId('saga')}`), 404, 'saga-not-found');
  });

  test('pages go through all sagas once, newest first', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await look(`sagas?limit=2${cursor}`);
      seen.push(...page.body.data.map((one: { sagaId: string }) => one.sagaId));
      cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`;
    } while (cursor !== '');
    assert.ok(seen.length >= 2);
    assert.deepEqual(seen, [...new Set(seen)].sort().toReversed());
    refused(await look('sagas?cursor=nonsense'), 422, 'validation-failed');
  });

  test('money at risk is shown, and undoing closes the payment before the units go', async () => {
    const product = await shop.product({ stock: 1 });
    const { checkoutId } = await openCheckout(app, buyer, [product]);
    const pending = await pay(app, buyer, { checkoutId, paymentToken: 'tok_slow' });
    assert.equal(pending.body.status, 'PENDING', JSON.stringify(pending.body));
    const risky = await look('sagas?atRisk=true');
    assert.deepEqual(
      risky.body.data.map((one: { links: { checkoutId: string } }) => one.links.checkoutId),
      [checkoutId],
    );
    assert.ok(risky.body.data[0].atRisk.amount > 0);
    const { sagaId } = risky.body.data[0];
    const undone = await act(`sagas/${sagaId}/compensate`);
    assert.equal(undone.status, 200, JSON.stringify(undone.body));
    await until('the undoing', async () => (await sagaOf(checkoutId)).status === 'COMPENSATED');
    const order = await app.get(`/orders/${pending.body.orderId}`, { token: buyer.token });
    assert.equal(order.body.status, 'FAILED');
    refused(await act(`sagas/${sagaId}/compensate`), 409, 'saga-ended');
    await openCheckout(app, buyer, [product]);
  });

  test('an interrupted saga goes on; after the point of no return it is not undone', async () => {
    const { checkoutId } = await openCheckout(app, buyer, [await shop.product({ stock: 1 })]);
    const paid = await pay(app, buyer, { checkoutId });
    assert.equal(paid.body.status, 'CONFIRMED');
    const { sagaId } = await sagaOf(checkoutId);
    const stopped = `status = 'IN_PROGRESS', attempts = 3, lease_until = now() + interval '1 day'`;
    await hide(sagaId, stopped);
    const late = await act(`sagas/${sagaId}/compensate`);
    refused(late, 409, 'saga-not-undoable');
    assert.equal(late.body.reason, 'units-have-left');
    await hide(sagaId, `attempts = 0`);
    refused(await act(`sagas/${sagaId}/resume`), 409, 'saga-driven');
    await hide(sagaId, `attempts = 3`);
    assert.equal((await act(`sagas/${sagaId}/resume`)).status, 200);
    await until('its end', async () => (await sagaOf(checkoutId)).status === 'COMPLETED');
  });

  test('force takes two persons, thirty minutes and a saga that is stuck', async () => {
    const product = await shop.product({ stock: 1 });
    const { checkoutId } = await openCheckout(app, buyer, [product]);
    const { sagaId } = await sagaOf(checkoutId);
    const path = `sagas/${sagaId}/force`;
    const confirm = (approvalId: string, token: string) =>
      act(`${path}/${approvalId}/confirm`, token);
    const asked = await act(path, support);
    assert.equal(asked.status, 202, JSON.stringify(asked.body));
    assert.match(asked.body.does, /makes no order, captures nothing and refunds nothing/);
    refused(await confirm(asked.body.approvalId, support), 409, 'second-person-needed');
    refused(await confirm(newId('apr'), chief), 404, 'approval-not-found');
    refused(await confirm(asked.body.approvalId, chief), 409, 'saga-not-stuck');
    refused(await confirm(asked.body.approvalId, chief), 409, 'approval-over');
    await hide(sagaId, `wake_at = now() - interval '20 minutes'`);
    const stuck = await look('sagas?stuck=true');
    assert.deepEqual(
      stuck.body.data.map((one: { sagaId: string }) => one.sagaId),
      [sagaId],
    );
    const late = await act(path, support);
    await owner.run('update ops.approval set expires_at = now() where approval_id = $1', [
      late.body.approvalId,
    ]);
    refused(await confirm(late.body.approvalId, chief), 409, 'approval-over');
    const again = await act(path, support);
    const forced = await confirm(again.body.approvalId, chief);
    assert.deepEqual([forced.status, forced.body.status], [200, 'FAILED']);
    refused(await act(`sagas/${sagaId}/resume`), 409, 'saga-ended');
    const ended = await app.get(`/checkout/${checkoutId}`, { token: buyer.token });
    assert.notEqual(ended.body.status, 'OPEN');
    await runAll(app, chief);
    await openCheckout(app, buyer, [product]);
    // Resumed, undone, given up and cleaned up after: nothing of it broke a promise.
    await assertTrue(app.databaseUrl);
  });

  test('a hold in use stays, one that nobody needs is released', async () => {
    const product = await shop.product({ stock: 1 });
    const { checkoutId } = await openCheckout(app, buyer, [product]);
    const { sagaId } = await sagaOf(checkoutId);
    const listed = await look(`holds?variantId=${product.variantId}&expiring_s=86400`);
    assert.deepEqual(
      listed.body.data.map((one: { sagaId: string; orphan: boolean }) => [one.sagaId, one.orphan]),
      [[sagaId, false]],
    );
    refused(await act(`holds/${sagaId}/release`), 409, 'hold-in-use');
    refused(await act(`holds/${newId('saga')}/release`), 404, 'hold-not-found');
    await hide(sagaId, `status = 'COMPENSATED'`);
    const released = await act(`holds/${sagaId}/release`);
    assert.deepEqual([released.status, released.body.released], [200, true]);
  });

  test('events on their way, those that nobody could read, and their replay', async () => {
    const outbox = await look('outbox');
    assert.ok(outbox.body.consumers.length > 10, JSON.stringify(outbox.body));
    const rooms = app.host.runtimes.find((one) => one.room.name === 'inventory');
    const event = {
      eventType: 'ORDER_CANCELLED',
      eventId: `evt_${'0'.repeat(30)}42`,
      sagaId: null,
      timestamp: new Date().toISOString(),
      aggregate: { type: 'order', id: newId('ord'), version: 2 },
      payload: { broken: true },
      metadata: {
        correlationId: 'x',
        causationId: null,
        source: 'orders',
        version: '1.0',
        lamport: 1,
      },
    } satisfies EventEnvelope;
    await rooms?.inbox?.consume('inventory.restock', [event]);
    const parked = await look('dead-letters?consumer=inventory.restock');
    assert.equal(parked.body.data[0].eventId, event.eventId, JSON.stringify(parked.body));
    const { eventId } = event;
    const body = { consumer: 'inventory.restock', eventId };
    const replayed = await act('dead-letters/replay', support, body);
    assert.deepEqual([replayed.status, replayed.body.replayed], [200, 1]);
    // It still cannot be read, so it comes back, and can be replayed by its type.
    await until('the second parking', async () => {
      const list = await look('dead-letters?eventType=ORDER_CANCELLED');
      return list.body.data.length === 1;
    });
    await owner.run('delete from inventory.redelivery where event_id = $1', [eventId]);
    refused(await act('dead-letters/replay', support, body), 404, 'dead-letter-not-found');
    const none = await act('dead-letters/replay', support, {
      consumer: 'inventory.restock',
      eventType: 'ORDER_CANCELLED',
    });
    assert.equal(none.body.replayed, 0);
  });

  test('breakers, caches, upkeep and jobs of each process', async () => {
    const breakers = await look('breakers');
    const names = breakers.body.processes[0].breakers.map((one: { name: string }) => one.name);
    assert.ok(names.includes('gateway.sandbox'), names.join());
    const caches = await look('caches');
    assert.ok(caches.body.processes[0].caches.length > 0);
    const purged = await act('caches/purge', support, { name: 'catalog.product' });
    assert.equal(purged.status, 200, JSON.stringify(purged.body));
    refused(await act('caches/purge', support, { name: 'nothing' }), 404, 'task-not-found');
    const task = 'inventory.expire-holds';
    const runsOf = async () => {
      const jobs = await look('jobs');
      return jobs.body.processes[0].tasks.find((one: { name: string }) => one.name === task).runs;
    };
    const before = await runsOf();
    assert.equal((await act('jobs/run', support, { name: task })).status, 202);
    await until('a run', async () => (await runsOf()) > before);
    refused(await act('jobs/run', support, { name: 'inventory.nothing' }), 404, 'task-not-found');
    assert.equal((await act('jobs/retry', support, { ids: ['1'] })).body.retried, 0);
    const metrics = String((await app.get('//metrics')).body);
    assert.match(
      metrics,
      /trueshelf_sagas_open\{room="checkout",type="checkout",status="WAITING"\}/,
    );
    assert.match(metrics, /trueshelf_saga_runs_recovered_total\{room="checkout"\}/);
  });

  test('who may look, who may act, and that an act is done once', async () => {
    assert.equal((await look('sagas', catalogue)).status, 200);
    refused(await act('caches/purge', catalogue, { name: 'x' }), 403, 'not-allowed');
    assert.equal((await app.get('/admin/ops/sagas', { token: buyer.token })).status, 401);
    assert.equal((await app.get('/admin/audit', { token: shop.sellerToken })).status, 403);
    const body = { name: 'catalog.product', reason: 'a test has its reasons' };
    const bare = await app.post('/admin/ops/caches/purge', { token: support, body });
    refused(bare, 400, 'idempotency-key-required');
    refused(
      await act('caches/purge', support, { name: 'x', reason: '' }),
      422,
      'validation-failed',
    );
    const key = newId('key');
    const deeds = async () => {
      const list = await app.get('/admin/audit?action=cache.purge&limit=100', { token: chief });
      return list.body.data.length as number;
    };
    const before = await deeds();
    await act('caches/purge', support, { name: 'catalog.product', key });
    const again = await act('caches/purge', support, { name: 'catalog.product', key });
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.equal(await deeds(), before + 2);
  });

  test('a room that is away is named, the others are shown', async () => {
    const part = await startApp({
      databaseUrl: app.databaseUrl,
      serve: ['identity', 'ops', 'checkout'],
      config: { tokenKey, publicUrl: app.url },
    });
    try {
      const list = await part.get('/admin/ops/sagas?status=COMPLETED', { token: chief });
      assert.equal(list.status, 200, JSON.stringify(list.body));
      assert.ok(list.body.data.length > 0);
      assert.ok(list.body.away.includes('inventory') && !list.body.away.includes('checkout'));
      const outbox = await part.get('/admin/ops/outbox', { token: chief });
      assert.ok(outbox.body.away.includes('payments'), JSON.stringify(outbox.body));
      assert.ok(outbox.body.rooms.some((one: { room: string }) => one.room === 'checkout'));
      const holds = await part.get('/admin/ops/holds', { token: chief });
      assert.deepEqual([holds.status, holds.body.code], [503, 'room-unavailable']);
    } finally {
      await part.stop();
    }
  });

  test('rooms in another process are reached, for looking and for acting', async () => {
    const away = ['identity', 'ops', 'notifications'];
    const others = app.host.runtimes.map((one) => one.room.name).filter((n) => !away.includes(n));
    const part = await startApp({
      databaseUrl: app.databaseUrl,
      serve: ['identity', 'ops'],
      config: {
        tokenKey,
        internalSecret,
        publicUrl: app.url,
        roomUrls: Object.fromEntries(others.map((name) => [name, app.url])),
      },
    });
    try {
      const { checkoutId } = await openCheckout(app, buyer, [await shop.product({ stock: 1 })]);
      const token = chief;
      const list = await part.get(`/admin/ops/sagas?checkoutId=${checkoutId}`, { token });
      assert.deepEqual(list.body.away, ['notifications'], JSON.stringify(list.body));
      const [{ sagaId, status }] = list.body.data;
      assert.equal(status, 'WAITING');
      const shown = await part.get(`/admin/ops/sagas/${sagaId}`, { token });
      assert.ok(shown.body.events.length > 0, JSON.stringify(shown.body));
      const body = { reason: 'from another process' };
      const path = `/admin/ops/sagas/${sagaId}`;
      const forced = await part.post(`${path}/force`, { token: support, key: newId('key'), body });
      const confirm = `${path}/force/${forced.body.approvalId}/confirm`;
      const early = await part.post(confirm, { token, key: newId('key'), body });
      refused(early, 409, 'saga-not-stuck');
      const undone = await part.post(`${path}/compensate`, { token, key: newId('key'), body });
      assert.equal(undone.status, 200, JSON.stringify(undone.body));
      await until('the undoing', async () => (await sagaOf(checkoutId)).status === 'COMPENSATED');
      const holds = await part.get('/admin/ops/holds', { token });
      assert.equal(holds.status, 200, JSON.stringify(holds.body));
      const caches = await part.get('/admin/ops/caches', { token });
      assert.equal(caches.body.processes.length, 2);
    } finally {
      await part.stop();
    }
  });

  test('the record is a chain that shows where it was touched', async () => {
    const list = await app.get('/admin/audit?limit=100', { token: chief });
    const [last] = list.body.data;
    assert.ok(last.reason.length > 0 && last.actor.startsWith('usr_'));
    const verify = async () => (await app.get('/admin/audit/verify', { token: chief })).body;
    assert.deepEqual([(await verify()).intact, (await verify()).firstBroken], [true, null]);
    const touch = `update ops.audit set reason = 'another' where seq = $1`;
    await assert.rejects(owner.run(touch, [3]), { code: '23001' });
    await owner.run('alter table ops.audit disable trigger user');
    await owner.run(touch, [3]);
    assert.equal((await verify()).firstBroken, 3);
    await owner.run(
      'update ops.audit set reason = (select reason from ops.audit where seq = 4) where seq = 3',
    );
  });

  test('the checker runs outside and its answer is kept', { timeout: 240_000 }, async () => {
    const begun = await act('invariants/check');
    assert.equal(begun.status, 202, JSON.stringify(begun.body));
    await until('its answer', async () => {
      const list = await look('invariants');
      return list.body.data[0].finishedAt !== null;
    });
    const list = await look('invariants');
    assert.equal(typeof list.body.data[0].instant.S1, 'number', JSON.stringify(list.body));
    assert.equal(list.body.data[0].instant.S1, 0);
  });
});
