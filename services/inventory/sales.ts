// Units set aside for flash sales: out of the counters, then to checkouts that have a token, and
// back. Nothing of this runs for an ordinary purchase.
import { batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { itemsPerSale_max, type inventoryCalls } from './contract.ts';
import * as store from './store-sale.ts';

type Calls = (typeof inventoryCalls)['calls'];
type Hold = CallInput<Calls['hold']>;

export type SaleStock = ReturnType<typeof saleStock>;

export function saleStock(ctx: RoomContext) {
  return { ...allotments(ctx), hold: unitHold(ctx) };
}

function allotments({ db, outbox }: RoomContext) {
  return {
    /** Out of the counters, all or none. A repeat for the same sale changes nothing. */
    async allot(input: CallInput<Calls['allot']>): Promise<CallOutput<Calls['allot']>> {
      const short = await store.allot(db, input, eventMeta());
      if (short.size === 0) {
        outbox.poke();
        return {};
      }
      const items = input.items.flatMap(({ variantId, quantity: requested }) => {
        const available = short.get(variantId);
        return available === undefined ? [] : [{ variantId, requested, available }];
      });
      return refuse('stock-too-low', { items });
    },

    async endAllotment({ saleId }: { saleId: string }): Promise<Record<string, never>> {
      await store.endAllotment(db, saleId, eventMeta());
      outbox.poke();
      return {};
    },

    async settleUnits({ units }: CallInput<Calls['settleUnits']>) {
      return { units: units.length === 0 ? [] : await store.settleUnits(db, units) };
    },

    pools: async ({ saleId }: { saleId: string }) => ({
      pools: await store.readPools(db, saleId, itemsPerSale_max),
    }),
  };
}

/**
 * Holds the unit that a token stands for. 'known': this saga was here before. Refuses
 * 'stock-too-low' where the token is void or its unit is in another checkout.
 */
function unitHold({ db, outbox }: RoomContext) {
  const lane = batch({
    name: 'inventory.hold-unit',
    size_max: 500,
    inFlight_max: 1,
    queue_max: 50_000,
    run: async (items: store.UnitRequest[]) => {
      const distinct = firstOfEach(items);
      const results = await store.holdUnits(db, distinct);
      outbox.poke();
      const byItem = new Map(distinct.map((one, at) => [one, results[at]]));
      return items.map((one): store.UnitResult => byItem.get(one) ?? { kind: 'none' });
    },
  });
  return async (
    input: Hold & { unit: NonNullable<Hold['unit']> },
  ): Promise<CallOutput<Calls['hold']> | 'known'> => {
    const [line, ...others] = input.lines;
    if (line === undefined || others.length > 0) return refuse('stock-too-low', { items: [] });
    const { variantId, quantity: requested } = line;
    const reservationId = newId('res');
    const result = await lane.do({
      sagaId: input.sagaId,
      reservationId,
      ttl_ms: input.ttl_ms,
      ...input.unit,
      variantId,
      quantity: requested,
      meta: eventMeta(),
    });
    if (isRefusal(result)) return result as Refusal<'stock-too-low'>;
    if (result.kind === 'known') return 'known';
    if (result.kind !== 'held') {
      return refuse('stock-too-low', { items: [{ variantId, requested, available: 0 }] });
    }
    return { reservationId, expiresAt: result.expiresAt, lines: result.takes };
  };
}

/** A statement takes each saga and each token once; a twin in the same flush gets nothing. */
function firstOfEach(items: store.UnitRequest[]): store.UnitRequest[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    if (seen.has(item.sagaId) || seen.has(item.tokenId)) return false;
    seen.add(item.sagaId).add(item.tokenId);
    return true;
  });
}
