// What last week's orders would have cost with a draft. A job reads them page by page through the
// orders room, the newest first, prices each again in memory and keeps how far it is, so that a run
// that dies goes on. Nothing is held while another room is asked.
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { JobHandlers } from '#kernel/jobs/jobs.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import { salesPerPage_max, type ordersCalls, type Sale } from '#services/orders/contract.ts';
import { variantsPerCall_max } from './contract.ts';
import type { Facts } from './model-book.ts';
import type { Promotion } from './model-rule.ts';
import {
  booksOf,
  counted,
  emptyTally,
  tryOn,
  type Books,
  type Draft,
  type Moves,
  type Tally,
} from './model-simulate.ts';
import * as store from './store-simulation.ts';

/** The newest of the period; more would be another question, and not a quick one. */
export const ordersPerSimulation_max = 10_000;
/** Also where most orders failed or were cancelled, which are read and not counted. */
const pages_max = 200;
/** At once, over the whole shop. */
export const simulations_max = 5;
/** Over some minutes; then it is told that it failed. */
const tries_max = 5;
const JOB = 'pricing.simulate';
const day_ms = 86_400_000;

export interface SimulationDeps {
  ctx: RoomContext;
  orders: Pick<Client<typeof ordersCalls>, 'sales'>;
  catalog: Pick<Client<typeof catalogCalls>, 'variants'>;
  /** Fewer for tests. */
  orders_max?: number;
}

export type SimulationDesk = ReturnType<typeof simulationDesk>;

/** The beginning of ids of orders made at a time. */
const orderIdAt = (ms: number) => `ord_${Math.floor(ms).toString(16).padStart(12, '0')}`;

export function simulationDesk({ ctx }: SimulationDeps) {
  const { db, clock } = ctx;
  return {
    find: async (id: string) =>
      (await store.readSimulation(db, id)) ?? refuse('not-found', { what: 'simulation' }),
    /** Asks for one over the last days; it is made within seconds. */
    async start(draft: Draft, of: { days: number; actor: string }): Promise<string | Refusal> {
      const simulationId = newId('sim');
      const until_ms = clock.now();
      const from_ms = until_ms - of.days * day_ms;
      const refused = await db.tx(async (tx) => {
        if ((await store.countRunning(tx)) >= simulations_max) {
          return refuse('too-many-simulations', { max: simulations_max });
        }
        await store.insertSimulation(tx, {
          simulationId,
          draft,
          fromAt: new Date(from_ms),
          untilAt: new Date(until_ms),
          cursor: orderIdAt(until_ms),
          tally: emptyTally,
          actor: of.actor,
        });
        await ctx.jobs.add(tx, JOB, {
          payload: { simulationId },
          key: simulationId,
          attempts_max: tries_max,
        });
        return undefined;
      });
      if (refused) return refused;
      ctx.jobs.poke();
      return simulationId;
    },
  };
}

export function simulationJobs(deps: SimulationDeps): JobHandlers {
  return {
    [JOB]: async (raw: unknown, job) => {
      const { simulationId: id } = raw as { simulationId: string };
      try {
        while (await step(deps, id)) job.signal.throwIfAborted();
      } catch (thrown) {
        if (job.attempt >= job.attempts_max) await store.giveUp(deps.ctx.db, id);
        throw thrown;
      }
    },
  };
}

/** Looks at one page and notes it; false: there is nothing left to do. */
async function step(deps: SimulationDeps, id: string): Promise<boolean> {
  const { ctx, orders, orders_max = ordersPerSimulation_max } = deps;
  const row = await store.readSimulation(ctx.db, id);
  if (row?.state !== 'RUNNING') return false;
  const { draft, cursor, fromAt } = row;
  const left = row.tally.pages < pages_max ? orders_max - row.tally.looked : 0;
  const limit = Math.min(left, salesPerPage_max);
  const range = { before: cursor, from: orderIdAt(fromAt.getTime()), limit };
  const page = left <= 0 ? null : await orders.sales(range);
  const ended = page !== null && !isRefusal(page) && page.last === null;
  if (page === null || isRefusal(page) || page.last === null) {
    const tally = { ...row.tally, ended };
    await store.noteProgress(ctx.db, { id, was: cursor, cursor, tally, state: 'DONE' });
    return false;
  }
  const tally = await tallied(deps, { draft, sales: page.sales, tally: row.tally });
  return store.noteProgress(ctx.db, {
    id,
    was: cursor,
    cursor: page.last,
    tally,
    state: 'RUNNING',
  });
}

/** A page of orders with the draft tried on each. Two statements, and the catalogue if need be. */
async function tallied(
  { ctx, catalog }: SimulationDeps,
  of: { draft: Draft; sales: readonly Sale[]; tally: Tally },
): Promise<Tally> {
  const { draft, sales } = of;
  const applied = await store.readApplied(
    ctx.db,
    sales.map((sale) => sale.quoteId),
  );
  const refs = [...new Set([...applied.values()].flatMap((one) => one.refs))];
  const defined = await store.readDefinitions(ctx.db, refs);
  const books = new Map<string, Books>();
  const bookOf = (quoteId: string) => {
    const with_ = definedFor(applied.get(quoteId), defined);
    const made = books.get(with_.key) ?? booksOf(with_.promotions, draft);
    books.set(with_.key, made);
    return made;
  };
  const needsFacts = sales.some(({ quoteId }) => {
    const { was, then } = bookOf(quoteId);
    return was.needsFacts || then.needsFacts;
  });
  const facts = needsFacts ? await factsOf(catalog, sales) : new Map<string, Facts>();
  const ids = 'rule' in draft ? sales.map((sale) => sale.quoteId) : [];
  const moves = ids.length === 0 ? new Map<string, Moves>() : await store.readMoves(ctx.db, ids);
  return sales.reduce(
    (tally, sale) => {
      const asked = { books: bookOf(sale.quoteId), facts, moves: moves.get(sale.quoteId) ?? [] };
      return counted(tally, sale, tryOn(sale, asked));
    },
    { ...of.tally, pages: of.tally.pages + 1 },
  );
}

/** The promotions of a quote as they were when it was made. */
export function definedFor(
  quote: store.Applied | undefined,
  defined: ReadonlyMap<string, readonly store.Defined[]>,
): { key: string; promotions: Promotion[] } {
  const found = (quote?.refs ?? []).flatMap((ref) => {
    const versions = defined.get(ref) ?? [];
    const then = versions.findLast((one) => quote !== undefined && one.since <= quote.madeAt);
    const one = then ?? versions[0];
    return one ? [{ key: `${ref} ${one.since.getTime()}`, of: one.definition, ref }] : [];
  });
  return {
    key: found.map((one) => one.key).join(' '),
    promotions: found.map((one) => ({ ...one.of, promotionId: one.ref })),
  };
}

/** Brand and category of what was sold, 200 variants a call. */
export async function factsOf(
  catalog: SimulationDeps['catalog'],
  sales: readonly { lines: readonly { variantId: string }[] }[],
): Promise<Map<string, Facts>> {
  const ids = [...new Set(sales.flatMap((sale) => sale.lines.map((line) => line.variantId)))];
  const facts = new Map<string, Facts>();
  for (let at = 0; at < ids.length; at += variantsPerCall_max) {
    const found = await catalog.variants({ variantIds: ids.slice(at, at + variantsPerCall_max) });
    if (isRefusal(found)) continue;
    for (const { variantId, productId, sellerId, brand, categoryId } of found.variants) {
      facts.set(variantId, { productId, sellerId, brand, categoryIds: [categoryId] });
    }
  }
  return facts;
}
