// What a person may do about a break: try the repair again, or accept the difference.
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { opsRoomCalls } from '#services/ops/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { partsOf, scopeOfNow } from './review.ts';
import * as store from './store-break.ts';

export interface Act {
  actor: string;
  reason: string;
  requestId: string;
}

export type Commands = ReturnType<typeof breakCommands>;

/**
 * Writes what is about to be done to the audit log, does it, and writes how it ended. Without the
 * first entry nothing is done.
 */
export function audited(ops: Client<typeof opsRoomCalls>) {
  return async <T>(
    what: Act & { action: string; target: string },
    work: () => Promise<T>,
  ): Promise<T> => {
    const entry = { ...what, detail: {} };
    await ops.audit({ ...entry, outcome: 'asked' });
    try {
      const result = await work();
      const outcome = isRefusal(result) ? 'refused' : 'done';
      const detail = isRefusal(result) ? { code: result.code } : {};
      await ops.audit({ ...entry, outcome, detail });
      return result;
    } catch (error) {
      await ops.audit({ ...entry, outcome: 'unknown' }).catch(() => undefined);
      throw error;
    }
  };
}

export function breakCommands(ctx: RoomContext) {
  const { db } = ctx;
  const payments = ctx.client(paymentsCalls);

  async function open(
    breakId: string,
  ): Promise<store.BreakRow | Refusal<'break-not-found' | 'break-closed'>> {
    const row = await store.readBreak(db, breakId);
    if (row === undefined) return refuse('break-not-found', { breakId });
    return row.state === 'open' ? row : refuse('break-closed', { breakId, state: row.state });
  }

  async function close(
    row: store.BreakRow,
    of: Omit<store.Closing, 'breakId'>,
  ): Promise<store.BreakRow | Refusal<'break-closed'>> {
    const { breakId } = row;
    return (await store.closeBreak(db, { breakId, ...of })) ?? refuse('break-closed', { breakId });
  }

  /** The difference stays, and is not reported again as long as it is the same. */
  async function accept(breakId: string, { actor, reason }: Act) {
    const row = await open(breakId);
    if (isRefusal(row)) return row;
    const done = await close(row, { state: 'accepted', action: 'accepted', actor, reason });
    if (!isRefusal(done) && row.class === 'settlement-break') {
      const [paymentId = '', kind = ''] = row.subject.split('|');
      await payments.closeSettlementBreak({ paymentId, kind });
    }
    return done;
  }

  /** Looks at it again now, and repairs it where the rule is certain. */
  async function retry(breakId: string, { actor, reason }: Act) {
    const row = await open(breakId);
    if (isRefusal(row)) return row;
    const part = partsOf(ctx, false).find((one) => one.classes.includes(row.class));
    const of = { class: row.class, subjects: [row.subject] };
    const [still] = (await part?.again(scopeOfNow(ctx), of)) ?? [];
    if (still === undefined) {
      const action = 'found that the difference is gone';
      return close(row, { state: 'repaired', action, actor, reason });
    }
    const repair = await part?.repair?.(still);
    if (repair?.done === true) {
      return close(row, { state: 'repaired', action: repair.action, actor, reason });
    }
    const action = repair?.action ?? 'nothing: only a person can know what is right';
    await store.tellBreak(db, { breakId, actor, action, reason });
    return { ...row, action, doneBy: actor, reason };
  }

  return { accept, retry };
}
