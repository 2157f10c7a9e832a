/** What reviews say of their pictures, and people who asked to be forgotten. */
import type { ConsumerSpec, EventEnvelope, Handler } from '#kernel/events/event.ts';
import { erasedIn } from '#services/identity/contract.ts';
import { reviewRef } from './contract.ts';
import { doomOwned, showPictures, type Showing } from './store.ts';

export const consumers: ConsumerSpec[] = [
  { name: 'media.reviews', from: { reviews: ['REVIEW_CHANGED'] } },
  { name: 'media.forget', from: { identity: ['USER_ERASED'] } },
];

export const reactions: Record<string, Handler> = {
  'media.reviews': async (tx, events) => {
    // Of several about one review the last counts.
    const byRef = new Map<string, Showing>();
    for (const event of events) {
      const showing = showingOf(event);
      if ((byRef.get(showing.ref)?.version ?? 0) < showing.version) byRef.set(showing.ref, showing);
    }
    await showPictures(tx, [...byRef.values()]);
  },
  // The rows go when their files are gone; nobody sees them from now on.
  'media.forget': (tx, events) => doomOwned(tx, erasedIn(events)),
};

function showingOf({ payload, aggregate }: EventEnvelope): Showing {
  const { orderId, lineNo, shown } = payload as {
    orderId: string;
    lineNo: number;
    shown: string[];
  };
  return { ref: reviewRef(orderId, lineNo), version: aggregate.version, ids: shown };
}
