// The write path of stock. Concurrent commands of one kind go to the database as one statement,
// because a hot counter can change only once per commit.
import { batch, type Batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { inventoryCalls, Place, Warehouse } from './contract.ts';
import { mergeLines, nearestFirst } from './model.ts';
import type { SaleStock } from './sales.ts';
import * as store from './store.ts';
import type { Wants } from './wants.ts';

type Calls = (typeof inventoryCalls)['calls'];

const SIZES = { size_max: 500, queue_max: 50_000 };
const SWEEP_HOLDS = 500;
const PLACES_MAX = 10_000;

export interface Houses {
  all(): Promise<readonly Warehouse[]>;
  forget(): void;
}

/** The write path. Every command is one item of a batch: one statement serves hundreds. */
export class Commands {
  readonly #ctx: RoomContext;
  readonly #houses: Houses;
  readonly #lanes: Lanes;
  readonly #wants: Wants;
  readonly #sales: SaleStock;
  readonly #preferences = new Map<string, Promise<string[]>>();

  constructor(ctx: RoomContext, own: { houses: Houses; wants: Wants; sales: SaleStock }) {
    this.#ctx = ctx;
    this.#wants = own.wants;
    this.#sales = own.sales;
    this.#houses = own.houses;
    this.#lanes = inventoryLanes(ctx);
  }

  /** Preference of a place, computed once per place while the list of warehouses stands. */
  #preferenceOf(place: Place): Promise<string[]> {
    const key = `${place.country}:${place.state ?? ''}`;
    let known = this.#preferences.get(key);
    if (!known) {
      if (this.#preferences.size > PLACES_MAX) this.#preferences.clear();
      known = this.#houses.all().then((all) => nearestFirst(all, place));
      known.catch(() => this.#preferences.delete(key));
      this.#preferences.set(key, known);
    }
    return known;
  }

  /** All lines or none; a repeat for the same saga gets the first answer. */
  async hold(input: CallInput<Calls['hold']>): Promise<CallOutput<Calls['hold']>> {
    const { unit } = input;
    if (unit) {
      const held = await this.#sales.hold({ ...input, unit });
      return held === 'known' ? this.#repeated(input.sagaId) : held;
    }
    const result = await this.#lanes.hold.do({
      sagaId: input.sagaId,
      reservationId: newId('res'),
      ttl_ms: input.ttl_ms,
      lines: mergeLines(input.lines),
      preference: await this.#preferenceOf(input.shipTo),
      meta: eventMeta(),
    });
    if (isRefusal(result)) return result as Refusal<'stock-too-low'>;
    if (result.kind === 'short') {
      await this.#wants.note(input.holder ?? '', result.items);
      return refuse('stock-too-low', { items: result.items });
    }
    if (result.kind === 'known') return this.#repeated(input.sagaId);
    return result;
  }

  /** The answer that the first request got, as far as it still stands. */
  async #repeated(sagaId: string): Promise<CallOutput<Calls['hold']>> {
    const [found] = await store.readReservations(this.#ctx.db, [sagaId]);
    if (!found || found.status === 'released' || found.status === 'expired') {
      return refuse('hold-gone', { sagaId });
    }
    const { reservationId, lines } = found;
    return { reservationId, expiresAt: found.expiresAt.toISOString(), lines };
  }

  /** Moves the deadline of a hold, never to earlier; that of units that have left stays. */
  async extend(input: CallInput<Calls['extend']>): Promise<CallOutput<Calls['extend']>> {
    const until = await this.#lanes.extend.do(input);
    if (until instanceof Date) return { expiresAt: until.toISOString() };
    return refuse('hold-gone', { sagaId: input.sagaId });
  }

  /** The units leave the house; a lapsed hold is acquired again while stock allows. */
  async confirm(input: CallInput<Calls['confirm']>): Promise<CallOutput<Calls['confirm']>> {
    const item = { ...input, meta: eventMeta() };
    const was = await this.#lanes.confirm.do(item);
    if (was === 'released' || was === 'expired') {
      const again = await store.reacquire(this.#ctx.db, item);
      if (!again) return refuse('hold-gone', { sagaId: input.sagaId });
    } else if (was !== 'held' && was !== 'consumed') {
      return refuse('hold-gone', { sagaId: input.sagaId });
    }
    this.#ctx.outbox.poke();
    return { lines: [] };
  }

  /** Gives held units back; false when there was nothing (left) to give. No hold comes after it. */
  async release(input: CallInput<Calls['release']>): Promise<CallOutput<Calls['release']>> {
    const released = await this.#lanes.release.do({ ...input, meta: eventMeta() });
    return { released: released === true };
  }

  /** Stock by deltas, each once per ref. One statement for up to 1,000. */
  async adjust(input: CallInput<Calls['adjust']>): Promise<CallOutput<Calls['adjust']>> {
    if (input.adjustments.length === 0) return { results: [] };
    const missing = await this.#unknownHouse(input.adjustments);
    if (missing) return missing;
    const rows = await store.adjustBatch(this.#ctx.db, input.adjustments, eventMeta());
    this.#ctx.outbox.poke();
    return {
      results: rows.map((row) => ({
        ref: input.adjustments[row.n - 1]?.ref ?? '',
        onHand: row.onHand,
        available: row.available,
        applied: row.applied || row.known,
      })),
    };
  }

  /** What buyers sent back, each line once per ref. One statement. */
  async takeBack(input: CallInput<Calls['takeBack']>): Promise<CallOutput<Calls['takeBack']>> {
    const missing = await this.#unknownHouse(input.lines);
    if (missing) return missing;
    const booked = await store.takeBackBatch(this.#ctx.db, input.lines, eventMeta());
    this.#ctx.outbox.poke();
    return { booked };
  }

  async #unknownHouse(
    items: readonly { warehouseId: string }[],
  ): Promise<Refusal<'warehouse-not-found'> | undefined> {
    const known = new Set((await this.#houses.all()).map((one) => one.warehouseId));
    const missing = items.find((one) => !known.has(one.warehouseId));
    return missing && refuse('warehouse-not-found', { warehouseId: missing.warehouseId });
  }

  /** Adds warehouses that are not there yet. */
  async addWarehouses(input: CallInput<Calls['addWarehouses']>): Promise<{ added: number }> {
    const added = await store.insertWarehouses(this.#ctx.db, input.warehouses);
    this.#houses.forget();
    this.#preferences.clear();
    return { added };
  }

  /** Releases holds past their deadline until none is left or the signal says stop. */
  async sweep(signal: AbortSignal): Promise<number> {
    let total = 0;
    for (;;) {
      const released = await store.expireBatch(this.#ctx.db, SWEEP_HOLDS, eventMeta());
      total += released.length;
      if (released.length > 0) this.#ctx.outbox.poke();
      if (released.length < SWEEP_HOLDS || signal.aborted) return total;
    }
  }
}

interface Lanes {
  hold: Batch<store.HoldRequest, store.HoldResult>;
  extend: Batch<{ sagaId: string; ttl_ms: number }, Date | null>;
  confirm: Batch<
    { sagaId: string; orderId: string; meta: string },
    store.StoredHold['status'] | null
  >;
  release: Batch<{ sagaId: string; reason: string; meta: string }, boolean>;
}

/**
 * One lane per kind of change, one statement out: a second one would wait for the same rows, and
 * who waits here meanwhile goes along with the next one, in a larger group.
 */
function inventoryLanes({ db, outbox }: RoomContext): Lanes {
  return {
    hold: batch({
      name: 'inventory.hold',
      ...SIZES,
      inFlight_max: 1,
      run: async (items: store.HoldRequest[]) => {
        const distinct = firstOfEach(items);
        const results = await store.holdBatch(db, distinct);
        outbox.poke();
        const byItem = new Map(distinct.map((one, index) => [one, results[index]]));
        return items.map((one) => byItem.get(one) ?? KNOWN);
      },
    }),
    extend: batch({
      name: 'inventory.extend',
      ...SIZES,
      inFlight_max: 1,
      run: async (items: { sagaId: string; ttl_ms: number }[]) => {
        const until = await store.extendBatch(db, items);
        return items.map((one) => until.get(one.sagaId) ?? null);
      },
    }),
    confirm: batch({
      name: 'inventory.confirm',
      ...SIZES,
      inFlight_max: 1,
      run: async (items: { sagaId: string; orderId: string; meta: string }[]) => {
        const found = await store.confirmBatch(db, firstOfEach(items));
        return items.map((one) => found.get(one.sagaId) ?? null);
      },
    }),
    release: batch({
      name: 'inventory.release',
      ...SIZES,
      inFlight_max: 1,
      run: async (items: { sagaId: string; reason: string; meta: string }[]) => {
        const released = await store.releaseBatch(db, firstOfEach(items));
        outbox.poke();
        return items.map((one) => released.has(one.sagaId));
      },
    }),
  };
}

const KNOWN: store.HoldResult = { kind: 'known' };

/** A statement takes each saga once; a twin in the same flush is answered as a repeat. */
function firstOfEach<Item extends { sagaId: string }>(items: Item[]): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(item.sagaId) && seen.add(item.sagaId));
}
