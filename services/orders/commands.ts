// The changes of an order that others ask for. Placing and settling are items of a batch, since
// every purchase passes here; cancelling and delivering lock the one order they change.
import { randomBytes } from 'node:crypto';
import { assert } from '#kernel/core/assert.ts';
import { batch, type Batch } from '#kernel/core/batch.ts';
import { eventMeta } from '#kernel/core/context.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { OrderStatus, Placed, PlaceInput, SettleInput } from './contract.ts';
import { cancelBar, createdPayload, numberBytes, orderNumberOf, sourcesOf } from './model.ts';
import * as store from './store.ts';
import { lockOrder } from './store-fulfil.ts';

type Needs = Pick<RoomContext, 'db' | 'outbox'>;

/** Draws of a number before something must be wrong; one in 10^8 is taken. */
const draws_max = 5;

const SIZES = { size_max: 250, queue_max: 50_000, inFlight_max: 1 };

export type Commands = ReturnType<typeof orderCommands>;

/** Every change of an order but those of its sellers. */
export function orderCommands(needs: Needs) {
  const placing = placeLane(needs);
  const settling = settleLane(needs);

  /** Writes the order of a checkout, or finds the one it has. One item of a batch. */
  async function place(input: PlaceInput): Promise<Placed> {
    const placed = await placing.do({ input, meta: eventMeta() });
    assert(!isRefusal(placed), 'placing an order is never refused');
    return placed;
  }

  /** Ends PENDING; an order that is not PENDING stays as it is. One item of a batch. */
  async function settle(input: SettleInput): Promise<Placed | Refusal<'order-not-found'>> {
    const settled = await settling.do({ input, meta: eventMeta() });
    return settled as Placed | Refusal<'order-not-found'>;
  }

  return {
    place,
    settle,
    noteAttempt: async (of: Parameters<typeof store.noteAttempt>[1]) => ({
      noted: await store.noteAttempt(needs.db, of),
    }),
    /**
     * Cancels before anything is shipped; stock and money go back by the event.
     * `userId`: only this person's order; null: anybody's.
     */
    cancel: (orderId: string, by: { userId: string | null; actor: string; reason: string }) =>
      cancel(needs, orderId, by),
    /** Notes that a shipped order arrived. */
    deliver: (orderId: string, actor: string) => deliver(needs, orderId, actor),
  };
}

interface Placing {
  input: PlaceInput;
  meta: string;
}

function placeLane({ db, outbox }: Needs): Batch<Placing, Placed> {
  return batch({
    name: 'orders.place',
    ...SIZES,
    run: async (items: Placing[]) => {
      // A checkout stands in a statement once; its twin gets the same answer.
      const byCheckout = new Map(items.map((item) => [item.input.checkoutId, item]));
      const placed = new Map<string, Placed>();
      for (let draw = 0; placed.size < byCheckout.size; draw += 1) {
        assert(draw < draws_max, 'orders cannot be placed: their id is taken by another checkout');
        const open = [...byCheckout.values()].filter((one) => !placed.has(one.input.checkoutId));
        const made = await store.insertOrders(db, open.map(newOrder));
        for (const [checkoutId, one] of made) placed.set(checkoutId, one);
        if (made.size > 0) outbox.poke();
        if (made.size === open.length) break;
        const left = open.map((one) => one.input.checkoutId).filter((id) => !placed.has(id));
        for (const [id, one] of await store.readPlaced(db, left)) placed.set(id, one);
      }
      return items.map(({ input }) => placed.get(input.checkoutId) ?? NOT_PLACED);
    },
  });
}

const NOT_PLACED = new Error('the order was not written');

function newOrder({ input, meta }: Placing): store.NewOrder {
  const orderNumber = orderNumberOf(randomBytes(numberBytes));
  const { billingAddress, shippingAddress } = input;
  const same = billingAddress.addressId === shippingAddress.addressId;
  const payload = createdPayload(input, orderNumber);
  const { includedShipping_minor = 0 } = input;
  const facts = { ...input, includedShipping_minor };
  return { ...facts, orderNumber, billingAddress: same ? null : billingAddress, payload, meta };
}

interface Settling {
  input: SettleInput;
  meta: string;
}

function settleLane({ db, outbox }: Needs): Batch<Settling, Placed> {
  return batch({
    name: 'orders.settle',
    ...SIZES,
    run: async (items: Settling[]) => {
      // The first wins, as it would if they came one after the other.
      const first = new Map<string, Settling>();
      for (const item of items) {
        if (!first.has(item.input.orderId)) first.set(item.input.orderId, item);
      }
      const settled = await store.moveOrders(db, [...first.values()].map(settlement));
      if (settled.size > 0) outbox.poke();
      const left = [...first.keys()].filter((orderId) => !settled.has(orderId));
      const others = left.length > 0 ? await store.readStatuses(db, left) : settled;
      return items.map(
        ({ input: { orderId } }) =>
          settled.get(orderId) ?? others.get(orderId) ?? refuse('order-not-found', { orderId }),
      );
    },
  });
}

function settlement({ input, meta }: Settling): store.Move {
  const { orderId, to, paymentId, paymentStatus, paymentMethod } = input;
  const reason = to === 'FAILED' ? 'payment-failed' : null;
  return {
    orderId,
    to,
    paymentId,
    paymentStatus,
    paymentMethod,
    reason,
    meta,
    from: ['PENDING'],
    actor: 'checkout',
  };
}

/** A move by a person: payment facts stay as they are. */
export function moveOf(
  orderId: string,
  to: OrderStatus,
  by: { actor: string; reason: string | null },
): store.Move {
  const unpaid = { paymentId: null, paymentStatus: null };
  return { orderId, from: sourcesOf(to), to, ...by, ...unpaid, meta: eventMeta() };
}

async function cancel(
  { db, outbox }: Needs,
  orderId: string,
  { userId, actor, reason }: { userId: string | null; actor: string; reason: string },
): Promise<true | Refusal<'order-not-found' | 'order-not-cancellable'>> {
  const done = await db.tx(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order || (userId !== null && order.userId !== userId)) {
      return refuse('order-not-found', { orderId });
    }
    const bar = cancelBar(order.status, order.lines);
    if (bar) return refuse('order-not-cancellable', { reason: bar, status: order.status });
    const moved = await store.moveOrders(tx, [moveOf(orderId, 'CANCELLED', { actor, reason })]);
    assert(moved.has(orderId), 'a locked order moves as planned');
    return true as const;
  });
  if (done === true) outbox.poke();
  return done;
}

async function deliver(
  { db, outbox }: Needs,
  orderId: string,
  actor: string,
): Promise<true | Refusal<'order-not-found' | 'order-status-conflict'>> {
  const moved = await store.moveOrders(db, [moveOf(orderId, 'DELIVERED', { actor, reason: null })]);
  if (moved.has(orderId)) {
    outbox.poke();
    return true;
  }
  const status = (await store.readStatuses(db, [orderId])).get(orderId)?.status;
  if (status === undefined) return refuse('order-not-found', { orderId });
  return refuse('order-status-conflict', { status });
}
