import type { CallHandlers, CallSet } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { reviewedOrdersCalls, ReviewedOrder } from '#services/reconciliation/contract.ts';
import { readReviewed, readReviewPage, type ReviewRow } from './store-review.ts';

/** What reconciliation and operators may see of orders: no names, no streets. */
export function orderReview({
  db,
}: Pick<RoomContext, 'db'>): CallHandlers<CallSet<typeof reviewedOrdersCalls>> {
  return {
    reviewedOrders: async (of) => ({ orders: (await readReviewPage(db, of)).map(reviewed) }),
    ordersOf: async (of) => ({ orders: (await readReviewed(db, of)).map(reviewed) }),
  };
}

function reviewed({ createdAt, updatedAt, ...row }: ReviewRow): ReviewedOrder {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
