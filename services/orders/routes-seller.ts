/** What sellers do with their part of orders: look, pick, pack, ship. */
import { isRefusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Fulfilment } from './fulfil.ts';
import { sellerStatuses } from './model.ts';
import { notFound, type Queries } from './queries.ts';
import * as schemas from './schemas.ts';
import { sellerOrderJson, sellerSummaryJson } from './views.ts';

interface Deps {
  fulfil: Fulfilment;
  queries: Queries;
}

const own = {
  audience: 'seller',
  owner: 'the order holds lines of sellers of the caller, and only those are shown or changed',
} as const;
const reading = {
  method: 'GET',
  scopes: ['orders:read', 'orders:write'],
  limit: 'read',
  idempotency: 'none',
} as const;
const writing = {
  method: 'POST',
  roles: ['fulfilment'],
  scopes: ['orders:write'],
  limit: 'write',
} as const;

export function sellerRoutes(deps: Deps): Route[] {
  return [...reads(deps), ...steps(deps), shipRoute(deps)];
}

async function sellerReply(queries: Queries, orderId: string, sellerIds: readonly string[]) {
  const order = await queries.whole(orderId);
  const visible = order && sellerStatuses.includes(order.status);
  if (!visible || !order.lines.some((line) => sellerIds.includes(line.sellerId))) {
    return notFound(orderId);
  }
  const json = sellerOrderJson(order, sellerIds);
  return reply(200, json, { etag: etagOf(JSON.stringify(json)) });
}

/** Sellers name orders by number as well; the steps work on ids. */
async function idOf(queries: Queries, key: string): Promise<string> {
  return (await queries.read(key))?.orderId ?? key;
}

function reads({ queries }: Deps): Route[] {
  return [
    route({
      ...own,
      ...reading,
      path: '/seller/orders',
      summary: 'Orders with lines of my shop, newest first',
      query: schemas.sellerListQuery,
      replies: { 200: schemas.sellerPage },
      errors: ['validation-failed'],
      handle: async (req) => {
        const page = await queries.ofSellers(req.sellerIds, req.query);
        return isRefusal(page) ? page : { ...page, data: page.data.map(sellerSummaryJson) };
      },
    }),
    route({
      ...own,
      ...reading,
      path: '/seller/orders/:orderId',
      summary: 'My part of an order, by its id or number',
      params: schemas.orderParams,
      replies: { 200: schemas.sellerOrder },
      errors: ['order-not-found'],
      handle: (req) => sellerReply(queries, req.params.orderId, req.sellerIds),
    }),
  ];
}

function steps({ fulfil, queries }: Deps): Route[] {
  const step = (name: 'pick' | 'pack', summary: string) =>
    route({
      ...own,
      ...writing,
      path: `/seller/orders/:orderId/${name}`,
      summary,
      idempotency: 'accepted',
      params: schemas.orderParams,
      replies: { 200: schemas.sellerOrder },
      errors: ['order-not-found', 'order-status-conflict'],
      handle: async (req) => {
        const orderId = await idOf(queries, req.params.orderId);
        const done = await fulfil[name](orderId, req.sellerIds);
        return isRefusal(done) ? done : sellerReply(queries, orderId, req.sellerIds);
      },
    });
  return [
    step('pick', 'Take my lines of an order from the shelf'),
    step('pack', 'Put my picked lines into boxes'),
  ];
}

function shipRoute({ fulfil, queries }: Deps): Route {
  return route({
    ...own,
    ...writing,
    path: '/seller/orders/:orderId/ship',
    summary: 'Send a parcel with all that is ready, or with some items',
    idempotency: 'required',
    params: schemas.orderParams,
    body: schemas.shipBody,
    replies: { 200: schemas.sellerOrder },
    errors: ['order-not-found', 'order-status-conflict', 'line-not-found', 'line-already-shipped'],
    handle: async (req) => {
      const orderId = await idOf(queries, req.params.orderId);
      const done = await fulfil.ship(orderId, req.sellerIds, req.body);
      return isRefusal(done) ? done : sellerReply(queries, orderId, req.sellerIds);
    },
  });
}
