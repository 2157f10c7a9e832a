/**
 * Returns by the link of a mail, for whoever bought without an account. The money can only go
 * back the way it came and a replacement only to the order's address, so a link that was passed on
 * gains nobody anything.
 */
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { chosenOf } from './options.ts';
import { announceErrors, labelOf, noReturn, pdfHeaders, type RouteNeeds } from './routes.ts';
import * as schemas from './schemas.ts';
import type { WholeReturn } from './store-read.ts';
import { optionsJson, sharedReturnJson } from './views.ts';

const shared = {
  audience: 'public',
  owner: 'the query carries a signed grant for the order that has not ended',
} as const;
const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;
const headers = { 'cache-control': 'private, no-store' };

type NoGrant = 'order-not-found' | 'order-link-expired';

/** The order that the grant opens, if it is the one that the path names. */
async function granted({ neighbours }: RouteNeeds, key: string, token: string) {
  const grant = await neighbours.opened(token);
  if (isRefusal(grant)) return grant;
  const now = await neighbours.order(grant.orderId);
  const same = now && (now.order.orderId === key || now.order.orderNumber === key);
  return same ? now : refuse('order-not-found', { orderId: key });
}

/** The return, if it belongs to the order that the grant opens. */
async function grantedReturn(
  { neighbours, queries }: RouteNeeds,
  key: string,
  token: string,
): Promise<WholeReturn | Refusal<NoGrant | 'return-not-found'>> {
  const grant = await neighbours.opened(token);
  if (isRefusal(grant)) return grant;
  const found = await queries.whole(key);
  return found?.orderId === grant.orderId ? found : noReturn(key);
}

export function sharedRoutes(needs: RouteNeeds): Route[] {
  return [...announceRoutes(needs), ...readRoutes(needs)];
}

function announceRoutes(needs: RouteNeeds): Route[] {
  const { commands, queries, clock } = needs;
  return [
    route({
      ...shared,
      ...reading,
      path: '/orders/:orderId/shared/return-options',
      summary: 'What of an order can go back, by the link of a mail',
      params: schemas.orderParams,
      query: schemas.sharedOptionsQuery,
      replies: { 200: schemas.options },
      errors: ['order-not-found', 'order-link-expired', 'validation-failed', 'room-unavailable'],
      handle: async (req) => {
        const now = await granted(needs, req.params.orderId, req.query.t);
        if (isRefusal(now)) return now;
        const chosen = chosenOf(req.query.items, now);
        if (isRefusal(chosen)) return chosen;
        return reply(200, optionsJson(await queries.options(now, chosen)), { headers });
      },
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/orders/:orderId/shared/return',
      summary: 'Announce a return by the link of a mail',
      limit: 'auth',
      idempotency: 'required',
      params: schemas.orderParams,
      query: schemas.grantQuery,
      body: schemas.requestBody,
      replies: { 201: schemas.sharedMadeReply },
      errors: [...announceErrors, 'order-link-expired'],
      handle: async (req) => {
        const now = await granted(needs, req.params.orderId, req.query.t);
        if (isRefusal(now)) return now;
        const { orderId } = now.order;
        const made = await commands.request({
          key: orderId,
          who: { userId: null, actor: 'link' },
          body: req.body,
          requestKey: `link:${req.idempotencyKey ?? ''}`,
        });
        if (isRefusal(made)) return made;
        const all = await queries.wholes(made);
        const returns = all.map((one) => sharedReturnJson(one, clock.now()));
        return reply(201, { returns }, { headers });
      },
    }),
  ];
}

function readRoutes(needs: RouteNeeds): Route[] {
  const errors = ['return-not-found', 'order-not-found', 'order-link-expired'] as const;
  return [
    route({
      ...shared,
      ...reading,
      path: '/returns/:returnId/shared',
      summary: 'A return by the link of a mail',
      params: schemas.returnParams,
      query: schemas.grantQuery,
      replies: { 200: schemas.sharedReturn },
      errors,
      handle: async (req) => {
        const found = await grantedReturn(needs, req.params.returnId, req.query.t);
        if (isRefusal(found)) return found;
        return reply(200, sharedReturnJson(found, needs.clock.now()), { headers });
      },
    }),
    route({
      ...shared,
      ...reading,
      path: '/returns/:returnId/shared/label',
      summary: 'The label of a return by the link of a mail, as PDF',
      params: schemas.returnParams,
      query: schemas.grantQuery,
      replies: { 200: content('application/pdf') },
      errors: [...errors, 'return-status-conflict', 'room-unavailable'],
      handle: async (req) => {
        const found = await grantedReturn(needs, req.params.returnId, req.query.t);
        if (isRefusal(found)) return found;
        const pdf = await labelOf(needs, found, 'link');
        return isRefusal(pdf) ? pdf : reply(200, pdf, { headers: pdfHeaders(found) });
      },
    }),
  ];
}
