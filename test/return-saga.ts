/** Runs the saga of a return by hand, each step twice: what a crash between them leads to. */
import assert from 'node:assert/strict';
import { systemClock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openDb } from '#kernel/db/db.ts';
import type { Saga, Step, Wake } from '#kernel/saga/saga.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { approve } from '#services/returns/decide.ts';
import { returnSaga } from '#services/returns/saga.ts';
import { returnState } from '#services/returns/state.ts';
import { markBegunIfKept, readDecision } from '#services/returns/store-settle.ts';
import { startApp } from './app.ts';

/** A saga that does each step twice and gives what the second time came to. */
function doubled<Input>(id: string, input: Input): Saga<Input> {
  return {
    id,
    key: id,
    epoch: 1,
    input,
    step: async <T>(_name: string, step: Step<T>) => {
      const first = await step.do();
      const second = await step.do();
      assert.equal(isRefusal(second), isRefusal(first));
      return second;
    },
    wait: async (): Promise<Wake> => ({ name: 'timeout', payload: null }),
    fail: () => assert.fail('a return is never undone'),
  };
}

/** Decides and runs the saga here, every step twice, beside an app that does not serve returns. */
export async function runDoubled(
  returnId: string,
  on: { databaseUrl: string; config: Record<string, unknown> },
): Promise<void> {
  const app = await startApp({ ...on, without: ['returns'] });
  const db = openDb({ url: on.databaseUrl, room: 'returns' });
  try {
    const who = { sellerIds: null, actor: 'admin:test' };
    const of = { returnId, who, body: {}, requestKey: 'k' };
    const key = await db.tx((tx) => approve(tx, of));
    assert.ok(!isRefusal(key));
    assert.deepEqual(await db.tx((tx) => approve(tx, of)), key);
    const input = await readDecision(db, key);
    assert.ok(input);
    const run = returnSaga({
      clock: systemClock,
      inventory: app.host.client(inventoryCalls),
      orders: app.host.client(ordersCalls),
      payments: app.host.client(paymentsCalls),
      state: returnState({ db, outbox: { poke: () => undefined } }),
    });
    await run(doubled(input.sagaId, input));
    // And once more from the top, as a replay without any journal.
    await run(doubled(input.sagaId, input));
    await markBegunIfKept(db, key);
  } finally {
    await db.close();
    await app.stop();
  }
}
