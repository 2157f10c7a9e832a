import type { RoomContext } from '#kernel/service.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { tellReturn, undoReturn } from './operate.ts';
import { returnSaga } from './saga.ts';
import { returnState } from './state.ts';
import type { ToBegin } from './store-settle.ts';

/** The saga of a decision with its neighbours, and what operators may do to it. */
export function defineSaga(ctx: RoomContext): void {
  const state = returnState(ctx);
  ctx.sagas.define<ToBegin>({
    type: 'return',
    tell: tellReturn,
    beforeUndo: undoReturn,
    givenUp: ({ sagaId, input }) => state.givenUp(input, sagaId),
    run: returnSaga({
      clock: ctx.clock,
      inventory: ctx.client(inventoryCalls),
      orders: ctx.client(ordersCalls),
      payments: ctx.client(paymentsCalls),
      state,
    }),
  });
}
