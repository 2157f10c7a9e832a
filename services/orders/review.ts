import type { CallHandlers, CallSet } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { reviewedOrdersCalls, ReviewedOrder } from '#services/reconciliation/contract.ts';
import type { saleCalls } from './sale-calls.ts';
import { readBuyers } from './store-basket.ts';
import { readReviewed, readReviewPage, type ReviewRow } from './store-review.ts';

type Calls = CallSet<typeof reviewedOrdersCalls & Pick<typeof saleCalls, 'buyers'>>;

/** What reconciliation, operators and pricing may see of orders: no names, no streets. */
export function orderReview({ db }: Pick<RoomContext, 'db'>): CallHandlers<Calls> {
  return {
    reviewedOrders: async (of) => ({ orders: (await readReviewPage(db, of)).map(reviewed) }),
    buyers: async ({ userIds }) => ({ userIds: await readBuyers(db, userIds) }),
    ordersOf: async (of) => ({ orders: (await readReviewed(db, of)).map(reviewed) }),
  };
}

function reviewed({ createdAt, updatedAt, ...row }: ReviewRow): ReviewedOrder {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
