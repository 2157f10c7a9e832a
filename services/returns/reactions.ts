import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import { forgetReplies } from '#kernel/http/store-forget.ts';
import type { RoomContext } from '#kernel/service.ts';
import { erasedIn } from '#services/identity/contract.ts';
import { forgetWords } from './store-person.ts';
import { noteReturn } from './store.ts';
import { ownersOf } from './store-settle.ts';

export const consumers: ConsumerSpec[] = [
  {
    name: 'returns.refunds',
    from: { payments: ['REFUND_COMPLETED', 'REFUND_COVERED', 'REFUND_FAILED'] },
  },
  { name: 'returns.forget', from: { identity: ['USER_ERASED'] } },
];

export function returnReactions({ sagas }: Pick<RoomContext, 'sagas'>): Record<string, Handler> {
  return {
    /** What the gateway did with the money of returns; other refunds are not ours. */
    'returns.refunds': async (tx, events) => {
      const types = new Map<string, string>();
      for (const { eventType, payload } of events) {
        const { refundId, reason, isWhole } = payload;
        // What is covered in part goes on.
        if (isWhole === false) continue;
        if (reason === 'return' && typeof refundId === 'string') types.set(refundId, eventType);
      }
      if (types.size === 0) return;
      const owners = (await ownersOf(tx, [...types.keys()])).filter((one) => !one.done);
      const failed = owners.filter((one) => types.get(one.refundId) === 'REFUND_FAILED');
      await flag(tx, failed);
      const done = owners.filter((one) => types.get(one.refundId) !== 'REFUND_FAILED');
      if (done.length === 0) return;
      await sagas.post(
        tx,
        done.map(({ sagaId, refundId }) => {
          return { sagaId, name: 'REFUNDED', dedupe: refundId, payload: { refundId } };
        }),
      );
    },

    'returns.forget': async (tx, events) => {
      const userIds = erasedIn(events);
      await forgetWords(tx, userIds);
      await forgetReplies(tx, userIds);
    },
  };
}

/** The gateway said no: it is tried again, and somebody should look. */
async function flag(tx: Sql, owners: readonly { returnId: string }[]): Promise<void> {
  for (const { returnId } of owners)
    await noteReturn(tx, returnId, { attention: 'refund-refused' });
}
