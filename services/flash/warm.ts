// What the first seconds of a sale would otherwise pay for: statements made ready, connections
// opened, prices and documents in memory, the draw compiled. Each process does it for itself.
import type { RoomContext } from '#kernel/service.ts';
import type { Board } from './board.ts';
import { lineOf } from './model-line.ts';
import type { Preflight } from './preflight.ts';
import { readSale, type SaleRow } from './store.ts';
import { readNow } from './store-tick.ts';

/** A process makes itself ready so long before a start. */
const ahead_ms = 60_000;
/** As many transactions as are open at once at most. */
const connections = 4;
/** Ranks after which the draw runs as fast as it will. */
const ranks = 2_000;
const remembered_max = 200;

interface Needs {
  ctx: Pick<RoomContext, 'db' | 'clock' | 'log'>;
  board: Board;
  preflight: Preflight;
}

export interface Warmed {
  ready: boolean;
  took_ms: number;
  warmed: string[];
}

export function warmer({ ctx, board, preflight }: Needs) {
  const { db, clock, log } = ctx;
  const known = new Set<string>();

  /** About ten short statements and three calls. Rejects only where the database is gone. */
  async function warm(sale: SaleRow): Promise<Warmed> {
    const since_ms = clock.monotonic();
    const open = Array.from({ length: connections }, () => db.tx((tx) => readNow(tx)));
    await Promise.all([...open, board.refresh()]);
    // Its statements, its neighbours' calls, and what these keep in memory.
    const { ready } = await preflight(sale);
    const { saleId, seed } = sale;
    const line = lineOf({ saleId, seed, drawn: ranks });
    for (let number = 0; number < ranks; number += 1) line.rankOf(number);
    const took_ms = Math.round(clock.monotonic() - since_ms);
    return { ready, took_ms, warmed: ['connections', 'document', 'statements', 'prices', 'draw'] };
  }

  return {
    warm,
    /** Once for each sale that starts within a minute. Never rejects. */
    async due(): Promise<void> {
      for (const saleId of board.startingBy(clock.now() + ahead_ms)) {
        if (known.has(saleId)) continue;
        if (known.size >= remembered_max) known.clear();
        known.add(saleId);
        try {
          const sale = await readSale(db, saleId);
          if (sale) log.info({ saleId, ...(await warm(sale)) }, 'ready for a sale');
        } catch (error) {
          known.delete(saleId);
          log.warn({ err: error, saleId }, 'not ready for a sale; tried again');
        }
      }
    },
  };
}
