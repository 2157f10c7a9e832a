/** Becoming a seller, the public page, the own profile, and approval by administrators. */
import { type Static, Type } from 'typebox';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { applyAsSeller, changeProfile, changeStatus, type Deps } from './commands.ts';
import { sellerIdSchema, sellerStatusSchema } from './contract.ts';
import { ratingOfSeller } from './ratings.ts';
import { sellerById, sellerByKey, sellerPage, type SellerRow } from './store.ts';

const name = Type.String({ minLength: 2, maxLength: 120 });
const description = Type.String({ maxLength: 5_000 });

const publicReply = Type.Object({
  sellerId: Type.String(),
  name: Type.String(),
  slug: Type.String(),
  description: Type.String(),
});

const pageReply = Type.Object({
  ...publicReply.properties,
  selling: Type.Boolean({ description: 'False while the seller is out of the shop.' }),
  rating: Type.Number({ description: 'Mean of all reviews of its products; 0 without any.' }),
  reviewCount: Type.Integer({ minimum: 0 }),
});

const sellerReply = Type.Object({
  ...publicReply.properties,
  status: sellerStatusSchema,
  version: Type.Integer(),
  createdAt: Type.String({ format: 'date-time' }),
});

function view({ everApproved: _, ...row }: SellerRow): Static<typeof sellerReply> {
  return { ...row, createdAt: row.createdAt.toISOString() };
}

const sent = (row: SellerRow) => reply(200, view(row), { etag: etagOf(row.version) });

const params = Type.Object({ sellerId: sellerIdSchema });

/** Names one of several sellers of the caller. */
export const sellerQuery = Type.Object({ sellerId: Type.Optional(sellerIdSchema) });

/** The seller a request is about: the one named, or the only one; others are not there. */
export function chosenSeller(
  named: string | undefined,
  sellerIds: readonly string[],
): string | Refusal<'not-found' | 'seller-ambiguous'> {
  if (named !== undefined) return sellerIds.includes(named) ? named : refuse('not-found');
  const [only, ...others] = sellerIds;
  if (only === undefined) return refuse('not-found');
  return others.length === 0 ? only : refuse('seller-ambiguous', { sellerIds });
}

export function sellerRoutes(deps: Deps): Route[] {
  return [...publicRoutes(deps), ...profileRoutes(deps), ...adminRoutes(deps)];
}

function publicRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/sellers/:sellerId',
      summary: 'The public page of a seller, by id or slug',
      audience: 'public',
      owner: 'none',
      limit: 'read',
      idempotency: 'none',
      params: Type.Object({ sellerId: Type.String({ minLength: 1, maxLength: 80 }) }),
      replies: { 200: pageReply },
      errors: ['not-found'],
      handle: async (req) => {
        const row = await sellerByKey(deps.db, req.params.sellerId);
        if (row?.everApproved !== true) return refuse('not-found');
        const { sellerId, name, slug, description, status } = row;
        const rated = await ratingOfSeller(deps.db, sellerId);
        const selling = status === 'APPROVED';
        const body = { sellerId, name, slug, description, selling, ...rated };
        return reply(200, body, { etag: etagOf(JSON.stringify(body)) });
      },
    }),
    route({
      method: 'POST',
      path: '/sellers/apply',
      summary: 'Apply as a seller; refresh the session to act for it',
      audience: 'user',
      owner: 'the caller becomes the owner',
      limit: 'write',
      idempotency: 'accepted',
      body: Type.Object({ name, description: Type.Optional(description) }),
      replies: { 201: sellerReply },
      errors: ['seller-name-taken', 'seller-limit', 'validation-failed'],
      handle: async (req) => {
        const input = { description: '', ...req.body, userId: req.principal.id };
        const row = await applyAsSeller(deps, input);
        if (isRefusal(row)) return row;
        const location = `/api/v1/seller/profile?sellerId=${row.sellerId}`;
        return reply(201, view(row), { location, etag: etagOf(row.version) });
      },
    }),
  ];
}

function profileRoutes(deps: Deps): Route[] {
  const own = {
    path: '/seller/profile',
    audience: 'seller',
    owner: 'only sellers of the caller',
    query: sellerQuery,
  } as const;
  return [
    route({
      ...own,
      method: 'GET',
      summary: 'The profile of my seller',
      scopes: ['profile:read'],
      limit: 'read',
      idempotency: 'none',
      replies: { 200: sellerReply },
      errors: ['not-found', 'seller-ambiguous'],
      handle: async (req) => {
        const sellerId = chosenSeller(req.query.sellerId, req.sellerIds);
        if (isRefusal(sellerId)) return sellerId;
        const row = await sellerById(deps.db, sellerId);
        return row === undefined ? refuse('not-found') : sent(row);
      },
    }),
    route({
      ...own,
      method: 'PATCH',
      summary: 'Change name or description of my seller',
      roles: [],
      scopes: ['profile:write'],
      limit: 'write',
      idempotency: 'accepted',
      ifMatch: true,
      body: Type.Object({ name: Type.Optional(name), description: Type.Optional(description) }),
      replies: { 200: sellerReply },
      errors: [
        'not-found',
        'seller-ambiguous',
        'precondition-failed',
        'seller-name-taken',
        'validation-failed',
      ],
      handle: async (req) => {
        const sellerId = chosenSeller(req.query.sellerId, req.sellerIds);
        if (isRefusal(sellerId)) return sellerId;
        const row = await changeProfile(deps, { ...req.body, sellerId, version: req.ifMatch });
        return isRefusal(row) ? row : sent(row);
      },
    }),
  ];
}

function adminRoutes(deps: Deps): Route[] {
  const query = Type.Object({
    ...pageQuery,
    status: Type.Optional(sellerStatusSchema),
    search: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  });
  const admin = { audience: 'admin', owner: 'none', roles: ['support'] } as const;
  return [
    route({
      ...admin,
      method: 'GET',
      path: '/admin/sellers',
      summary: 'Sellers, the newest first; search by beginning of the name or by id',
      limit: 'read',
      idempotency: 'none',
      query,
      replies: { 200: pageOf(sellerReply) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor, status = null, search = null } = req.query;
        const before = idCursor(cursor, 'slr');
        if (isRefusal(before)) return before;
        const rows = await sellerPage(deps.db, { status, search, before, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.sellerId]);
        return reply(200, { ...page, data: page.data.map(view) });
      },
    }),
    route({
      ...admin,
      method: 'GET',
      path: '/admin/sellers/:sellerId',
      summary: 'One seller',
      limit: 'read',
      idempotency: 'none',
      params,
      replies: { 200: sellerReply },
      errors: ['not-found'],
      handle: async (req) => {
        const row = await sellerById(deps.db, req.params.sellerId);
        return row === undefined ? refuse('not-found') : sent(row);
      },
    }),
    statusRoute(deps, { verb: 'approve', to: 'APPROVED' }),
    statusRoute(deps, { verb: 'suspend', to: 'SUSPENDED' }),
  ];
}

function statusRoute(
  deps: Deps,
  { verb, to }: { verb: 'approve' | 'suspend'; to: 'APPROVED' | 'SUSPENDED' },
): Route {
  const summaries = {
    approve: 'Let a seller sell',
    suspend: 'Take a seller out of the shop, or turn an application down',
  };
  return route({
    method: 'POST',
    path: `/admin/sellers/:sellerId/${verb}`,
    summary: summaries[verb],
    audience: 'admin',
    owner: 'none',
    roles: ['support'],
    limit: 'write',
    idempotency: 'accepted',
    ifMatch: true,
    params,
    replies: { 200: sellerReply },
    errors: ['not-found', 'precondition-failed', 'seller-status-not-allowed'],
    handle: async (req) => {
      const key = { sellerId: req.params.sellerId, version: req.ifMatch };
      const row = await changeStatus(deps, key, to);
      return isRefusal(row) ? row : sent(row);
    },
  });
}
