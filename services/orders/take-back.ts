/** Goods that came back for money: noted on the order, which follows when nothing of it stays. */
import { assert } from '#kernel/core/assert.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import { moveOf } from './commands.ts';
import type { Placed } from './contract.ts';
import { mayMove, type ParcelItem } from './model.ts';
import { moveOrders, readStatuses } from './store.ts';
import { insertReturned, lockOrder, readReturned } from './store-fulfil.ts';

export interface TakeBackInput {
  orderId: string;
  ref: string;
  lines: readonly ParcelItem[];
}

/** The calls of the returns room; each is one transaction and can be repeated. */
export function takingBack({ db, outbox }: Pick<RoomContext, 'db' | 'outbox'>) {
  return {
    async takeBack(input: TakeBackInput): Promise<Placed | Refusal<'order-not-found'>> {
      const done = await db.tx((tx) => takeBack(tx, input));
      if (!isRefusal(done)) outbox.poke();
      return done;
    },

    async settleReturned({
      orderId,
    }: {
      orderId: string;
    }): Promise<Placed | Refusal<'order-not-found'>> {
      const by = { actor: 'returns', reason: null };
      const moved = await moveOrders(db, [moveOf(orderId, 'REFUNDED', by)]);
      if (moved.size > 0) outbox.poke();
      const placed = moved.get(orderId) ?? (await readStatuses(db, [orderId])).get(orderId);
      return placed ?? refuse('order-not-found', { orderId });
    },
  };
}

async function takeBack(
  tx: Sql,
  { orderId, ref, lines }: TakeBackInput,
): Promise<Placed | Refusal<'order-not-found'>> {
  const order = await lockOrder(tx, orderId);
  if (!order) return refuse('order-not-found', { orderId });
  const placed = async (): Promise<Placed> => {
    const now = (await readStatuses(tx, [orderId])).get(orderId);
    assert(now !== undefined, 'a locked order is there');
    return now;
  };
  const byNo = new Map(order.lines.map((line) => [line.lineNo, line]));
  const fresh = await insertReturned(tx, { orderId, ref, lines });
  const gone = await readReturned(tx, orderId);
  const tooMany = lines.some(
    ({ lineNo }) => (gone.get(lineNo) ?? 0) > (byNo.get(lineNo)?.shipped ?? 0),
  );
  assert(!tooMany, `more of ${orderId} came back than left`);
  const all = order.lines.every(
    (line) => line.status === 'CANCELLED' || gone.get(line.lineNo) === line.quantity,
  );
  if (!all || !fresh || !mayMove(order.status, 'RETURNED')) return placed();
  const by = { actor: 'returns', reason: null };
  const moved = await moveOrders(tx, [moveOf(orderId, 'RETURNED', by)]);
  assert(moved.has(orderId), 'a locked order moves as planned');
  return placed();
}
