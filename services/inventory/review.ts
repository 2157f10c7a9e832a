import type { CallHandlers, CallSet } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { ReviewedHold, reviewedStockCalls } from '#services/reconciliation/contract.ts';
import { readDrift, readHeld, readHoldsOf, type HoldRow } from './store-review.ts';

/** What reconciliation and operators may see of the stock, page by page. */
export function stockReview({
  db,
}: Pick<RoomContext, 'db'>): CallHandlers<CallSet<typeof reviewedStockCalls>> {
  return {
    heldHolds: async ({ cursor, ...filter }) => {
      const rows = await readHeld(db, { ...filter, after: placeOf(cursor) });
      const last = rows.length === filter.limit ? rows.at(-1) : undefined;
      return { holds: rows.map(holdOf), next: last ? `${last.place}|${last.sagaId}` : null };
    },
    holdsOf: async ({ sagaIds }) => ({ holds: (await readHoldsOf(db, sagaIds)).map(holdOf) }),
    stockDrift: async (of) => ({ drifts: await readDrift(db, of) }),
  };
}

function placeOf(cursor: string | null): { place: number; sagaId: string } | null {
  if (cursor === null) return null;
  const [place = '', sagaId = ''] = cursor.split('|');
  return { place: Number(place), sagaId };
}

function holdOf({ place: _, lines, expiresAt, createdAt, ...row }: HoldRow): ReviewedHold {
  return {
    ...row,
    lines: lines ?? [],
    units: (lines ?? []).reduce((sum, line) => sum + line.quantity, 0),
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}
