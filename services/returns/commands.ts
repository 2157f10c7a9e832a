// What buyers do: announce a return, send it, give it up, appeal. Announcing reads the order and
// the rules first and then, under the order's lock, takes the units that are left.
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { maskCards } from '#kernel/telemetry/redact.ts';
import { announce, housesOf, linesOf, type RequestBody, type Who } from './announce.ts';
import type { ReturnStatus } from './contract.ts';
import { exchangesOf } from './exchange.ts';
import * as model from './model.ts';
import type { Neighbours } from './neighbours.ts';
import { move } from './move.ts';
import { picturesFor, shownTo } from './pictures.ts';
import type { Queries } from './queries.ts';
import * as store from './store.ts';

export interface CommandNeeds {
  ctx: Pick<RoomContext, 'db' | 'outbox' | 'clock'>;
  neighbours: Neighbours;
  queries: Queries;
}

export type Commands = ReturnType<typeof returnCommands>;

type RequestRefusal =
  | 'order-not-found'
  | 'line-not-found'
  | 'return-not-possible'
  | 'return-quantity-too-high'
  | 'exchange-not-possible'
  | 'validation-failed'
  | 'picture-not-found';

export type StepRefusal = 'return-not-found' | 'return-status-conflict';

export function returnCommands(needs: CommandNeeds) {
  const { ctx } = needs;
  return {
    /**
     * One return for each seller among the items; their ids. A repeat with the same key finds
     * what it made.
     */
    request: (of: { key: string; who: Who; body: RequestBody; requestKey: string }) =>
      request(needs, of),
    cancel: (returnId: string, userId: string) =>
      step(ctx, { returnId, userId, to: 'CANCELLED', reason: 'by-customer' }),
    /** The buyer has handed the parcel in. */
    sent: (returnId: string, userId: string, trackingNumber: string | null) =>
      step(ctx, { returnId, userId, to: 'IN_TRANSIT', reason: null, trackingNumber }),
    appeal: (returnId: string, userId: string, text: string) =>
      appeal(ctx, { returnId, userId, text }),
    /** The label was handed out; a later one changes nothing. */
    labelled: (returnId: string, actor: string) => labelled(ctx, returnId, actor),
    /** Ends announced returns that never came. */
    expireDue: (ids: readonly string[]) => expire(ctx, ids),
  };
}

async function request(
  needs: CommandNeeds,
  of: { key: string; who: Who; body: RequestBody; requestKey: string },
): Promise<string[] | Refusal<RequestRefusal>> {
  const { ctx, neighbours, queries } = needs;
  const { who, body, requestKey } = of;
  const now = await neighbours.order(of.key);
  if (!now || (who.userId !== null && now.order.userId !== who.userId)) {
    return refuse('order-not-found', { orderId: of.key });
  }
  const { order } = now;
  const before = await store.madeBy(ctx.db, order.orderId, requestKey);
  if (before.length > 0) return before;
  const bar = model.orderBar(order.status, who.operator === true ? 'operator' : 'buyer');
  if (bar) return refuse('return-not-possible', { reason: bar, status: order.status });
  const lines = linesOf(order.lines, body);
  if (isRefusal(lines)) return lines;
  const shown = shownTo(lines, body);
  if (isRefusal(shown)) return shown;
  const swaps = body.resolution === 'EXCHANGE' ? await exchangesOf(neighbours, order, lines) : null;
  if (isRefusal(swaps)) return swaps;
  const things = await queries.thingsOf(order.lines);
  const houses = await housesOf(neighbours, lines);
  const pictures = await picturesFor(neighbours, {
    userId: who.userId,
    orderId: order.orderId,
    requestKey,
    shown,
  });
  if (isRefusal(pictures)) return pictures;
  const made = await ctx.db.tx((tx) =>
    announce(tx, {
      now,
      lines,
      swaps,
      things,
      houses,
      pictures,
      who,
      body,
      requestKey,
      at: ctx.clock.date(),
    }),
  );
  if (!isRefusal(made)) ctx.outbox.poke();
  return made;
}

type Ctx = CommandNeeds['ctx'];

interface BuyerStep {
  returnId: string;
  /** null: the room itself. */
  userId: string | null;
  to: ReturnStatus;
  reason: string | null;
  trackingNumber?: string | null;
}

/** Units that were announced are free again once the return has ended without a decision. */
const frees: readonly ReturnStatus[] = ['CANCELLED', 'EXPIRED'];

async function step(ctx: Ctx, of: BuyerStep): Promise<true | Refusal<StepRefusal>> {
  const done = await ctx.db.tx(async (tx) => {
    const locked = await store.lockReturn(tx, of.returnId);
    if (!locked || (of.userId !== null && locked.of.userId !== of.userId)) {
      return refuse('return-not-found', { returnId: of.returnId });
    }
    const { of: one } = locked;
    if (one.status === of.to) return true as const;
    if (!model.mayMove(one.status, of.to)) {
      return refuse('return-status-conflict', { status: one.status });
    }
    const actor = of.userId === null ? 'returns' : 'customer';
    await move(tx, one, { to: of.to, reason: of.reason, actor });
    if (of.trackingNumber) {
      await store.noteReturn(tx, one.returnId, { trackingNumber: of.trackingNumber });
    }
    if (frees.includes(of.to)) {
      const back = one.lines.map(({ lineNo, quantity }) => ({ lineNo, open: -quantity }));
      await store.countUnits(tx, one.orderId, back);
    }
    return true as const;
  });
  if (done === true) ctx.outbox.poke();
  return done;
}

async function labelled(ctx: Ctx, returnId: string, actor: string): Promise<void> {
  const done = await ctx.db.tx(async (tx) => {
    const locked = await store.lockReturn(tx, returnId);
    if (locked?.of.status !== 'REQUESTED') return false;
    await move(tx, locked.of, { to: 'LABELLED', reason: null, actor });
    return true;
  });
  if (done) ctx.outbox.poke();
}

async function expire(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const returnId of ids) {
    await step(ctx, { returnId, userId: null, to: 'EXPIRED', reason: 'never-arrived' });
  }
}

const day_ms = 24 * 60 * 60_000;

async function appeal(
  ctx: Ctx,
  of: { returnId: string; userId: string; text: string },
): Promise<true | Refusal<'return-not-found' | 'appeal-closed'>> {
  const now_ms = ctx.clock.now();
  return ctx.db.tx(async (tx) => {
    const locked = await store.lockReturn(tx, of.returnId);
    if (locked?.of.userId !== of.userId) {
      return refuse('return-not-found', { returnId: of.returnId });
    }
    const no = appealBar(locked.of, now_ms);
    if (no) return refuse('appeal-closed', { reason: no, status: locked.of.status });
    await store.openAppeal(tx, of.returnId, maskCards(of.text.trim()));
    return true as const;
  });
}

/** Why no appeal can be made; null when one can. */
export function appealBar(
  of: Pick<store.LockedReturn, 'status' | 'lines' | 'appealStatus' | 'updatedAt'>,
  now_ms: number,
): 'nothing-refused' | 'appealed' | 'too-late' | null {
  if (of.appealStatus !== null) return 'appealed';
  const ended = ['REJECTED', 'REFUNDED', 'EXCHANGED'].includes(of.status);
  const refused = of.lines.some((line) => line.approved < line.quantity);
  if (!ended || !refused) return 'nothing-refused';
  return now_ms - of.updatedAt.getTime() > model.appeal_days_max * day_ms ? 'too-late' : null;
}
