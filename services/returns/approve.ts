/** Granting as a command: the transaction, then the saga that carries it out. */
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { approve as grant, type ApproveOf } from './decide.ts';
import type { DeskRefusal } from './desk.ts';
import { beginner } from './state.ts';
import { openSagaOf } from './store-settle.ts';

export type Approve = (of: ApproveOf) => Promise<true | Refusal<DeskRefusal>>;

/** Answers when the decision is kept; money and goods follow, here or after a restart. */
export function approver(ctx: Pick<RoomContext, 'db' | 'outbox' | 'sagas' | 'log'>): Approve {
  const begin = beginner(ctx);
  return async (of) => {
    const key = await ctx.db.tx((tx) => grant(tx, of));
    if (isRefusal(key)) return key;
    ctx.outbox.poke();
    void begin(key);
    return true;
  };
}

/** Tells the saga of a return that cash was handed back; false when none waits for that. */
export function payer({ db, sagas }: Pick<RoomContext, 'db' | 'sagas'>) {
  return async (returnId: string, reference: string): Promise<boolean> => {
    const sagaId = await openSagaOf(db, returnId);
    if (sagaId === undefined) return false;
    const signal = { sagaId, name: 'PAID_OUT', dedupe: 'paid-out', payload: { reference } };
    await sagas.signal(signal);
    return true;
  };
}
