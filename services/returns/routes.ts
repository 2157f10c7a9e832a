/** What buyers do with returns: see what can go back, announce, follow, send, give up, appeal. */
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import type { Clock } from '#kernel/core/clock.ts';
import type { Commands } from './commands.ts';
import type { Neighbours } from './neighbours.ts';
import { chosenOf } from './options.ts';
import type { Queries } from './queries.ts';
import * as schemas from './schemas.ts';
import type { WholeReturn } from './store-read.ts';
import { optionsJson, ownReturnJson, summaryJson } from './views.ts';

export interface RouteNeeds {
  commands: Commands;
  queries: Queries;
  neighbours: Neighbours;
  clock: Clock;
  /** The label of a return as PDF. */
  label(of: WholeReturn): Promise<Uint8Array>;
}

const own = { audience: 'guest', owner: 'the order and the return belong to the caller' } as const;
const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;
const writing = { method: 'POST', limit: 'write' } as const;

export const announceErrors = [
  'order-not-found',
  'line-not-found',
  'return-not-possible',
  'return-quantity-too-high',
  'exchange-not-possible',
  'picture-not-found',
  'room-unavailable',
  'validation-failed',
] as const;

export const noReturn = (returnId: string): Refusal<'return-not-found'> =>
  refuse('return-not-found', { returnId });

export function returnRoutes(needs: RouteNeeds): Route[] {
  return [...announceRoutes(needs), ...readRoutes(needs), labelRoute(needs), ...steps(needs)];
}

/** One of the caller's returns. */
async function ownOf({ queries }: RouteNeeds, key: string, userId: string) {
  const found = await queries.whole(key);
  return found?.userId === userId ? found : noReturn(key);
}

function announceRoutes(needs: RouteNeeds): Route[] {
  const { commands, queries, neighbours, clock } = needs;
  return [
    route({
      ...own,
      ...reading,
      path: '/orders/:orderId/return-options',
      summary: 'What of my order can go back, until when, why not, and what it would give',
      description:
        '`items=1:2,3:1` (line:units) asks for the amount of just these; without it, of all that ' +
        'is left. Amounts are an estimate until the return is decided.',
      params: schemas.orderParams,
      query: schemas.optionsQuery,
      replies: { 200: schemas.options },
      errors: ['order-not-found', 'validation-failed', 'room-unavailable'],
      handle: async (req) => {
        const now = await neighbours.order(req.params.orderId);
        if (now?.order.userId !== req.principal.id) {
          return refuse('order-not-found', { orderId: req.params.orderId });
        }
        const chosen = chosenOf(req.query.items, now);
        if (isRefusal(chosen)) return chosen;
        return optionsJson(await queries.options(now, chosen));
      },
    }),
    route({
      ...own,
      ...writing,
      path: '/orders/:orderId/return',
      summary: 'Announce that something of my order goes back',
      description:
        'Items of several sellers become one return for each: one parcel, one seller. In an ' +
        'exchange comes the same thing, or a variant of the same product at the same price.',
      idempotency: 'required',
      params: schemas.orderParams,
      body: schemas.requestBody,
      replies: { 201: schemas.madeReply },
      errors: announceErrors,
      handle: async (req) => {
        const { id } = req.principal;
        const made = await commands.request({
          key: req.params.orderId,
          who: { userId: id, actor: 'customer' },
          body: req.body,
          requestKey: `${id}:${req.idempotencyKey ?? ''}`,
        });
        if (isRefusal(made)) return made;
        const all = await queries.wholes(made);
        const returns = all.map((one) => ownReturnJson(one, clock.now()));
        return reply(201, { returns }, { location: `/api/v1/returns/${made[0] ?? ''}` });
      },
    }),
  ];
}

function readRoutes(needs: RouteNeeds): Route[] {
  const { queries, clock } = needs;
  return [
    route({
      ...own,
      ...reading,
      path: '/returns',
      summary: 'My returns, newest first',
      query: schemas.listQuery,
      replies: { 200: schemas.ownPage },
      errors: ['validation-failed'],
      handle: async (req) => {
        const page = await queries.ofUser(req.principal.id, req.query);
        return isRefusal(page) ? page : { ...page, data: page.data.map(summaryJson) };
      },
    }),
    route({
      ...own,
      ...reading,
      path: '/returns/:returnId',
      summary: 'One of my returns, by its id or number',
      params: schemas.returnParams,
      replies: { 200: schemas.ownReturn },
      errors: ['return-not-found'],
      handle: async (req) => {
        const found = await ownOf(needs, req.params.returnId, req.principal.id);
        if (isRefusal(found)) return found;
        const json = ownReturnJson(found, clock.now());
        return reply(200, json, { etag: etagOf(JSON.stringify(json)) });
      },
    }),
  ];
}

export const pdfHeaders = (of: WholeReturn) => ({
  'content-disposition': `attachment; filename="${of.returnNumber}.pdf"`,
  'cache-control': 'private, no-store',
});

const labelled = ['REQUESTED', 'LABELLED', 'IN_TRANSIT'];

/** The label, and the note that it was handed out; none for what is over. */
export async function labelOf(
  { commands, label }: RouteNeeds,
  of: WholeReturn,
  actor: string,
): Promise<Uint8Array | Refusal<'return-status-conflict'>> {
  if (!labelled.includes(of.status)) {
    return refuse('return-status-conflict', { status: of.status });
  }
  const pdf = await label(of);
  await commands.labelled(of.returnId, actor);
  return pdf;
}

function labelRoute(needs: RouteNeeds): Route {
  return route({
    ...own,
    ...reading,
    path: '/returns/:returnId/label',
    summary: 'The label to put on the parcel, as PDF',
    params: schemas.returnParams,
    replies: { 200: content('application/pdf') },
    errors: ['return-not-found', 'return-status-conflict', 'room-unavailable'],
    handle: async (req) => {
      const found = await ownOf(needs, req.params.returnId, req.principal.id);
      if (isRefusal(found)) return found;
      const pdf = await labelOf(needs, found, 'customer');
      return isRefusal(pdf) ? pdf : reply(200, pdf, { headers: pdfHeaders(found) });
    },
  });
}

function steps(needs: RouteNeeds): Route[] {
  const { commands } = needs;
  const errors = ['return-not-found', 'return-status-conflict'] as const;
  const answer = async (key: string, userId: string) => {
    const found = await ownOf(needs, key, userId);
    return isRefusal(found) ? found : reply(200, ownReturnJson(found, needs.clock.now()));
  };
  const shared = { ...own, ...writing, params: schemas.returnParams } as const;
  return [
    route({
      ...shared,
      path: '/returns/:returnId/sent',
      summary: 'I have handed the parcel in',
      idempotency: 'required',
      body: schemas.sentBody,
      replies: { 200: schemas.ownReturn },
      errors,
      handle: async (req) => {
        const found = await ownOf(needs, req.params.returnId, req.principal.id);
        if (isRefusal(found)) return found;
        const { trackingNumber = null } = req.body;
        const done = await commands.sent(found.returnId, req.principal.id, trackingNumber);
        return isRefusal(done) ? done : answer(found.returnId, req.principal.id);
      },
    }),
    route({
      ...shared,
      path: '/returns/:returnId/cancel',
      summary: 'I keep it: give a return up before it is sent',
      idempotency: 'required',
      replies: { 200: schemas.ownReturn },
      errors,
      handle: async (req) => {
        const found = await ownOf(needs, req.params.returnId, req.principal.id);
        if (isRefusal(found)) return found;
        const done = await commands.cancel(found.returnId, req.principal.id);
        return isRefusal(done) ? done : answer(found.returnId, req.principal.id);
      },
    }),
    route({
      ...shared,
      path: '/returns/:returnId/appeal',
      summary: 'Say why a refusal is wrong; somebody of the marketplace looks at it',
      idempotency: 'required',
      body: schemas.appealBody,
      replies: { 200: schemas.ownReturn },
      errors: ['return-not-found', 'appeal-closed'],
      handle: async (req) => {
        const found = await ownOf(needs, req.params.returnId, req.principal.id);
        if (isRefusal(found)) return found;
        const done = await commands.appeal(found.returnId, req.principal.id, req.body.text);
        return isRefusal(done) ? done : answer(found.returnId, req.principal.id);
      },
    }),
  ];
}
