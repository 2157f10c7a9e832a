// An order without signing in: by number and e-mail, or by the link of a mail. What a grant opens
// can be looked at and followed; nothing can be done with it.
import type { Readable } from 'node:stream';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { lastEventId, streamHeaders } from '#kernel/http/live.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import type { Grants } from './grant.ts';
import { lookUp, type LookupNeeds } from './lookup.ts';
import { notFound, type Queries } from './queries.ts';
import * as schemas from './schemas.ts';
import type { WholeOrder } from './store-read.ts';
import type { Watchers } from './stream.ts';
import { sharedOrderJson } from './views.ts';

export interface SharedParts {
  queries: Queries;
  watchers: Watchers;
  grants: Grants;
  lookup: LookupNeeds;
}

const shared = {
  audience: 'public',
  owner: 'the query carries a signed grant for this very order that has not ended',
  idempotency: 'none',
} as const;

export function sharedRoutes(parts: SharedParts): Route[] {
  return [lookupRoute(parts), sharedRoute(parts), sharedEventsRoute(parts)];
}

function lookupRoute({ queries, lookup }: SharedParts): Route {
  return route({
    ...shared,
    method: 'POST',
    path: '/orders/lookup',
    summary: 'Open an order by its number and the e-mail of its buyer, to look at for an hour',
    description:
      'Wrong number and wrong e-mail get the same answer. Ten wrong tries for one number an hour.',
    owner: 'who knows the number and the e-mail of the buyer',
    limit: 'auth',
    body: schemas.lookupBody,
    replies: { 200: schemas.lookupReply },
    errors: ['order-not-found', 'too-many-requests'],
    handle: async (req) => {
      const opened = await lookUp(lookup, req.body);
      if (isRefusal(opened)) return opened;
      const order = await queries.whole(opened.orderId);
      if (!order) return refuse('order-not-found');
      const json = sharedOrderJson(order, await queries.around(order));
      const { token, expiresAt } = opened;
      return reply(200, { token, expiresAt, order: json });
    },
  });
}

/** The order that the grant opens, if it is the one that the path names. */
export async function granted(
  { queries, grants }: Pick<SharedParts, 'queries' | 'grants'>,
  key: string,
  token: string,
): Promise<WholeOrder | Refusal<'order-not-found' | 'order-link-expired'>> {
  const grant = grants.read(token);
  if (grant === 'wrong') return notFound(key);
  if (grant === 'expired') return refuse('order-link-expired');
  const order = await queries.whole(grant.orderId);
  const same = order !== null && (order.orderId === key || order.orderNumber === key);
  return same ? order : notFound(key);
}

const errors = ['order-not-found', 'order-link-expired'] as const;

function sharedRoute(parts: SharedParts): Route {
  return route({
    ...shared,
    method: 'GET',
    path: '/orders/:orderId/shared',
    summary: 'An order by the link of a mail: what a parcel is and where it stays',
    description:
      'Leaves out name, street, phone, e-mail and payments, so that a link that was passed on ' +
      'gives nothing away. Links of mails are good for 30 days.',
    limit: 'read',
    params: schemas.orderParams,
    query: schemas.grantQuery,
    replies: { 200: schemas.sharedOrder },
    errors,
    handle: async (req) => {
      const order = await granted(parts, req.params.orderId, req.query.t);
      if (isRefusal(order)) return order;
      const json = sharedOrderJson(order, await parts.queries.around(order));
      const headers = { 'cache-control': 'private, no-store' };
      return reply(200, json, { etag: etagOf(JSON.stringify(json)), headers });
    },
  });
}

function sharedEventsRoute(parts: SharedParts): Route {
  return route({
    ...shared,
    method: 'GET',
    path: '/orders/:orderId/shared/events',
    summary: 'Live updates of an order by the link of a mail',
    limit: 'read',
    params: schemas.orderParams,
    query: schemas.grantQuery,
    replies: { 200: content('text/event-stream') },
    errors: [...errors, 'too-many-streams'],
    handle: async (req) => {
      const order = await granted(parts, req.params.orderId, req.query.t);
      if (isRefusal(order)) return order;
      const { orderId } = order;
      const since = lastEventId(req.headers);
      const of = { orderId, person: `grant:${orderId}`, lastEventId: since, signal: req.signal };
      const stream: Readable | Refusal = parts.watchers.open(of);
      return isRefusal(stream) ? stream : reply(200, stream, { headers: streamHeaders });
    },
  });
}

/** What can be bought again: of one order, or of the last ones. */
export function againRoutes({ queries }: Pick<SharedParts, 'queries'>): Route[] {
  const own = { audience: 'guest', limit: 'read', idempotency: 'none', method: 'GET' } as const;
  return [
    route({
      ...own,
      path: '/orders/buy-again',
      summary: 'What I bought with my last 20 orders, and whether it is sold now',
      owner: 'only orders of the caller',
      replies: { 200: schemas.againReply },
      errors: ['room-unavailable'],
      handle: async (req) => ({ items: await queries.lastBought(req.principal.id) }),
    }),
    route({
      ...own,
      path: '/orders/:orderId/buy-again',
      summary: 'What of one of my orders is sold now, for the cart',
      owner: 'the order belongs to the caller',
      params: schemas.orderParams,
      replies: { 200: schemas.againReply },
      errors: ['order-not-found', 'room-unavailable'],
      handle: async (req) => {
        const order = await queries.read(req.params.orderId);
        if (order?.userId !== req.principal.id) return notFound(req.params.orderId);
        return { items: await queries.again(order.lines) };
      },
    }),
  ];
}
