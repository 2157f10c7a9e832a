// What must be so before a sale may start: looked at by whoever asks, by the operator's start, and
// by the clock's. Looking warms what the first seconds need: statements, connections, documents.
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import type { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import type { Board } from './board.ts';
import { hashOfSeed } from './model-line.ts';
import type { SaleRow } from './store.ts';
import { claimUnits, joinLine } from './store-line.ts';
import { readNow } from './store-tick.ts';

const document_ms_max = 30_000;
const clock_ms_max = 2_000;
const line_ms_max = 1_000;

export interface Check {
  check: 'units' | 'items' | 'prices' | 'promise' | 'document' | 'clock' | 'line';
  ok: boolean;
  /** For whoever has to do something about it. */
  detail: string;
}

export interface Needs {
  ctx: Pick<RoomContext, 'db' | 'clock' | 'client'>;
  board: Board;
  inventory: Client<typeof inventoryCalls>;
}

export type Preflight = ReturnType<typeof preflight>;

/** All checks of a sale, side by side; about five statements and three calls. Never rejects. */
export function preflight(needs: Needs) {
  const outside = outsideChecks(needs);
  const inside = insideChecks(needs);
  return async (sale: SaleRow): Promise<{ ready: boolean; checks: Check[] }> => {
    const looks = Object.entries({ ...outside, ...inside }).map(async ([name, look]) => {
      const check = name as Check['check'];
      const wrong = await look(sale).catch((error: unknown) =>
        `could not be looked at: ${String(error)}`.slice(0, 200),
      );
      return { check, ok: wrong === undefined, detail: wrong ?? 'as it should be' };
    });
    const checks = await Promise.all(looks);
    return { ready: checks.every((one) => one.ok), checks };
  };
}

type Look = (sale: SaleRow) => Promise<string | undefined>;

/** What other rooms say. */
function outsideChecks({ ctx, inventory }: Needs): Record<'units' | 'items' | 'prices', Look> {
  const catalog = ctx.client(catalogCalls);
  const pricing = ctx.client(pricingCalls);
  const idsOf = ({ items }: SaleRow) => items.map((one) => one.variantId);
  return {
    units: async (sale) => {
      const { pools } = await inventory.pools({ saleId: sale.saleId });
      const aside = new Map<string, number>();
      for (const { variantId, allotted, returned } of pools) {
        aside.set(variantId, (aside.get(variantId) ?? 0) + allotted - returned);
      }
      const short = sale.items.find((one) => aside.get(one.variantId) !== one.quantity);
      const has = short && (aside.get(short.variantId) ?? 0);
      return short && `${has} of ${short.quantity} units of ${short.variantId} are set aside`;
    },
    items: async (sale) => {
      const { variants } = await catalog.variants({ variantIds: idsOf(sale) });
      const sold = new Set(variants.filter((one) => one.active).map((one) => one.variantId));
      const gone = sale.items.find((one) => !sold.has(one.variantId));
      return gone && `the catalogue does not sell ${gone.variantId}`;
    },
    prices: async (sale) => {
      const { currency } = sale;
      const { prices } = await pricing.prices({ variantIds: idsOf(sale), currency });
      const base = new Map(prices.map((one) => [one.variantId, one.base_minor]));
      const dear = sale.items.find((one) => one.price_minor > (base.get(one.variantId) ?? -1));
      return dear && `${dear.variantId} has no ordinary price, or one below that of the sale`;
    },
  };
}

/** What this room and its database say. */
function insideChecks({
  ctx,
  board,
}: Needs): Record<'promise' | 'document' | 'clock' | 'line', Look> {
  const { db, clock } = ctx;
  return {
    promise: async ({ seed, seedHash }) =>
      hashOfSeed(seed) === seedHash ? undefined : 'the seed is not the one that was promised',
    document: async ({ saleId }) => {
      const mark = board.find(saleId)?.mark;
      const age_ms = mark ? clock.now() - Date.parse(mark.serverTime) : Infinity;
      return age_ms < document_ms_max ? undefined : 'nobody keeps the watermark up to date';
    },
    clock: async () => {
      const off_ms = Math.abs((await readNow(db)).getTime() - clock.now());
      return off_ms < clock_ms_max ? undefined : `the clocks are ${Math.round(off_ms)} ms apart`;
    },
    // With nobody in them: only the statements are made ready, and their time is taken.
    line: async ({ saleId }) => {
      const since_ms = clock.monotonic();
      await joinLine(db, saleId, []);
      await claimUnits(db, saleId, []);
      const took_ms = Math.round(clock.monotonic() - since_ms);
      return took_ms < line_ms_max ? undefined : `an empty claim took ${took_ms} ms`;
    },
  };
}
