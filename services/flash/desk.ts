// What operators do with a sale. Each deed is written into the audit log before it is done and
// after; without the log nothing is done.
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { AnyRequest } from '#kernel/http/route.ts';
import type { RoomContext } from '#kernel/service.ts';
import { opsRoomCalls } from '#services/ops/contract.ts';
import type { Board } from './board.ts';
import { liveSales_max } from './contract.ts';
import type { Keeper } from './keeper.ts';
import { factsOf, newSecrets, planErrors, type WantedItem } from './facts.ts';
import { planRefusal } from './model.ts';
import type { Preflight } from './preflight.ts';
import { readying } from './ready.ts';
import * as store from './store.ts';

export interface Wanted {
  plan: store.SalePlan;
  items: readonly WantedItem[];
}

export type Caller = Pick<AnyRequest, 'principal' | 'requestId'>;

interface Needs {
  ctx: Pick<RoomContext, 'db' | 'clock' | 'client' | 'log'>;
  keeper: Pick<Keeper, 'allot' | 'run'>;
  preflight: Preflight;
  board: Board;
}

export type Desk = ReturnType<typeof saleDesk>;

export function saleDesk({ ctx, board, keeper, preflight }: Needs) {
  const reads = deskReads(ctx.db);
  const deed = deedOf(ctx.client(opsRoomCalls));
  return {
    ...reads,
    ...planning({ ctx, reads, deed }),
    ...controls({ ctx, keeper, reads, deed, preflight }),
    ...readying({ ctx, reads, deed, preflight, board }),
  };
}

interface Parts {
  ctx: Needs['ctx'];
  reads: Reads;
  deed: Deed;
}

function deskReads(db: RoomContext['db']) {
  const find = async (saleId: string): Promise<store.SaleRow | Refusal<'sale-not-found'>> =>
    (await store.readSale(db, saleId)) ?? refuse('sale-not-found', { saleId });
  return {
    find,
    page: (of: { below: string; announced: boolean; limit: number }) => store.pageSales(db, of),

    /** Why nothing was written: the version, or the state. */
    async whyNot(saleId: string, version: number): Promise<Refusal> {
      const sale = await find(saleId);
      if (isRefusal(sale)) return sale;
      if (sale.version !== version) return refuse('precondition-failed');
      return refuse('sale-state', { state: sale.state });
    },
  };
}

export type Reads = ReturnType<typeof deskReads>;

function planning({ ctx, reads, deed }: Parts) {
  const { db, clock } = ctx;
  const { find, whyNot } = reads;
  const facts = factsOf(ctx);

  async function checked({ plan, items }: Wanted): Promise<store.PlannedItem[] | Refusal> {
    const { preQueueAt, startsAt, endsAt, perPerson, perAddress } = plan;
    const hours = {
      preQueueAt_ms: preQueueAt.getTime(),
      startsAt_ms: startsAt.getTime(),
      endsAt_ms: endsAt.getTime(),
    };
    const wrong = planRefusal({ ...hours, items, perPerson, perAddress }, clock.now());
    return wrong ?? facts(items, plan.currency);
  }

  return {
    create: (who: Caller, wanted: Wanted) => {
      const saleId = newId('sale');
      return deed(who, { action: 'flash.create', target: saleId }, async () => {
        const items = await checked(wanted);
        if (isRefusal(items)) return items;
        const { plan } = wanted;
        const actor = who.principal.id;
        const secrets = newSecrets();
        await db.tx((tx) => store.insertSale(tx, { saleId, plan, items, actor, ...secrets }));
        return find(saleId);
      });
    },

    change: (who: Caller, of: { saleId: string; version: number; wanted: Wanted }) => {
      const { saleId, version, wanted } = of;
      return deed(who, { action: 'flash.change', target: saleId }, async () => {
        const items = await checked(wanted);
        if (isRefusal(items)) return items;
        const { plan } = wanted;
        const done = await db.tx((tx) => store.replaceSale(tx, { saleId, version, plan, items }));
        return done ? find(saleId) : whyNot(saleId, version);
      });
    },
  };
}

function controls(parts: Parts & Pick<Needs, 'keeper' | 'preflight'>) {
  const { ctx, keeper, reads, deed, preflight } = parts;
  const { db, clock } = ctx;
  const { find, whyNot } = reads;
  return {
    /** Sets the units aside and shows the sale; all units or none. */
    announce: (who: Caller, of: { saleId: string; version: number }) =>
      deed(who, { action: 'flash.announce', target: of.saleId }, async () => {
        const { saleId, version } = of;
        const sale = await find(saleId);
        if (isRefusal(sale)) return sale;
        if (sale.startsAt.getTime() <= clock.now()) {
          const detail = 'A sale starts in the future.';
          return planErrors([{ pointer: '/startsAt', code: 'in-the-past', detail }]);
        }
        if ((await store.countLive(db)) >= liveSales_max) {
          return refuse('too-many-sales', { max: liveSales_max });
        }
        const begun = await begin(db, { saleId, version });
        if (isRefusal(begun)) return begun;
        if (!begun) return whyNot(saleId, version);
        const short = await keeper.allot(saleId);
        if (short) return short;
        await keeper.run();
        return find(saleId);
      }),

    /** Opens, starts, pauses, slows, prolongs or ends a sale that is announced. */
    control: (who: Caller, verb: string, of: store.Control) =>
      deed(who, { action: `flash.${verb}`, target: of.saleId, ...saidBy(of) }, async () => {
        if (of.startNow) {
          const sale = await find(of.saleId);
          const { ready, checks } = isRefusal(sale) ? { ready: true } : await preflight(sale);
          const wrong = checks?.filter((one) => !one.ok);
          if (!ready) return refuse('sale-not-ready', { checks: wrong });
        }
        const done = await db.tx((tx) => store.control(tx, of));
        if (!done) return whyNot(of.saleId, of.version);
        await keeper.run();
        return find(of.saleId);
      }),
  };
}

/** What the audit log should know of a lever besides its name. */
const saidBy = ({ message, ratePerMinute, endsAt }: store.Control) => {
  const detail = { message, ratePerMinute, endsAt: endsAt?.toISOString() };
  return {
    detail: Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined)),
  };
};

/** Takes the items; two sales of one thing at a time there are not. */
async function begin(
  db: RoomContext['db'],
  of: { saleId: string; version: number },
): Promise<boolean | Refusal> {
  const taken = async () => {
    const [other] = await store.openElsewhere(db, of.saleId);
    return other && refuse('sale-item-taken', { ...other });
  };
  const before = await taken();
  if (before) return before;
  try {
    return await db.tx((tx) => store.beginMove(tx, of));
  } catch (thrown) {
    // The unique index decides between two that look at once.
    const isTaken = thrown instanceof Error && 'code' in thrown && thrown.code === '23505';
    const other = isTaken ? await taken() : undefined;
    if (other) return other;
    throw thrown;
  }
}

export type Deed = ReturnType<typeof deedOf>;

/** Writes what is about to be done, does it, and writes how it ended. */
function deedOf(ops: Client<typeof opsRoomCalls>) {
  return async <T>(
    who: Caller,
    { detail: asked = {}, ...of }: { action: string; target: string; detail?: object },
    work: () => Promise<T>,
  ): Promise<T> => {
    const { principal, requestId } = who;
    const entry = { ...of, actor: principal.id, reason: null, requestId };
    await ops.audit({ ...entry, outcome: 'asked', detail: { ...asked } });
    try {
      const result = await work();
      const outcome = isRefusal(result) ? 'refused' : 'done';
      const detail = isRefusal(result) ? { code: result.code } : {};
      await ops.audit({ ...entry, outcome, detail });
      return result;
    } catch (error) {
      await ops.audit({ ...entry, outcome: 'unknown', detail: {} }).catch(() => undefined);
      throw error;
    }
  };
}
