// The other people: a seller who counts and changes prices, an administrator who cancels orders.
import { minorOf, type Client } from './client.ts';
import type { Answer } from './front.ts';
import { admin, CURRENCY, seller, things, warehouses } from './people.ts';

/** Stock comes and goes, prices rise and fall, at any moment. */
export async function sell(me: Client): Promise<void> {
  const deeds = me.dice.int(0, 4);
  for (let deed = 0; deed < deeds; deed += 1) {
    await me.think(500, 40_000);
    if (me.likely(0.6)) await adjust(me);
    else await reprice(me);
  }
}

async function adjust(me: Client): Promise<void> {
  const { variantId } = me.dice.pick(things);
  const { warehouseId } = me.dice.pick(warehouses);
  const delta = me.dice.pick([-2, -1, 1, 1, 2, 3]);
  const body = { variantId, warehouseId, delta, reason: delta > 0 ? 'receipt' : 'correction' };
  const path = '/seller/inventory/adjustments';
  const { scheduler } = me.stage;
  // Units may be there from when they are asked for, and are gone when that was answered.
  if (delta > 0) me.journal.intervals.supply(variantId, delta, scheduler.now_us);
  const answer = await me.ask({ principal: seller, method: 'POST', path, body });
  if (delta < 0 && answer.status === 200) {
    me.journal.intervals.supply(variantId, delta, scheduler.now_us);
  }
  const counter = `${variantId}:${warehouseId}`;
  if (answer.status === 200) me.journal.adjust(counter, delta);
  else if (isUnsure(answer)) me.journal.unsure.add(variantId);
  else if (answer.body?.code === 'stock-too-low') me.stage.fates.note('a stock count was refused');
  else me.journal.complain(`an adjustment was answered ${answer.status} ${answer.body?.code}`);
}

/** Nobody heard what became of it; a key whose reply was lost looks busy for a minute. */
function isUnsure({ status, body }: Answer): boolean {
  return status === 0 || status >= 500 || body?.code === 'request-in-progress';
}

async function reprice(me: Client): Promise<void> {
  const { variantId, price_minor } = me.dice.pick(things);
  const price = Math.max(1, Math.round(price_minor * (0.7 + me.dice.next() * 0.7))) / 100;
  minorOf(price, CURRENCY);
  const body = { prices: [{ variantId, currency: CURRENCY, price }] };
  await me.ask({ principal: seller, method: 'PUT', path: '/seller/prices', body });
}

/** Cancels orders that somebody was told about, whatever state they are in. */
export async function administer(me: Client): Promise<void> {
  const looks = me.dice.int(1, 4);
  for (let look = 0; look < looks; look += 1) {
    await me.think(5_000, 60_000);
    const known = me.journal.acknowledged;
    if (known.length === 0 || me.likely(0.5)) continue;
    const { orderId } = me.dice.pick(known);
    const path = `/admin/orders/${orderId}/cancel`;
    const body = { reason: 'asked for by phone' };
    const answer = await me.ask({ principal: admin, method: 'POST', path, body });
    if (answer.status === 200) me.journal.cancelled.add(orderId);
    if (answer.status === 404) me.journal.complain(`${orderId} was said to be there and is not`);
  }
}
