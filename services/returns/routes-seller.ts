/** What sellers do with what comes back to them. */
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Clock } from '#kernel/core/clock.ts';
import type { Approve } from './approve.ts';
import type { Desk, DeskWho } from './desk.ts';
import type { Queries } from './queries.ts';
import { noReturn } from './routes.ts';
import * as schemas from './schemas.ts';
import { sellerReturnJson, sellerSummaryJson } from './views.ts';

export interface DeskRouteNeeds {
  desk: Desk;
  approve: Approve;
  queries: Queries;
  clock: Clock;
}

const own = {
  audience: 'seller',
  owner: 'the return goes back to a seller of the caller',
} as const;
const reading = {
  method: 'GET',
  scopes: ['orders:read', 'orders:write'],
  limit: 'read',
  idempotency: 'none',
} as const;
const writing = {
  method: 'POST',
  roles: ['fulfilment', 'finance'],
  scopes: ['orders:write'],
  limit: 'write',
  idempotency: 'required',
} as const;

interface Caller {
  principal: { id: string };
  sellerIds: readonly string[];
}

const whoOf = ({ sellerIds }: Caller): DeskWho => {
  return { sellerIds, actor: `seller:${sellerIds[0] ?? ''}` };
};

export function sellerRoutes(needs: DeskRouteNeeds): Route[] {
  return [...reads(needs), ...steps(needs), ...decisions(needs)];
}

async function theirs({ queries }: DeskRouteNeeds, key: string, sellerIds: readonly string[]) {
  const found = await queries.whole(key);
  return found && sellerIds.includes(found.sellerId) ? found : noReturn(key);
}

async function answer(needs: DeskRouteNeeds, key: string, sellerIds: readonly string[]) {
  const found = await theirs(needs, key, sellerIds);
  if (isRefusal(found)) return found;
  const json = sellerReturnJson(found, needs.clock.now());
  return reply(200, json, { etag: etagOf(JSON.stringify(json)) });
}

function reads(needs: DeskRouteNeeds): Route[] {
  return [
    route({
      ...own,
      ...reading,
      path: '/seller/returns',
      summary: 'What comes back to my shop, newest first',
      query: schemas.sellerListQuery,
      replies: { 200: schemas.sellerPage },
      errors: ['validation-failed'],
      handle: async (req) => {
        const page = await needs.queries.ofSellers(req.sellerIds, req.query);
        return isRefusal(page) ? page : { ...page, data: page.data.map(sellerSummaryJson) };
      },
    }),
    route({
      ...own,
      ...reading,
      path: '/seller/returns/:returnId',
      summary: 'A return to my shop, by its id or the number on its label',
      params: schemas.returnParams,
      replies: { 200: schemas.sellerReturn },
      errors: ['return-not-found'],
      handle: (req) => answer(needs, req.params.returnId, req.sellerIds),
    }),
    route({
      ...own,
      ...reading,
      path: '/seller/returns/:returnId/worth',
      summary: 'What would go back to the buyer if I granted these units',
      params: schemas.returnParams,
      query: schemas.worthQuery,
      replies: { 200: schemas.worth },
      errors: [
        'return-not-found',
        'line-not-found',
        'return-quantity-too-high',
        'validation-failed',
      ],
      handle: async (req) => {
        const found = await theirs(needs, req.params.returnId, req.sellerIds);
        if (isRefusal(found)) return found;
        const worth = await needs.queries.worth(found, req.query.items);
        if (isRefusal(worth)) return worth;
        const { currency } = found;
        return reply(200, {
          amount: toMajor(worth.amount_minor, currency),
          shipping: toMajor(worth.shipping_minor, currency),
          currency,
        });
      },
    }),
  ];
}

/** Finds the return by id or number, does one step on it, answers with what it is now. */
async function stepped<R extends Refusal>(
  needs: DeskRouteNeeds,
  of: { key: string; who: DeskWho },
  step: (returnId: string) => Promise<true | R>,
) {
  const found = await theirs(needs, of.key, of.who.sellerIds ?? []);
  if (isRefusal(found)) return found;
  const done = await step(found.returnId);
  return isRefusal(done) ? done : answer(needs, found.returnId, of.who.sellerIds ?? []);
}

function steps(needs: DeskRouteNeeds): Route[] {
  const { desk } = needs;
  const shared = { ...own, ...writing, params: schemas.returnParams } as const;
  const errors = ['return-not-found', 'return-status-conflict'] as const;
  return [
    route({
      ...shared,
      path: '/seller/returns/:returnId/receive',
      summary: 'The parcel has arrived',
      replies: { 200: schemas.sellerReturn },
      errors,
      handle: (req) => {
        const who = whoOf(req);
        return stepped(needs, { key: req.params.returnId, who }, (id) => desk.receive(id, who));
      },
    }),
    route({
      ...shared,
      path: '/seller/returns/:returnId/inspect',
      summary: 'What is in it, unit by unit: back onto the shelf or written off',
      body: schemas.inspectBody,
      replies: { 200: schemas.sellerReturn },
      errors: [...errors, 'line-not-found', 'return-quantity-too-high', 'warehouse-not-found'],
      handle: (req) => {
        const who = whoOf(req);
        return stepped(needs, { key: req.params.returnId, who }, (id) =>
          desk.inspect(id, who, req.body),
        );
      },
    }),
    route({
      ...shared,
      path: '/seller/returns/:returnId/ship',
      summary: 'What comes instead has left',
      body: schemas.shipBody,
      replies: { 200: schemas.sellerReturn },
      errors,
      handle: (req) => {
        const who = whoOf(req);
        return stepped(needs, { key: req.params.returnId, who }, (id) =>
          desk.shipReplacement(id, who, req.body),
        );
      },
    }),
  ];
}

function decisions(needs: DeskRouteNeeds): Route[] {
  const { desk, approve } = needs;
  const shared = { ...own, ...writing, params: schemas.returnParams } as const;
  const errors = ['return-not-found', 'return-status-conflict'] as const;
  return [
    route({
      ...shared,
      path: '/seller/returns/:returnId/approve',
      summary: 'Grant a return, whole or in part; money or replacement follow by themselves',
      body: schemas.approveBody,
      replies: { 200: schemas.sellerReturn },
      errors: [...errors, 'line-not-found', 'return-quantity-too-high'],
      handle: (req) => {
        const who = whoOf(req);
        const requestKey = `${req.principal.id}:${req.idempotencyKey ?? ''}`;
        return stepped(needs, { key: req.params.returnId, who }, (returnId) =>
          approve({ returnId, who, body: req.body, requestKey }),
        );
      },
    }),
    route({
      ...shared,
      path: '/seller/returns/:returnId/reject',
      summary: 'Refuse a return, with the reason and what shows it',
      body: schemas.rejectBody,
      replies: { 200: schemas.sellerReturn },
      errors,
      handle: (req) => {
        const who = whoOf(req);
        return stepped(needs, { key: req.params.returnId, who }, (id) =>
          desk.reject(id, who, req.body),
        );
      },
    }),
  ];
}
