/** What a decision's saga changes in this room: each a short transaction that can be repeated. */
import { newId } from '#kernel/core/id.ts';
import type { Db, Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { ReturnStatus } from './contract.ts';
import { fallBack } from './decide.ts';
import { tryMove, type MoveOf } from './move.ts';
import { noteReturn } from './store.ts';
import * as settle from './store-settle.ts';
import type { DecisionKey, ToBegin } from './store-settle.ts';

export type State = ReturnType<typeof returnState>;

export interface MoneyOut {
  refundId: string | null;
  amount_minor: number;
  /** What of it a chargeback has paid. */
  covered_minor?: number;
  /** How cash went back. */
  payout?: string;
}

interface Asked {
  refundId: string;
  amount_minor: number;
  covered_minor: number;
  waitsFor: 'chargeback' | null;
}

export function returnState({ db, outbox }: Pick<RoomContext, 'db' | 'outbox'>) {
  const inTx = <T>(work: (tx: Sql) => Promise<T>): Promise<T> =>
    db.tx(work).finally(() => outbox.poke());
  return {
    /** The money is about to go: how much. An exchange that could not be had becomes this. */
    refunding: (input: ToBegin): Promise<{ amount_minor: number }> =>
      inTx(async (tx) => {
        const amount_minor = await fallBack(tx, input);
        await moveOnce(tx, input, { to: 'REFUNDING', reason: fellBack(input), actor: 'returns' });
        return { amount_minor };
      }),

    /** Which refund carries the money, and what it waits for, for the buyer and the operator. */
    noteRefund: (key: DecisionKey, made: Asked): Promise<void> =>
      db.tx(async (tx) => {
        const { waitsFor } = made;
        await settle.noteRefund(tx, key, { ...made, granted_minor: made.amount_minor });
        if (waitsFor) await noteReturn(tx, key.returnId, { attention: `${waitsFor}-open` });
      }),

    /** A person hands cash back. */
    payoutDue: (input: ToBegin, granted_minor: number): Promise<void> =>
      inTx(async (tx) => {
        await settle.noteRefund(tx, input, { refundId: null, granted_minor });
        await noteReturn(tx, input.returnId, { attention: 'payout-due' });
      }),

    /** The money is out. */
    refunded: (input: ToBegin, out: MoneyOut): Promise<boolean> =>
      inTx(async (tx) => {
        const { round, sagaId } = input;
        const { amount_minor, refundId, covered_minor = 0, payout = null } = out;
        await settle.noteRefund(tx, input, {
          refundId,
          granted_minor: amount_minor,
          covered_minor,
        });
        await settle.markDone(tx, input, payout);
        await noteReturn(tx, input.returnId, { attention: '' });
        const more = { round, amount_minor, refundId };
        const by = { to: 'REFUNDED', reason: null, actor: 'returns' } as const;
        await moveOnce(tx, input, { ...by, more, sagaId });
        return true;
      }),

    /** The replacement has left the counters; its seller sends it. */
    exchanged: (input: ToBegin): Promise<boolean> =>
      inTx(async (tx) => {
        await settle.markDone(tx, input, null);
        const { round, sagaId } = input;
        const by = { to: 'EXCHANGED', reason: null, actor: 'returns' } as const;
        await moveOnce(tx, input, { ...by, more: { round }, sagaId });
        return true;
      }),

    /** Two persons have given its saga up: somebody begins it again, or the return waits. */
    givenUp: ({ returnId, round }: ToBegin, sagaId: string): Promise<void> =>
      inTx(async (tx) => {
        if (await settle.isOpen(tx, { returnId, round }, sagaId)) {
          await noteReturn(tx, returnId, { attention: 'given-up' });
        }
      }),

    /** Nothing of the order's returns is on its way any more. */
    allSettled: async (orderId: string): Promise<boolean> =>
      (await settle.countUnsettled(db, orderId)) === 0,
  };
}

const fellBack = ({ resolution }: ToBegin): string | null =>
  resolution === 'EXCHANGE' ? 'no-replacement' : null;

/** A repeat of a saga's step finds the return where it has put it, or further. */
async function moveOnce(
  tx: Sql,
  { returnId, round }: DecisionKey,
  by: MoveOf & { to: ReturnStatus },
): Promise<void> {
  if (await settle.hasMoved(tx, { returnId, round }, by.to)) return;
  await tryMove(tx, returnId, by);
}

/** Starts the saga of a decision, once whoever asks; what it comes to is the saga's matter. */
export function beginner({ db, sagas, log }: Pick<RoomContext, 'db' | 'sagas' | 'log'>) {
  return async (key: DecisionKey): Promise<void> => {
    try {
      const input = await settle.readDecision(db, key);
      if (input) await begin({ db, sagas }, input);
    } catch (error) {
      log.warn({ err: error, ...key }, 'a decided return is carried out later');
    }
  };
}

async function begin(
  { db, sagas }: { db: Db } & Pick<RoomContext, 'sagas'>,
  input: ToBegin,
): Promise<void> {
  const again = input.holdId === input.sagaId ? '' : `:${input.sagaId}`;
  const key = `${input.returnId}:${input.round}${again}`;
  const started = sagas.start({ sagaId: input.sagaId, type: 'return', key, input });
  // Kept with the first write of the saga: from then on its own recovery looks after it.
  await started.finally(() => settle.markBegunIfKept(db, input));
}

/** Carries a decision out that was given up; false when there is none. */
export function beginnerAgain(ctx: Pick<RoomContext, 'db' | 'sagas' | 'log'>) {
  const start = beginner(ctx);
  return async (returnId: string): Promise<boolean> => {
    const key = await ctx.db.tx(async (tx) => {
      const found = await settle.renewDecision(tx, returnId, newId('saga'));
      if (found) await noteReturn(tx, returnId, { attention: '' });
      return found;
    });
    if (!key) return false;
    void start(key);
    return true;
  };
}

/** Begins what was decided by a process that died before it could. */
export async function beginLeft(
  ctx: Pick<RoomContext, 'db' | 'sagas' | 'log'>,
  age_ms: number,
): Promise<void> {
  const start = beginner(ctx);
  for (const input of await settle.decisionsLeft(ctx.db, age_ms)) await start(input);
}
