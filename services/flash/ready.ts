// What operators do before a sale, so that its start is none too early: look, make ready, rehearse.
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { Board } from './board.ts';
import type { Caller, Deed, Reads } from './desk.ts';
import type { Preflight } from './preflight.ts';
import { mayRehearse, rehearse } from './rehearsal.ts';
import type { SaleRow } from './store.ts';
import { warmer } from './warm.ts';

interface Parts {
  ctx: Pick<RoomContext, 'db' | 'clock' | 'log'>;
  reads: Reads;
  deed: Deed;
  preflight: Preflight;
  board: Board;
}

export function readying({ ctx, reads, deed, preflight, board }: Parts) {
  const { warm, due } = warmer({ ctx, board, preflight });
  const inState = async (
    saleId: string,
    isRight: (sale: SaleRow) => boolean,
  ): Promise<SaleRow | Refusal> => {
    const sale = await reads.find(saleId);
    if (isRefusal(sale) || isRight(sale)) return sale;
    return refuse('sale-state', { state: sale.state });
  };
  const isAhead = ({ state }: SaleRow) => state !== 'DRAFT' && state !== 'ENDED';
  return {
    /** Makes this process ready for what starts within a minute; never rejects. */
    warmDue: due,

    /** Whether a sale may start, and why not; the caller warms what its first seconds need. */
    async preflight(saleId: string) {
      const sale = await reads.find(saleId);
      return isRefusal(sale) ? sale : preflight(sale);
    },

    /** Makes this process ready for the first seconds. */
    prewarm: (who: Caller, saleId: string) =>
      deed(who, { action: 'flash.prewarm', target: saleId }, async () => {
        const sale = await inState(saleId, isAhead);
        return isRefusal(sale) ? sale : warm(sale);
      }),

    /** A crowd of nobody through a copy; nothing is left of it. */
    rehearse: (who: Caller, { saleId, people }: { saleId: string; people: number | undefined }) =>
      deed(who, { action: 'flash.rehearse', target: saleId }, async () => {
        const sale = await inState(saleId, (one) => mayRehearse(one, ctx.clock.now()));
        return isRefusal(sale) ? sale : rehearse(ctx, sale, people);
      }),
  };
}
