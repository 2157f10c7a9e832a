/** Price lists for operators: groups of customers and places, and who is in them. */
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
  createdAt: Type.String(),
  updatedAt: Type.String(),
});

const saveErrors = ['validation-failed', 'not-found', 'precondition-failed', 'too-many-lists'];

export function listRoutes(deps: ScheduleDeps): Route[] {
  return [...readRoutes(deps), ...saveRoutes(deps), switchRoute(deps), ...memberRoutes(deps)];
}

function listJson(row: store.ListRow): Static<typeof shownList> {
  const { listId, name, countries, enabled, version, createdAt, updatedAt } = row;
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { listId, name, countries, enabled, version, ...times };
}

const tagged = (row: store.ListRow) => reply(200, listJson(row), { etag: `"${row.version}"` });
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
        return reply(200, { ...page, data: page.data.map(listJson) });
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
      handle: async (req) => {
        const row = await store.readList(ctx.db, req.params.listId);
        return row ? tagged(row) : gone;
      },
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
        const row = await store.readList(db, listId);
        if (!row) return gone;
        const location = `/api/v1/admin/price-lists/${listId}`;
        return reply(201, listJson(row), { etag: `"${row.version}"`, location });
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
        const row = await store.readList(db, listId);
        return row ? tagged(row) : gone;
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
      const row = await store.readList(ctx.db, was.listId);
      return row ? tagged(row) : gone;
    },
  });
}

const membersPerCall_max = 500;

function memberRoutes({ ctx }: ScheduleDeps): Route[] {
  const { db } = ctx;
  const path = '/admin/price-lists/:listId/members';
  const member = Type.Object({ userId: Type.String(), addedAt: Type.String() });
  return [
    route({
      ...access,
      method: 'GET',
      path,
      summary: 'Who is in a price list',
      limit: 'read',
      idempotency: 'none',
      params,
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(member) },
      errors: ['validation-failed', 'not-found'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const { listId } = req.params;
        const after = idCursor(cursor, 'usr');
        if (isRefusal(after)) return after;
        if (!(await store.readList(db, listId))) return gone;
        const of = { listId, after: after ?? '', limit: limit + 1 };
        const page = pageFrom(await store.readMembers(db, of), limit, (row) => [row.userId]);
        const data = page.data.map(({ userId, addedAt }) => {
          return { userId, addedAt: addedAt.toISOString() };
        });
        return reply(200, { ...page, data });
      },
    }),
    route({
      ...access,
      method: 'POST',
      path,
      summary:
        'Put customers into a price list; from their next look at a price they have its prices',
      limit: 'write',
      idempotency: 'accepted',
      params,
      body: Type.Object({
        userIds: Type.Array(idSchema('usr'), { minItems: 1, maxItems: membersPerCall_max }),
      }),
      replies: { 200: Type.Object({ added: Type.Integer() }) },
      errors: ['not-found', 'validation-failed'],
      handle: async (req) => {
        const { listId } = req.params;
        if (!(await store.readList(db, listId))) return gone;
        const { userIds } = req.body;
        const added = await store.addMembers(db, { listId, userIds, actor: req.principal.id });
        return reply(200, { added });
      },
    }),
    route({
      ...access,
      method: 'DELETE',
      path: `${path}/:userId`,
      summary: 'Take a customer out of a price list',
      limit: 'write',
      idempotency: 'accepted',
      params: Type.Object({ listId: idSchema('plst'), userId: idSchema('usr') }),
      replies: { 204: Type.Null() },
      errors: ['not-found'],
      handle: async (req) => {
        const { listId, userId } = req.params;
        const done = await store.dropMember(db, listId, userId);
        return done ? reply(204, null) : refuse('not-found', { what: 'member' });
      },
    }),
  ];
}
