// The stock as sellers and the operator see and change it. Amounts change by deltas with a reason.
import { hash } from 'node:crypto';
import { Type } from 'typebox';
import { idSchema, newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { catalogCalls } from '#services/catalog/contract.ts';
import type { Commands } from './commands.ts';
import { adjustmentReasons, type Adjustment } from './contract.ts';
import type { Queries } from './queries.ts';

interface Deps {
  commands: Commands;
  queries: Queries;
  catalog: Client<typeof catalogCalls>;
}

const variantId = idSchema('var');
const warehouseId = idSchema('wh');

const adjustBody = Type.Object({
  variantId,
  warehouseId,
  delta: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
  reason: Type.Enum([...adjustmentReasons]),
});

const levelReply = Type.Object({
  variantId: Type.String(),
  warehouseId: Type.String(),
  productId: Type.String(),
  onHand: Type.Integer(),
  reserved: Type.Integer(),
  available: Type.Integer(),
  lowAt: Type.Integer(),
});

const adjusted = Type.Object({
  variantId: Type.String(),
  warehouseId: Type.String(),
  onHand: Type.Integer(),
  available: Type.Integer(),
});

const listQuery = Type.Object({
  variantId: Type.Optional(variantId),
  /** Of these, separated by commas; 100 at most. */
  variantIds: Type.Optional(
    Type.String({ pattern: '^var_[0-9a-f]{32}(,var_[0-9a-f]{32}){0,99}$', maxLength: 4_000 }),
  ),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
  cursor: Type.Optional(Type.String({ maxLength: 300 })),
});

const page = Type.Object({
  data: Type.Array(levelReply),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  hasMore: Type.Boolean(),
});

const warehouseList = Type.Object({
  data: Type.Array(
    Type.Object({
      warehouseId: Type.String(),
      name: Type.String(),
      country: Type.String(),
      state: Type.Union([Type.String(), Type.Null()]),
      latitude: Type.Number(),
      longitude: Type.Number(),
    }),
  ),
});

type Adjust = { variantId: string; warehouseId: string; delta: number; reason: string };

const adjustErrors = ['variant-not-found', 'warehouse-not-found', 'stock-too-low'];

export function inventoryRoutes(deps: Deps): Route[] {
  return [...adjustRoutes(deps), ...levelRoutes(deps), warehousesRoute(deps)];
}

function adjustRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'POST',
      path: '/seller/inventory/adjustments',
      summary: 'Change the stock of a variant in a warehouse by a delta',
      audience: 'seller',
      roles: ['catalogue', 'fulfilment'],
      scopes: ['inventory:write'],
      owner: 'the variant belongs to a seller of the caller',
      limit: 'write',
      idempotency: 'accepted',
      body: adjustBody,
      replies: { 200: adjusted },
      errors: adjustErrors,
      handle: async (req) =>
        adjustOne(deps, req.body, { ref: refOf(req), sellerIds: req.sellerIds }),
    }),
    route({
      method: 'PUT',
      path: '/admin/inventory',
      summary: 'Change the stock of any variant by a delta',
      audience: 'admin',
      roles: ['catalogue'],
      owner: 'none',
      limit: 'write',
      idempotency: 'accepted',
      body: adjustBody,
      replies: { 200: adjusted },
      errors: adjustErrors,
      handle: async (req) => adjustOne(deps, req.body, { ref: refOf(req), sellerIds: null }),
    }),
  ];
}

function levelRoutes({ queries }: Deps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/seller/inventory',
      summary: 'Stock by variant and warehouse',
      audience: 'seller',
      scopes: ['inventory:read', 'inventory:write'],
      owner: 'only counters of sellers of the caller',
      limit: 'read',
      idempotency: 'none',
      query: listQuery,
      replies: { 200: page },
      errors: ['validation-failed'],
      handle: async (req) => listLevels(queries, req.query, [...req.sellerIds]),
    }),
    route({
      method: 'GET',
      path: '/admin/inventory',
      summary: 'Stock by variant and warehouse, of all sellers',
      audience: 'admin',
      owner: 'none',
      limit: 'read',
      idempotency: 'none',
      query: listQuery,
      replies: { 200: page },
      errors: ['validation-failed'],
      handle: async (req) => listLevels(queries, req.query, null),
    }),
  ];
}

function warehousesRoute({ queries }: Deps): Route {
  return route({
    method: 'GET',
    path: '/seller/warehouses',
    summary: 'Warehouses that the seller may stock',
    audience: 'seller',
    scopes: ['inventory:read', 'inventory:write'],
    owner: 'shared warehouses and those of sellers of the caller',
    limit: 'read',
    idempotency: 'none',
    replies: { 200: warehouseList },
    errors: [],
    handle: async (req) => {
      const all = await queries.warehouses.all();
      const data = all.filter(
        (one) => one.sellerId === null || req.sellerIds.includes(one.sellerId),
      );
      return reply(200, { data });
    },
  });
}

/**
 * Names an adjustment in the ledger. With an idempotency key it is the same for each repeat: the
 * kept reply may be lost, and units must not be counted twice then either.
 */
function refOf(req: { principal: { id: string }; idempotencyKey: string | undefined }): string {
  const { principal, idempotencyKey: key } = req;
  if (key === undefined) return newId('adj');
  return `adj_${hash('sha256', `${principal.id}\n${key}`).slice(0, 32)}`;
}

/** One adjustment by a person or a machine. The owner is read from the catalogue, not trusted. */
async function adjustOne(
  { commands, queries, catalog }: Deps,
  body: Adjust,
  { ref, sellerIds }: { ref: string; sellerIds: readonly string[] | null },
) {
  const found = await catalog.variants({ variantIds: [body.variantId] });
  const variant = isRefusal(found) ? undefined : found.variants[0];
  if (!variant || (sellerIds && !sellerIds.includes(variant.sellerId))) {
    return refuse('variant-not-found', { variantId: body.variantId });
  }
  const house = (await queries.warehouses.all()).find(
    (one) => one.warehouseId === body.warehouseId,
  );
  if (!house || (house.sellerId !== null && house.sellerId !== variant.sellerId)) {
    return refuse('warehouse-not-found', { warehouseId: body.warehouseId });
  }
  const { productId, sellerId } = variant;
  const adjustment = { ...body, productId, sellerId, ref } as Adjustment;
  const done = await commands.adjust({ adjustments: [adjustment] });
  if (isRefusal(done)) return done as Refusal;
  const [result] = done.results;
  if (!result?.applied) {
    return refuse('stock-too-low', {
      items: [
        { variantId: body.variantId, requested: -body.delta, available: result?.available ?? 0 },
      ],
    });
  }
  return reply(200, {
    variantId: body.variantId,
    warehouseId: body.warehouseId,
    onHand: result.onHand,
    available: result.available,
  });
}

async function listLevels(
  queries: Queries,
  query: { variantId?: string; variantIds?: string; limit: number; cursor?: string },
  sellerIds: string[] | null,
) {
  const after = readCursor(query.cursor);
  if (!after) return refuse('validation-failed', { errors: [badCursor] });
  const rows = await queries.levels({
    sellerIds,
    variantIds: chosenVariants(query),
    after,
    limit: query.limit + 1,
  });
  const data = rows.slice(0, query.limit);
  const last = data.at(-1);
  const hasMore = rows.length > query.limit;
  const nextCursor =
    hasMore && last
      ? Buffer.from(`${last.variantId} ${last.warehouseId}`).toString('base64url')
      : null;
  return reply(200, { data, nextCursor, hasMore });
}

/** Those asked for; null: all. */
function chosenVariants(query: { variantId?: string; variantIds?: string }): string[] | null {
  const { variantId, variantIds } = query;
  if (variantId === undefined && variantIds === undefined) return null;
  const some = variantIds?.split(',') ?? [];
  return variantId === undefined ? some : [...some, variantId];
}

const badCursor = {
  pointer: '/query/cursor',
  code: 'cursor',
  detail: 'expected a nextCursor of this list',
};

function readCursor(
  cursor: string | undefined,
): { variantId: string; warehouseId: string } | undefined {
  if (cursor === undefined) return { variantId: '', warehouseId: '' };
  const match = /^(var_[0-9a-f]{32}) (wh_[0-9a-f]{32})$/.exec(
    Buffer.from(cursor, 'base64url').toString('utf8'),
  );
  if (!match?.[1] || !match[2]) return undefined;
  return { variantId: match[1], warehouseId: match[2] };
}
