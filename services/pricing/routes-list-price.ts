/** Prices of a price list, for operators: what they are beside what everybody pays, and when. */
import { Type, type Static } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Queries } from './queries.ts';
import { entry, entryJson, errors, shownEntry } from './routes-schedule.ts';
import { schedule, type ScheduleDeps } from './schedules.ts';
import * as store from './store-list.ts';
import { namesOf, variantNames } from './variant-names.ts';

export interface ListPriceDeps extends ScheduleDeps {
  queries: Pick<Queries, 'made'>;
}

const listPricesBody = Type.Object({
  prices: Type.Array(Type.Object(entry), { minItems: 1, maxItems: 500 }),
});

const shownPrice = Type.Object({
  ...shownEntry.properties,
  ...variantNames,
  /** What everybody pays now; null: it has no price any more. */
  ordinary: Type.Union([Type.Number(), Type.Null()]),
});

const access = { audience: 'admin', roles: ['catalogue', 'finance'], owner: 'none' } as const;
const path = '/admin/price-lists/:listId/prices';
const params = { listId: idSchema('plst') };

export function listPriceRoutes(deps: ListPriceDeps): Route[] {
  const { ctx } = deps;
  return [
    route({
      ...access,
      method: 'GET',
      path,
      summary: 'Prices of a list that are not over',
      limit: 'read',
      idempotency: 'none',
      params: Type.Object(params),
      query: Type.Object({ ...pageQuery, variantId: Type.Optional(idSchema('var')) }),
      replies: { 200: pageOf(shownPrice) },
      errors: ['validation-failed', 'not-found'],
      handle: async (req) => {
        const { limit, cursor, variantId = null } = req.query;
        const { listId } = req.params;
        const after = idCursor(cursor, 'pen');
        if (isRefusal(after)) return after;
        if (!(await store.readList(ctx.db, listId))) return refuse('not-found', { what: 'list' });
        const asked = { after: after ?? '', listId, sellerIds: null, variantId };
        const rows = await store.readEntries(ctx.db, { ...asked, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.entryId]);
        return reply(200, { ...page, data: await besides(deps, page.data) });
      },
    }),
    route({
      ...access,
      method: 'POST',
      path,
      summary: 'Prices of a list; each stands in the place of others for its time only',
      description:
        'They count for members where they are lower than what everybody pays. What the list had ' +
        'before one begins and after it ends stays.',
      limit: 'write',
      idempotency: 'accepted',
      params: Type.Object(params),
      body: listPricesBody,
      replies: { 201: Type.Object({ data: Type.Array(shownEntry) }) },
      errors,
      handle: async (req) => {
        const { listId } = req.params;
        if (!(await store.readList(ctx.db, listId))) return refuse('not-found', { what: 'list' });
        const typed = req.body.prices.map((one) => ({ ...one, kind: 'list' as const }));
        const of = { listId, sellerIds: null, actor: req.principal.id };
        const made = await schedule(deps, typed, of);
        if (isRefusal(made)) return made;
        const now_ms = ctx.clock.now();
        return reply(201, { data: made.map((row) => entryJson(row, now_ms)) });
      },
    }),
    route({
      ...access,
      method: 'DELETE',
      path: `${path}/:scheduleId`,
      summary: 'Take a price out of a list',
      limit: 'write',
      idempotency: 'accepted',
      params: Type.Object({ ...params, scheduleId: idSchema('pen') }),
      replies: { 204: Type.Null() },
      errors: ['not-found'],
      handle: async (req) => {
        const { listId, scheduleId: entryId } = req.params;
        const done = await store.removeEntry(ctx.db, { entryId, sellerIds: null, listId });
        await deps.promotions.refresh();
        return done ? reply(204, null) : refuse('not-found', { what: 'price' });
      },
    }),
  ];
}

/** With what the goods are called and what everybody pays for them now. */
async function besides(
  { ctx, catalog, queries }: ListPriceDeps,
  rows: readonly store.EntryRow[],
): Promise<Static<typeof shownPrice>[]> {
  if (rows.length === 0) return [];
  const now_ms = ctx.clock.now();
  const name = await namesOf(catalog, rows);
  const currencies = [...new Set(rows.map((row) => row.currency))];
  const asked = currencies.map((currency) => {
    const mine = rows.filter((row) => row.currency === currency).map((row) => row.variantId);
    return queries.made({ variantIds: [...new Set(mine)], currency });
  });
  const prices = (await Promise.all(asked)).flat();
  const everybodys = new Map(
    prices.map((one) => [`${one.variantId}:${one.currency}`, one.effective_minor]),
  );
  return rows.map((row) => {
    const minor = everybodys.get(`${row.variantId}:${row.currency}`);
    const ordinary = minor === undefined ? null : toMajor(minor, row.currency);
    return { ...entryJson(row, now_ms), ...name(row.variantId), ordinary };
  });
}
