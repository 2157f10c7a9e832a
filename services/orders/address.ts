/**
 * Sending an order elsewhere before anything of it is picked. Tax and delivery were quoted for a
 * place, and the units were taken from houses near it, so the new place must be in the same
 * region: what is further away is another order.
 */
import { assert } from '#kernel/core/assert.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Address } from '#services/identity/contract.ts';
import { addressBar, changedFields, sameRegion } from './model.ts';
import { changePlace, readPlace } from './store-address.ts';
import { lockOrder } from './store-fulfil.ts';

export type AddressChanger = (
  orderId: string,
  of: { userId: string; to: Address },
) => Promise<true | Refusal<'order-not-found' | 'address-not-changeable'>>;

/** To an address that is the buyer's own. One transaction that locks the order. */
export function addressChanger(needs: Pick<RoomContext, 'db' | 'outbox'>): AddressChanger {
  return async (orderId, of) => {
    const done = await change(needs, { orderId, ...of });
    if (done === true) needs.outbox.poke();
    return done;
  };
}

function change(
  { db }: Pick<RoomContext, 'db'>,
  { orderId, userId, to }: { orderId: string; userId: string; to: Address },
): ReturnType<AddressChanger> {
  return db.tx(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order || order.userId !== userId) return refuse('order-not-found', { orderId });
    const bar = addressBar(order.status, order.lines);
    if (bar) return refuse('address-not-changeable', { reason: bar });
    const from = await readPlace(tx, orderId);
    assert(from !== undefined, 'a locked order is there');
    if (!sameRegion(from, to)) return refuse('address-not-changeable', { reason: 'other-region' });
    const changed = changedFields(from, to);
    // A repeat, or the same place under another name in the book.
    if (changed.length === 0) return true as const;
    const sellerIds = [...new Set(order.lines.map((line) => line.sellerId))];
    const what = { changeId: newId('adc'), orderId, to, changed, sellerIds };
    await changePlace(tx, { ...what, actor: 'customer', meta: eventMeta() });
    return true as const;
  });
}
