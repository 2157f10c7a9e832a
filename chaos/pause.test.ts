// A process that is stopped (SIGSTOP) in the middle of a purchase for longer than its lease:
// another one finishes the purchase, and the sleeper, when it wakes up, changes nothing any more.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fillCart, initiate, pay } from '../test/buyer.ts';
import { Lane } from './lane.ts';
import { newShopper } from './schedule.ts';
import { stockUp, totals, type Line } from './shape.ts';
import { insist } from './insist.ts';
import type { Shopper } from './story.ts';
import { verdict } from './verdict.ts';
import { withClient } from './world.ts';

let lane: Lane;
let shopper: Shopper;

before(async () => {
  lane = await Lane.open({ name: 'pause', ownPostgres: false });
  // The first process keeps recovery going; a second one serves the shopper and falls asleep.
  await lane.becomeRelay();
});
after(() => lane?.close());

async function sagaOf(checkoutId: string): Promise<{ status: string; epoch: number }> {
  return withClient(lane.databaseUrl, async (client) => {
    const { rows } = await client.query(
      `select s.status, s.epoch from checkout.saga_state s join checkout.checkout c using (saga_id)
       where c.checkout_id = $1`,
      [checkoutId],
    );
    return rows[0];
  });
}

for (const point of ['CHARGE_1.b', 'CHARGE_1.d', 'CONFIRM.b', 'ORDER.d', 'FINISH.b', 'END.a']) {
  test(`asleep at ${point}: another process finishes, and the sleeper is fenced`, async () => {
    const [product] = lane.world.products;
    assert.ok(product);
    const line: Line = { ...product, quantity: 1, levels: [3, 0] };
    await stockUp(lane, [line]);
    lane.journal.clear();
    shopper = await newShopper(lane);
    const cartId = await fillCart(lane.client, [line]);
    const opened = await initiate(lane.client, shopper, { cartId });
    const { checkoutId } = opened.body;
    const struck = Promise.withResolvers<void>();
    await lane.arm({ failpoint: `checkout.${point}`, victim: 'sleeper' }, struck.resolve);
    const paying = pay(lane.client, shopper, { checkoutId });
    await struck.promise;
    const asleep = await sagaOf(checkoutId);
    assert.equal(asleep.status, 'IN_PROGRESS');
    await lane.letTimePass();
    await insist(lane, 'another process finishes', async () => {
      assert.equal((await sagaOf(checkoutId)).status, 'COMPLETED');
    });
    const finished = await sagaOf(checkoutId);
    assert.ok(finished.epoch > asleep.epoch);
    lane.front.resume();
    await lane.letTimePass();
    const paid = await paying;
    assert.equal(paid.status, 200, JSON.stringify(paid.body));
    assert.equal((await totals(lane, [line])).get(line.variantId), 2);
    assert.deepEqual(await sagaOf(checkoutId), finished);
    const told = {
      cancelled: [],
      ordered: [{ checkoutId, orderId: paid.body.orderId as string }],
      checkoutIds: [checkoutId],
      lost: false,
      restocked: new Set<string>(),
      repeat: undefined,
      lastPaid: paid,
    };
    const shape = { lines: [line], nearExpiry: false };
    await verdict({ lane, told, shopper, shape, path: 'order' });
  });
}
