// What customers do with their orders. Guests have orders too; what is not the caller's is 404.
import type { Readable } from 'node:stream';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { lastEventId, streamHeaders } from '#kernel/http/live.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import type { AddressChanger } from './address.ts';
import { previewOf, type ItemCanceller } from './cancel-items.ts';
import type { Commands } from './commands.ts';
import { notFound, type Queries } from './queries.ts';
import { invoiceRoutes } from './routes-invoice.ts';
import { againRoutes, sharedRoutes, type SharedParts } from './routes-shared.ts';
import * as schemas from './schemas.ts';
import type { OrderWithLines } from './store-read.ts';
import { ownOrderJson, previewJson, summaryJson } from './views.ts';

interface Deps extends SharedParts {
  commands: Commands;
  cancelItems: ItemCanceller;
  changeAddress: AddressChanger;
}

const own = { audience: 'guest', owner: 'the order belongs to the caller' } as const;
const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;

export function orderRoutes(deps: Deps): Route[] {
  return [
    listRoute(deps),
    detailRoute(deps),
    cancelRoute(deps),
    previewRoute(deps),
    addressRoute(deps),
    eventsRoute(deps),
    ...againRoutes(deps),
    ...sharedRoutes(deps),
    ...invoiceRoutes({ ...deps, invoices: deps.queries.invoices }),
  ];
}

/** The order as JSON with its tag: of the content, since payments change apart from the order. */
async function ownReply(queries: Queries, orderId: string) {
  const order = await queries.whole(orderId);
  if (!order) return notFound(orderId);
  const json = ownOrderJson(order, await queries.around(order));
  return reply(200, json, { etag: etagOf(JSON.stringify(json)) });
}

async function ownOrder(
  queries: Queries,
  key: string,
  userId: string,
): Promise<OrderWithLines | Refusal<'order-not-found'>> {
  const order = await queries.read(key);
  return order?.userId === userId ? order : notFound(key);
}

function listRoute({ queries }: Deps): Route {
  return route({
    ...own,
    ...reading,
    path: '/orders',
    summary: 'My orders, newest first, by status, time, seller or what I remember of them',
    query: schemas.historyQuery,
    replies: { 200: schemas.ownPage },
    errors: ['validation-failed'],
    handle: async (req) => {
      const page = await queries.ofUser(req.principal.id, req.query);
      return isRefusal(page) ? page : { ...page, data: page.data.map(summaryJson) };
    },
  });
}

function detailRoute({ queries }: Deps): Route {
  return route({
    ...own,
    ...reading,
    path: '/orders/:orderId',
    summary: 'One of my orders, by its id or number, with all that happened to it',
    params: schemas.orderParams,
    replies: { 200: schemas.ownOrder },
    errors: ['order-not-found'],
    handle: async (req) => {
      const order = await ownOrder(queries, req.params.orderId, req.principal.id);
      return isRefusal(order) ? order : ownReply(queries, order.orderId);
    },
  });
}

function cancelRoute({ queries, commands, cancelItems }: Deps): Route {
  return route({
    ...own,
    method: 'POST',
    path: '/orders/:orderId/cancel',
    summary: 'Cancel an order before anything of it is shipped, or lines before they are picked',
    description:
      'Stock and money go back by themselves afterwards. What was paid for delivery goes back ' +
      'when nothing is left of the order; without its last line the order itself is cancelled.',
    limit: 'write',
    idempotency: 'required',
    params: schemas.orderParams,
    body: schemas.cancelBody,
    replies: { 200: schemas.ownOrder },
    errors: ['order-not-found', 'order-not-cancellable', 'line-not-found', 'line-not-cancellable'],
    handle: async (req) => {
      const userId = req.principal.id;
      const order = await ownOrder(queries, req.params.orderId, userId);
      if (isRefusal(order)) return order;
      const reason = req.body.reason ?? 'not-told';
      const by = { userId, actor: 'customer', reason };
      const { orderId } = order;
      const lineNos = req.body.lines;
      const done = await (lineNos === undefined
        ? commands.cancel(orderId, by)
        : cancelItems(orderId, { ...by, lineNos }));
      return isRefusal(done) ? done : ownReply(queries, order.orderId);
    },
  });
}

function previewRoute({ queries }: Deps): Route {
  return route({
    ...own,
    ...reading,
    path: '/orders/:orderId/cancel-preview',
    summary: 'What would go back if I cancelled these lines now; nothing is changed',
    params: schemas.orderParams,
    query: schemas.cancelQuery,
    replies: { 200: schemas.cancelPreview },
    errors: ['order-not-found', 'order-not-cancellable', 'line-not-found', 'line-not-cancellable'],
    handle: async (req) => {
      const order = await ownOrder(queries, req.params.orderId, req.principal.id);
      if (isRefusal(order)) return order;
      const preview = previewOf(order, req.query.lines.split(',').map(Number));
      return isRefusal(preview) ? preview : previewJson(preview, order.currency);
    },
  });
}

function addressRoute({ queries, changeAddress }: Deps): Route {
  return route({
    ...own,
    method: 'POST',
    path: '/orders/:orderId/address',
    summary: 'Send an order to another of my addresses, before anything of it is picked',
    description:
      'Only within the region that was quoted: the same country and state, so that tax, delivery ' +
      'and total stay. The bill stays as it is; the sellers are told.',
    limit: 'write',
    idempotency: 'required',
    params: schemas.orderParams,
    body: schemas.addressBody,
    replies: { 200: schemas.ownOrder },
    errors: ['order-not-found', 'address-not-found', 'address-not-changeable'],
    handle: async (req) => {
      const userId = req.principal.id;
      const order = await ownOrder(queries, req.params.orderId, userId);
      if (isRefusal(order)) return order;
      const { addressId } = req.body;
      const to = await queries.addressOf(userId, addressId);
      if (to === null) return refuse('address-not-found', { addressId });
      const done = await changeAddress(order.orderId, { userId, to });
      return isRefusal(done) ? done : ownReply(queries, order.orderId);
    },
  });
}

function eventsRoute({ queries, watchers }: Deps): Route {
  return route({
    ...own,
    ...reading,
    path: '/orders/:orderId/events',
    summary: 'Live updates of one of my orders',
    description:
      'Server-sent events of type `order` with `{orderId, status, paymentStatus, version, ' +
      'revision}`: the present state at once, then each change within about a second. With ' +
      'Last-Event-ID only what is newer than that event.',
    params: schemas.orderParams,
    replies: { 200: content('text/event-stream') },
    errors: ['order-not-found', 'too-many-streams'],
    handle: async (req) => {
      const userId = req.principal.id;
      const order = await ownOrder(queries, req.params.orderId, userId);
      if (isRefusal(order)) return order;
      const { orderId } = order;
      const { signal } = req;
      const since = lastEventId(req.headers);
      const of = { orderId, person: userId, lastEventId: since, signal };
      const stream: Readable | Refusal = watchers.open(of);
      return isRefusal(stream) ? stream : reply(200, stream, { headers: streamHeaders });
    },
  });
}
