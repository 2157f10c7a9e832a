/** Sellers pick, pack and ship their lines; the order follows when the last of them is done. */
import { assert } from '#kernel/core/assert.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import { addressChanger, type AddressChanger } from './address.ts';
import { cancelItems, type ItemCanceller } from './cancel-items.ts';
import { moveOf } from './commands.ts';
import type { OrderStatus } from './contract.ts';
import {
  completes,
  isOpenForSellers,
  planParcel,
  sellerStatuses,
  type ParcelItem,
  type Parcelled,
} from './model.ts';
import { moveOrders } from './store.ts';
import {
  advanceLines,
  insertShipments,
  lockOrder,
  type LockedOrder,
  type NewShipment,
} from './store-fulfil.ts';
import { takingBack } from './take-back.ts';

export interface ShipInput {
  carrier: string;
  trackingNumber: string;
  items?: readonly ParcelItem[];
}

/** With `changeAddress`, which sends an order elsewhere within its region. */
export type Fulfilment = ReturnType<typeof fulfilment> & { changeAddress: AddressChanger };

type Answer<Code extends string> = Promise<true | Refusal<Code>>;
type StepRefusal = 'order-not-found' | 'order-status-conflict';
type ShipRefusal = StepRefusal | 'line-not-found' | 'line-already-shipped';

/** Each is one transaction that locks the order; repeating a pick or a pack changes nothing. */
export function fulfilment({ db, outbox }: Pick<RoomContext, 'db' | 'outbox'>) {
  const inTx = async <R>(work: (tx: Sql) => Promise<R>): Promise<R> => {
    const done = await db.tx(work);
    outbox.poke();
    return done;
  };
  return {
    ...takingBack({ db, outbox }),
    /** Takes lines off an order before they are picked. */
    cancelItems: ((orderId, of) => cancelItems({ db, outbox }, orderId, of)) as ItemCanceller,
    /** Takes the sellers' lines from the shelf; the first pick makes the order PROCESSING. */
    pick: (orderId: string, sellerIds: readonly string[]): Answer<StepRefusal> =>
      inTx((tx) => pick(tx, orderId, sellerIds)),
    /** Puts picked lines into boxes. */
    pack: (orderId: string, sellerIds: readonly string[]): Answer<StepRefusal> =>
      inTx((tx) => pack(tx, orderId, sellerIds)),
    /** A parcel left with all that is ready, or with the items named. */
    ship: (orderId: string, sellerIds: readonly string[], input: ShipInput): Answer<ShipRefusal> =>
      inTx((tx) => ship(tx, { orderId, sellerIds, input })),
  };
}

/** The steps, and sending an order elsewhere, for which pricing is asked. */
export function fulfilmentOf(ctx: Pick<RoomContext, 'db' | 'outbox' | 'client'>): Fulfilment {
  return { ...fulfilment(ctx), changeAddress: addressChanger(ctx) };
}

/** The order with the sellers' own lines, if they may see it and it is open for them. */
async function openOrder(
  tx: Sql,
  orderId: string,
  sellerIds: readonly string[],
): Promise<{ order: LockedOrder; mine: Parcelled[] } | Refusal<StepRefusal>> {
  const order = await lockOrder(tx, orderId);
  const mine = order?.lines.filter((line) => sellerIds.includes(line.sellerId)) ?? [];
  if (!order || mine.length === 0 || !sellerStatuses.includes(order.status)) {
    return refuse('order-not-found', { orderId });
  }
  if (mine.every((line) => line.status === 'CANCELLED')) {
    return refuse('order-status-conflict', { status: order.status, reason: 'cancelled' });
  }
  if (isOpenForSellers(order.status)) return { order, mine };
  return refuse('order-status-conflict', { status: order.status });
}

const actorOf = (lines: readonly Parcelled[]): string => `seller:${lines[0]?.sellerId ?? ''}`;

async function move(
  tx: Sql,
  { orderId, to, actor }: { orderId: string; to: OrderStatus; actor: string },
): Promise<void> {
  const moved = await moveOrders(tx, [moveOf(orderId, to, { actor, reason: null })]);
  assert(moved.has(orderId), 'a locked order moves as planned');
}

async function pick(
  tx: Sql,
  orderId: string,
  sellerIds: readonly string[],
): Promise<true | Refusal<StepRefusal>> {
  const open = await openOrder(tx, orderId, sellerIds);
  if (isRefusal(open)) return open;
  await advanceLines(tx, { orderId, sellerIds, from: ['NEW'], to: 'PICKED' });
  if (open.order.status === 'CONFIRMED') {
    await move(tx, { orderId, to: 'PROCESSING', actor: actorOf(open.mine) });
  }
  return true;
}

async function pack(
  tx: Sql,
  orderId: string,
  sellerIds: readonly string[],
): Promise<true | Refusal<StepRefusal>> {
  const open = await openOrder(tx, orderId, sellerIds);
  if (isRefusal(open)) return open;
  const packed = await advanceLines(tx, { orderId, sellerIds, from: ['PICKED'], to: 'PACKED' });
  if (!packed && open.mine.some((line) => line.status === 'NEW')) {
    return refuse('order-status-conflict', { reason: 'not-picked' });
  }
  return true;
}

async function ship(
  tx: Sql,
  {
    orderId,
    sellerIds,
    input,
  }: { orderId: string; sellerIds: readonly string[]; input: ShipInput },
): Promise<true | Refusal<ShipRefusal>> {
  const open = await openOrder(tx, orderId, sellerIds);
  if (isRefusal(open)) return open;
  const items = planParcel(open.mine, input.items);
  if (isRefusal(items)) return items;
  await insertShipments(tx, parcels(orderId, open.mine, { items, ...parcelFacts(input) }));
  if (completes(open.order.lines, items)) {
    await move(tx, { orderId, to: 'SHIPPED', actor: actorOf(open.mine) });
  }
  return true;
}

const parcelFacts = ({ carrier, trackingNumber }: ShipInput) => ({ carrier, trackingNumber });

/** One parcel has one seller: a person who ships for several makes one for each. */
function parcels(
  orderId: string,
  lines: readonly Parcelled[],
  { items, ...facts }: { items: ParcelItem[]; carrier: string; trackingNumber: string },
): NewShipment[] {
  const sellerOf = new Map(lines.map((line) => [line.lineNo, line.sellerId]));
  const bySeller = Map.groupBy(items, (item) => sellerOf.get(item.lineNo) ?? '');
  return [...bySeller].map(([sellerId, own]) => ({
    shipmentId: newId('shp'),
    orderId,
    sellerId,
    ...facts,
    lines: own,
  }));
}
