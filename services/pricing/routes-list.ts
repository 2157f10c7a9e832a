/** Price lists for operators: groups of customers and places that have prices of their own. */
import { Type, type Static } from 'typebox';
import { idSchema, newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { isCountry } from './model-check.ts';
import { lists_max } from './promotions.ts';
import type { ScheduleDeps } from './schedules.ts';
import * as store from './store-list.ts';

const access = { audience: 'admin', roles: ['catalogue', 'finance'], owner: 'none' } as const;
const params = Type.Object({ listId: idSchema('plst') });

const listBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  /** Everybody whose goods go there is in it. */
  countries: Type.Optional(
    Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { maxItems: 250, uniqueItems: true }),
  ),
});

const shownList = Type.Object({
  ...listBody.properties,
  listId: Type.String(),
  enabled: Type.Boolean(),
  version: Type.Integer(),
  /** Counted up to 1,000: that many, or more. */
  members: Type.Integer({ maximum: store.counted_max }),
  prices: Type.Integer({ maximum: store.counted_max }),
  /** When a price of it begins or ends next. */
  nextChange: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
  updatedAt: Type.String(),
});

const saveErrors = ['validation-failed', 'not-found', 'precondition-failed', 'too-many-lists'];

export function listRoutes(deps: ScheduleDeps): Route[] {
  return [...readRoutes(deps), ...saveRoutes(deps), switchRoute(deps), removeRoute(deps)];
}

function listJson(row: store.KeptList): Static<typeof shownList> {
  const { listId, name, countries, enabled, version, createdAt, updatedAt } = row;
  const { members, prices, nextChange } = row;
  const held = { members, prices, nextChange: nextChange?.toISOString() ?? null };
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { listId, name, countries, enabled, version, ...held, ...times };
}

type Ctx = ScheduleDeps['ctx'];

const shown = async ({ db, clock }: Ctx, rows: readonly store.ListRow[]) =>
  (await store.withHeld(db, rows, clock.date())).map(listJson);

/** The list as it is now, with its tag; 404 where it is not there. */
async function tagged(ctx: Ctx, listId: string) {
  const row = await store.readList(ctx.db, listId);
  const [body] = row ? await shown(ctx, [row]) : [];
  return body ? reply(200, body, { etag: `"${body.version}"` }) : gone;
}

const gone = refuse('not-found', { what: 'list' });

function countryFault(countries: readonly string[] = []): Refusal | undefined {
  const at = countries.findIndex((one) => !isCountry(one));
  if (at < 0) return undefined;
  const fault = { pointer: `/countries/${at}`, in: 'body', code: 'not-valid' };
  return refuse('validation-failed', { errors: [{ ...fault, detail: 'is no country' }] });
}

function readRoutes({ ctx }: ScheduleDeps): Route[] {
  return [
    route({
      ...access,
      method: 'GET',
      path: '/admin/price-lists',
      summary: 'Price lists, the newest first',
      limit: 'read',
      idempotency: 'none',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(shownList) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'plst');
        if (isRefusal(below)) return below;
        const rows = await store.readLists(ctx.db, below ?? 'plsu', limit + 1);
        const page = pageFrom(rows, limit, (row) => [row.listId]);
        return reply(200, { ...page, data: await shown(ctx, page.data) });
      },
    }),
    route({
      ...access,
      method: 'GET',
      path: '/admin/price-lists/:listId',
      summary: 'One price list',
      limit: 'read',
      idempotency: 'none',
      params,
      replies: { 200: shownList },
      errors: ['not-found'],
      handle: (req) => tagged(ctx, req.params.listId),
    }),
  ];
}

function saveRoutes({ ctx, promotions }: ScheduleDeps): Route[] {
  const { db } = ctx;
  return [
    route({
      ...access,
      method: 'POST',
      path: '/admin/price-lists',
      summary: 'Add a price list: a group of customers, or places',
      limit: 'write',
      idempotency: 'accepted',
      body: listBody,
      replies: { 201: shownList },
      errors: saveErrors,
      handle: async (req) => {
        const { name, countries = [] } = req.body;
        const fault = countryFault(countries);
        if (fault) return fault;
        const listId = newId('plst');
        const list = { listId, name, countries, actor: req.principal.id, max: lists_max };
        if (!(await store.insertList(db, list)))
          return refuse('too-many-lists', { max: lists_max });
        await promotions.refresh();
        const made = await tagged(ctx, listId);
        if (isRefusal(made)) return made;
        const location = `/api/v1/admin/price-lists/${listId}`;
        return reply(201, made.body, { etag: `"${made.body.version}"`, location });
      },
    }),
    route({
      ...access,
      method: 'PUT',
      path: '/admin/price-lists/:listId',
      summary: 'Change a price list; its members and prices stay',
      limit: 'write',
      idempotency: 'accepted',
      ifMatch: true,
      params,
      body: listBody,
      replies: { 200: shownList },
      errors: saveErrors,
      handle: async (req) => {
        const { name, countries = [] } = req.body;
        const { listId } = req.params;
        const fault = countryFault(countries);
        if (fault) return fault;
        const was = await store.readList(db, listId);
        if (!was) return gone;
        const next = { ...was, name, countries, version: req.ifMatch ?? was.version };
        if (!(await store.changeList(db, next))) return refuse('precondition-failed');
        await promotions.refresh();
        return tagged(ctx, listId);
      },
    }),
  ];
}

function switchRoute({ ctx, promotions }: ScheduleDeps): Route {
  return route({
    ...access,
    method: 'POST',
    path: '/admin/price-lists/:listId/switch',
    summary: 'Switch a price list off, or on again',
    limit: 'write',
    idempotency: 'accepted',
    params,
    body: Type.Object({ enabled: Type.Boolean() }),
    replies: { 200: shownList },
    errors: ['not-found', 'precondition-failed'],
    handle: async (req) => {
      const was = await store.readList(ctx.db, req.params.listId);
      if (!was) return gone;
      const next = { ...was, enabled: req.body.enabled };
      if (!(await store.changeList(ctx.db, next))) return refuse('precondition-failed');
      await promotions.refresh();
      return tagged(ctx, was.listId);
    },
  });
}

function removeRoute({ ctx, promotions }: ScheduleDeps): Route {
  return route({
    ...access,
    method: 'DELETE',
    path: '/admin/price-lists/:listId',
    summary: 'Take a price list away, with its members and prices',
    description:
      'Quotes that were made keep their prices. Refused while something is for its members.',
    limit: 'write',
    idempotency: 'accepted',
    ifMatch: true,
    params,
    replies: { 204: Type.Null() },
    errors: ['not-found', 'precondition-failed', 'list-in-use'],
    handle: async (req) => {
      const { listId } = req.params;
      const was = await store.readList(ctx.db, listId);
      if (!was) return gone;
      const users = await store.usersOfList(ctx.db, listId);
      if (users.length > 0) return refuse('list-in-use', { users });
      const done = await store.removeList(ctx.db, listId, req.ifMatch ?? was.version);
      if (!done) return refuse('precondition-failed');
      await promotions.refresh();
      return reply(204, null);
    },
  });
}
