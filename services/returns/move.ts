/** One move of a return: which event tells it, and its transition, in one statement. */
import { assert } from '#kernel/core/assert.ts';
import { eventMeta } from '#kernel/core/context.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ReturnStatus } from './contract.ts';
import { sourcesOf, transit_days_max } from './model.ts';
import { moveReturn } from './store.ts';

const tellers: Partial<Record<ReturnStatus, string>> = {
  APPROVED: 'RETURN_APPROVED',
  PARTIALLY_APPROVED: 'RETURN_APPROVED',
  REJECTED: 'RETURN_REJECTED',
  REFUNDED: 'RETURN_REFUNDED',
  EXCHANGED: 'RETURN_EXCHANGED',
};

export interface MoveOf {
  to: ReturnStatus;
  reason: string | null;
  actor: string;
  /** What the event says besides what every event of a return says. */
  more?: object;
  sagaId?: string;
}

/** Moves it from wherever it may come; false when it was elsewhere. */
export function tryMove(
  sql: Sql,
  returnId: string,
  { to, reason, actor, more = {}, sagaId }: MoveOf,
): Promise<boolean> {
  return moveReturn(
    sql,
    {
      returnId,
      from: sourcesOf(to),
      to,
      reason,
      actor,
      type: tellers[to] ?? 'RETURN_STATUS_CHANGED',
      more,
      sagaId: sagaId ?? null,
      meta: eventMeta(),
    },
    transit_days_max,
  );
}

/** Moves a locked return, which must be able to. */
export async function move(sql: Sql, of: { returnId: string }, by: MoveOf): Promise<void> {
  assert(await tryMove(sql, of.returnId, by), `a locked return moves to ${by.to}`);
}
