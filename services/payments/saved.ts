// Ways to pay that people keep. We have the gateway's token and what its owner knows it by;
// whoever reads this database can pay with none of it elsewhere.
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { ConsumerSpec, Handler } from '#kernel/events/event.ts';
import type { RoomContext } from '#kernel/service.ts';
import { erasedIn, type PersonalPage } from '#services/identity/contract.ts';
import { isTrouble, type Gateway } from './gateway.ts';
import { isOpen, isPaid, refOf, type PaymentRow } from './model.ts';
import * as store from './store-saved.ts';
import { readPayments } from './store.ts';

export const savedConsumers: ConsumerSpec[] = [
  { name: 'payments.forget', from: { identity: ['USER_ERASED'] } },
];

const LET_GO = 'payments.let-go';
const DROP_REMOVED = 'payments.drop-removed';
/** How long what was removed can be put back. */
const PUT_BACK_MS = 60_000;

export type Saved = ReturnType<typeof savedMethods>;

type NotFound = Refusal<'payment-method-not-found'>;

export function savedMethods(ctx: RoomContext, gateways: ReadonlyMap<string, Gateway>) {
  const { db } = ctx;
  const notFound = (methodId: string): NotFound => refuse('payment-method-not-found', { methodId });

  /** What somebody keeps; one of them is the default. One statement. */
  async function list(userId: string): Promise<store.SavedMethod[]> {
    const all = await store.listSaved(db, userId);
    const usable = all.filter((one) => gateways.has(one.gateway));
    const chosen = usable.find((one) => one.isDefault) ?? usable[0];
    return usable.map((one) => ({ ...one, isDefault: one === chosen }));
  }

  async function find(of: { userId: string; methodId: string }) {
    const saved = await store.readSaved(db, of.methodId, of.userId);
    if (!saved || !gateways.has(saved.gateway)) return notFound(of.methodId);
    return { methodId: saved.methodId, method: saved.method };
  }

  /** At once for whoever pays; its gateway lets go of it after a minute, by jobs. */
  async function drop(userId: string, methodId: string): Promise<'dropped' | NotFound> {
    const runAt = new Date(ctx.clock.now() + PUT_BACK_MS);
    return db.tx(async (tx) => {
      if (!(await store.removeSaved(tx, methodId, userId))) return notFound(methodId);
      await ctx.jobs.add(tx, DROP_REMOVED, { payload: { methodId }, key: methodId, runAt });
      return 'dropped';
    });
  }

  async function restore(userId: string, methodId: string): Promise<'done' | NotFound> {
    return (await store.restoreSaved(db, methodId, userId)) ? 'done' : notFound(methodId);
  }

  async function makeDefault(userId: string, methodId: string): Promise<'done' | NotFound> {
    const done = await db.tx((tx) => store.setDefault(tx, userId, methodId));
    return done ? 'done' : notFound(methodId);
  }

  /** For an export: without the tokens, which are keys and not facts about a person. */
  async function personalData({ userId }: { userId: string }): Promise<PersonalPage> {
    const all = await store.listSaved(db, userId);
    const items = all.map(({ token: _, customer: __, userId: ___, ...of }) => ({
      kind: 'payment-method',
      data: { ...of, createdAt: of.createdAt.toISOString(), usedAt: of.usedAt.toISOString() },
    }));
    return { items, next: null };
  }

  return { list, find, drop, restore, makeDefault, personalData };
}

/** The gateways let go of it by a job: they may be away. */
async function letGo({ jobs }: RoomContext, tx: Sql, dropped: store.Dropped[]): Promise<void> {
  const items = dropped.map((one) => ({ payload: one, key: `let-go:${one.gateway}:${one.token}` }));
  if (items.length > 0) await jobs.addMany(tx, LET_GO, { items });
}

export function savedReactions(ctx: RoomContext): Record<string, Handler> {
  return {
    'payments.forget': async (tx, events) =>
      letGo(ctx, tx, await store.forgetSaved(tx, erasedIn(events))),
  };
}

export function savedJobs(ctx: RoomContext, gateways: ReadonlyMap<string, Gateway>) {
  return {
    [DROP_REMOVED]: async (raw: unknown) => {
      const { methodId } = raw as { methodId: string };
      await ctx.db.tx(async (tx) => letGo(ctx, tx, await store.dropRemoved(tx, methodId)));
    },
    [LET_GO]: async (raw: unknown) => {
      const { gateway, token, customer } = raw as store.Dropped;
      await gateways.get(gateway)?.forget?.({ token, customer });
    },
  };
}

const WISHES_MAX = 50;

/**
 * Keeps what was to be kept where nobody has heard what it is: the payment's news do not say, or
 * somebody died in between. The gateway is asked.
 */
export function savedTask(
  { db, log }: RoomContext,
  gateways: ReadonlyMap<string, Gateway>,
): (signal: AbortSignal) => Promise<void> {
  const keep = async (row: PaymentRow): Promise<void> => {
    const answer = await gateways.get(row.gateway)?.query(refOf(row));
    if (answer?.saved) await store.keepSaved(db, row, answer.saved);
    else await store.dropWish(db, row.paymentId);
  };
  return async (signal) => {
    const rows = await readPayments(db, await store.dueWishes(db, WISHES_MAX));
    for (const row of rows) {
      if (signal.aborted) return;
      if (isOpen(row)) continue;
      try {
        await (isPaid(row) ? keep(row) : store.dropWish(db, row.paymentId));
      } catch (error) {
        if (!isTrouble(error)) throw error;
        log.debug({ paymentId: row.paymentId, code: error.code }, 'asked again later');
      }
    }
  };
}
