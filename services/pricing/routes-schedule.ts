/** Prices with a time: sellers' and operators'. */
import { Type, type Static } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { schedule, type ScheduleDeps } from './schedules.ts';
import * as store from './store-list.ts';

const moment = Type.Optional(
  Type.Union([Type.String({ format: 'date-time', maxLength: 40 }), Type.Null()]),
);

/** A price of a variant in a currency, with its time. */
export const entry = {
  variantId: idSchema('var'),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  price: Type.Number({ minimum: 0, maximum: 1e12 }),
  /** Left out, or past: from now on. */
  from: moment,
  until: moment,
};

const scheduleBody = Type.Object({
  prices: Type.Array(
    /** base: the price from then on; sale: a lower one until its end. */
    Type.Object({ ...entry, kind: Type.Enum(['base', 'sale']) }),
    { minItems: 1, maxItems: 100 },
  ),
});

export const shownEntry = Type.Object({
  ...entry,
  scheduleId: Type.String(),
  kind: Type.Enum(['base', 'sale', 'list']),
  status: Type.Enum(['scheduled', 'running']),
  sellerId: Type.String(),
});

export const errors = [
  'validation-failed',
  'not-found',
  'currency-unknown',
  'amount-precision',
  'price-missing',
  'sale-above-base',
  'too-many-schedules',
];

export function entryJson(row: store.NewEntry, now_ms: number): Static<typeof shownEntry> {
  const { entryId, variantId, currency, kind, price_minor, validFrom, validUntil, sellerId } = row;
  return {
    scheduleId: entryId,
    variantId,
    currency,
    kind,
    price: toMajor(price_minor, currency),
    from: validFrom.toISOString(),
    until: validUntil?.toISOString() ?? null,
    status: validFrom.getTime() > now_ms ? 'scheduled' : 'running',
    sellerId,
  };
}

const doors = [
  {
    path: '/seller/price-schedules',
    access: {
      audience: 'seller',
      roles: ['catalogue', 'finance'],
      scopes: ['prices:write'],
      owner: 'the variants belong to sellers of the caller',
    },
    isAll: false,
  },
  {
    path: '/admin/price-schedules',
    access: { audience: 'admin', roles: ['catalogue', 'finance'], owner: 'none' },
    isAll: true,
  },
] as const;

export function scheduleRoutes(deps: ScheduleDeps): Route[] {
  return doors.flatMap((door) => [
    readRoute(deps, door),
    addRoute(deps, door),
    removeRoute(deps, door),
  ]);
}

type Door = (typeof doors)[number];

function readRoute({ ctx }: ScheduleDeps, { path, access, isAll }: Door): Route {
  return route({
    ...access,
    method: 'GET',
    path,
    summary: 'Prices with a time that are not over',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({ ...pageQuery, variantId: Type.Optional(idSchema('var')) }),
    replies: { 200: pageOf(shownEntry) },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { limit, cursor, variantId = null } = req.query;
      const after = idCursor(cursor, 'pen');
      if (isRefusal(after)) return after;
      const sellerIds = isAll ? null : req.sellerIds;
      const asked = { after: after ?? '', listId: null, sellerIds, variantId };
      const rows = await store.readEntries(ctx.db, { ...asked, limit: limit + 1 });
      const page = pageFrom(rows, limit, (row) => [row.entryId]);
      const now_ms = ctx.clock.now();
      return reply(200, { ...page, data: page.data.map((row) => entryJson(row, now_ms)) });
    },
  });
}

function addRoute(deps: ScheduleDeps, { path, access, isAll }: Door): Route {
  return route({
    ...access,
    method: 'POST',
    path,
    summary: 'Prices that begin at a time: a new base price, or a sale with its end',
    description: 'In force at the second. What was shown before stands in the price history.',
    limit: 'write',
    idempotency: 'accepted',
    body: scheduleBody,
    replies: { 201: Type.Object({ data: Type.Array(shownEntry) }) },
    errors,
    handle: async (req) => {
      const sellerIds = isAll ? null : req.sellerIds;
      const of = { listId: '', sellerIds, actor: req.principal.id };
      const made = await schedule(deps, req.body.prices, of);
      if (isRefusal(made)) return made;
      const now_ms = deps.ctx.clock.now();
      return reply(201, { data: made.map((row) => entryJson(row, now_ms)) });
    },
  });
}

function removeRoute(deps: ScheduleDeps, { path, access, isAll }: Door): Route {
  return route({
    ...access,
    method: 'DELETE',
    path: `${path}/:scheduleId`,
    summary: 'Take a price with a time away; one that runs ends now',
    limit: 'write',
    idempotency: 'accepted',
    params: Type.Object({ scheduleId: idSchema('pen') }),
    replies: { 204: Type.Null() },
    errors: ['not-found'],
    handle: async (req) => {
      const sellerIds = isAll ? null : req.sellerIds;
      const { scheduleId: entryId } = req.params;
      const done = await store.removeEntry(deps.ctx.db, { entryId, sellerIds, listId: '' });
      await deps.promotions.refresh();
      return done ? reply(204, null) : refuse('not-found', { what: 'schedule' });
    },
  });
}
