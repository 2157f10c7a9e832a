/**
 * Sending an order elsewhere before anything of it is picked. Tax and delivery were quoted for a
 * place, and the units were taken from houses near it, so the new place must be in the same
 * region: what is further away is another order.
 */
import { assert } from '#kernel/core/assert.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { isId, newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Address } from '#services/identity/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { addressBar, changedFields, sameRegion } from './model.ts';
import { changePlace, readPlace } from './store-address.ts';
import { lockOrder } from './store-fulfil.ts';

export type AddressChanger = (
  orderId: string,
  of: { userId: string; to: Address },
) => Promise<true | Refusal<'order-not-found' | 'address-not-changeable'>>;

/** To an address that is the buyer's own. One transaction that locks the order. */
export function addressChanger(
  needs: Pick<RoomContext, 'db' | 'outbox' | 'client'>,
): AddressChanger {
  const pricing = needs.client(pricingCalls);
  const taxPlace = ({ country, state, postalCode }: Address) => {
    return { country, ...(state ? { state } : {}), postalCode };
  };
  return async (orderId, of) => {
    for (let turn = 0; turn < turns_max; turn += 1) {
      // Asked before the transaction: tax may go by postal code.
      const before = await readPlace(needs.db, orderId);
      const near = before !== undefined && sameRegion(before, of.to);
      const { same } =
        near && before.postalCode !== of.to.postalCode
          ? await pricing.sameTax({ from: taxPlace(before), to: taxPlace(of.to) })
          : { same: true };
      const judged = { postalCode: before?.postalCode, same };
      const done = await change(needs, { orderId, ...of, judged });
      if (done === 'moved') continue;
      if (done === true) needs.outbox.poke();
      return done;
    }
    return refuse('address-not-changeable', { reason: 'other-region' });
  };
}

/** Somebody may change it while tax is asked about. */
const turns_max = 3;

interface ChangeOf {
  orderId: string;
  userId: string;
  to: Address;
  /** Whether tax is the same there as at this code. */
  judged: { postalCode: string | undefined; same: boolean };
}

function change(
  { db }: Pick<RoomContext, 'db'>,
  { orderId, userId, to, judged }: ChangeOf,
): Promise<Awaited<ReturnType<AddressChanger>> | 'moved'> {
  return db.tx(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order || order.userId !== userId) return refuse('order-not-found', { orderId });
    const bar = addressBar(order.status, order.lines);
    if (bar) return refuse('address-not-changeable', { reason: bar });
    const from = await readPlace(tx, orderId);
    assert(from !== undefined, 'a locked order is there');
    // Of a place to collect: another one is another order.
    if (isId('pup', from.addressId)) {
      return refuse('address-not-changeable', { reason: 'collected' });
    }
    if (from.postalCode !== judged.postalCode) return 'moved' as const;
    if (!sameRegion(from, to) || !judged.same) {
      return refuse('address-not-changeable', { reason: 'other-region' });
    }
    const changed = changedFields(from, to);
    // A repeat, or the same place under another name in the book.
    if (changed.length === 0) return true as const;
    const sellerIds = [...new Set(order.lines.map((line) => line.sellerId))];
    const what = { changeId: newId('adc'), orderId, to, changed, sellerIds };
    await changePlace(tx, { ...what, actor: 'customer', meta: eventMeta() });
    return true as const;
  });
}
