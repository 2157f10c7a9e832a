/** What the operator does with orders. */
import { isRefusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { ItemCanceller } from './cancel-items.ts';
import type { Commands } from './commands.ts';
import { notFound, type Queries } from './queries.ts';
import * as schemas from './schemas.ts';
import { adminOrderJson, summaryJson } from './views.ts';

interface Deps {
  commands: Commands;
  cancelItems: ItemCanceller;
  queries: Queries;
}

const operator = { audience: 'admin', owner: 'none' } as const;
const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;
const writing = { method: 'POST', roles: ['support'], limit: 'write' } as const;

async function adminReply(queries: Queries, key: string) {
  const order = await queries.whole(key);
  if (!order) return notFound(key);
  const [around, disputes] = await Promise.all([
    queries.around(order),
    queries.disputes(order.checkoutId),
  ]);
  const json = adminOrderJson(order, { ...around, disputes });
  return reply(200, json, { etag: etagOf(JSON.stringify(json)) });
}

export function adminRoutes({ commands, queries, cancelItems }: Deps): Route[] {
  return [
    route({
      ...operator,
      ...reading,
      path: '/admin/orders',
      summary: 'Orders of everybody, newest first',
      query: schemas.adminListQuery,
      replies: { 200: schemas.adminPage },
      errors: ['validation-failed'],
      handle: async (req) => {
        const page = await queries.ofEverybody(req.query);
        return isRefusal(page) ? page : { ...page, data: page.data.map(summaryJson) };
      },
    }),
    route({
      ...operator,
      ...reading,
      path: '/admin/orders/:orderId',
      summary: 'Any order, by its id or number',
      params: schemas.orderParams,
      replies: { 200: schemas.adminOrder },
      errors: ['order-not-found'],
      handle: (req) => adminReply(queries, req.params.orderId),
    }),
    route({
      ...operator,
      ...writing,
      path: '/admin/orders/:orderId/cancel',
      summary: 'Cancel any order before anything of it is shipped, or lines before they are picked',
      idempotency: 'required',
      params: schemas.orderParams,
      body: schemas.adminCancelBody,
      replies: { 200: schemas.adminOrder },
      errors: [
        'order-not-found',
        'order-not-cancellable',
        'line-not-found',
        'line-not-cancellable',
      ],
      handle: async (req) => {
        const order = await queries.read(req.params.orderId);
        if (!order) return notFound(req.params.orderId);
        const lineNos = req.body.lines;
        const by = { userId: null, actor: `admin:${req.principal.id}`, reason: req.body.reason };
        const done = await (lineNos === undefined
          ? commands.cancel(order.orderId, by)
          : cancelItems(order.orderId, { ...by, lineNos }));
        return isRefusal(done) ? done : adminReply(queries, order.orderId);
      },
    }),
    route({
      ...operator,
      ...writing,
      path: '/admin/orders/:orderId/deliver',
      summary: 'Note that a shipped order has arrived',
      idempotency: 'accepted',
      params: schemas.orderParams,
      replies: { 200: schemas.adminOrder },
      errors: ['order-not-found', 'order-status-conflict'],
      handle: async (req) => {
        const order = await queries.read(req.params.orderId);
        if (!order) return notFound(req.params.orderId);
        const done = await commands.deliver(order.orderId, `admin:${req.principal.id}`);
        return isRefusal(done) ? done : adminReply(queries, order.orderId);
      },
    }),
  ];
}
