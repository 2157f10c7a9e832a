/** What this room learns: an order that goes elsewhere, and people to forget. */
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import type { RoomContext } from '#kernel/service.ts';
import { erasedIn } from '#services/identity/contract.ts';
import { forgetPeople } from './store.ts';

export const noteTask = 'messages.note';

export interface NoteJob {
  buyerId: string;
  sellerId: string;
  orderId: string;
  orderNumber: string;
  note: string;
}

export const consumers: ConsumerSpec[] = [
  { name: 'messages.orders', from: { orders: ['ORDER_ADDRESS_CHANGED'] } },
  { name: 'messages.forget', from: { identity: ['USER_ERASED'] } },
];

/** Each seller of the order is told by a job: nobody is asked while the inbox is open. */
export function messageReactions({ jobs }: Pick<RoomContext, 'jobs'>): Record<string, Handler> {
  return {
    'messages.orders': async (tx, events) => {
      const items = events.flatMap(({ payload, aggregate }) => {
        const { userId, orderId, orderNumber } = payload as Record<string, string>;
        const sellerIds = payload['sellerIds'] as string[];
        return sellerIds.map((sellerId) => {
          const job = { buyerId: userId, sellerId, orderId, orderNumber, note: 'address-changed' };
          return { payload: job, key: `${aggregate.id}:${sellerId}` };
        });
      });
      await jobs.addMany(tx, noteTask, { items });
    },
    'messages.forget': async (tx, events) => {
      const userIds = erasedIn(events);
      await forgetPeople(tx, userIds);
      await forgetReplies(tx, userIds);
    },
  };
}
