// What operators do with returns: everything sellers do and over their heads, appeals, cash, money
// back without goods, and the rules of what can go back.
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { isAdmin } from '#kernel/http/principal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Commands } from './commands.ts';
import type { DeskWho } from './desk.ts';
import type { GivenBack, GoodwillOf } from './goodwill.ts';
import { announceErrors, noReturn } from './routes.ts';
import type { DeskRouteNeeds } from './routes-seller.ts';
import * as schemas from './schemas.ts';
import { adminReturnJson, adminSummaryJson } from './views.ts';

export interface AdminNeeds extends DeskRouteNeeds {
  commands: Commands;
  giveBack(of: GoodwillOf): Promise<GivenBack | Refusal>;
  paidOut(returnId: string, reference: string): Promise<boolean>;
  /** False when nothing of the return was given up. */
  carryOut(returnId: string): Promise<boolean>;
}

const operator = { audience: 'admin', owner: 'none' } as const;
const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;
const writing = {
  method: 'POST',
  roles: ['support', 'finance'],
  limit: 'write',
  idempotency: 'required',
} as const;

export function adminRoutes(needs: AdminNeeds): Route[] {
  return [
    ...reads(needs),
    ...decisions(needs),
    payoutRoute(needs),
    carryOutRoute(needs),
    ...onOrders(needs),
  ];
}

async function answer({ queries, clock }: AdminNeeds, key: string) {
  const found = await queries.whole(key);
  return found ? reply(200, adminReturnJson(found, clock.now())) : noReturn(key);
}

function reads(needs: AdminNeeds): Route[] {
  return [
    route({
      ...operator,
      ...reading,
      path: '/admin/returns',
      summary: 'Returns of everybody, newest first; `waiting`: those that need a person',
      query: schemas.adminListQuery,
      replies: { 200: schemas.adminPage },
      errors: ['validation-failed'],
      handle: async (req) => {
        const page = await needs.queries.ofEverybody(req.query);
        return isRefusal(page) ? page : { ...page, data: page.data.map(adminSummaryJson) };
      },
    }),
    route({
      ...operator,
      ...reading,
      path: '/admin/returns/:returnId',
      summary: 'Any return, by its id or number',
      params: schemas.returnParams,
      replies: { 200: schemas.adminReturn },
      errors: ['return-not-found'],
      handle: (req) => answer(needs, req.params.returnId),
    }),
  ];
}

/** Finds the return by id or number, does one step on it, answers with what it is now. */
async function stepped<R extends Refusal>(
  needs: AdminNeeds,
  key: string,
  step: (returnId: string) => Promise<true | R>,
) {
  const found = await needs.queries.whole(key);
  if (!found) return noReturn(key);
  const done = await step(found.returnId);
  return isRefusal(done) ? done : answer(needs, found.returnId);
}

const whoOf = ({ principal }: { principal: { id: string } }): DeskWho => {
  return { sellerIds: null, actor: `admin:${principal.id}` };
};

function decisions(needs: AdminNeeds): Route[] {
  const shared = { ...operator, ...writing, params: schemas.returnParams } as const;
  const errors = ['return-not-found', 'return-status-conflict'] as const;
  return [
    route({
      ...shared,
      path: '/admin/returns/:returnId/approve',
      summary: 'Grant a return over its seller’s head, or hear an appeal',
      description:
        'Also before the parcel is there and after a refusal. Units that are not named as fit ' +
        'for the shelf are written off.',
      body: schemas.adminApproveBody,
      replies: { 200: schemas.adminReturn },
      errors: [...errors, 'line-not-found', 'return-quantity-too-high'],
      handle: (req) => {
        const requestKey = `${req.principal.id}:${req.idempotencyKey ?? ''}`;
        return stepped(needs, req.params.returnId, (returnId) =>
          needs.approve({ returnId, who: whoOf(req), body: req.body, requestKey }),
        );
      },
    }),
    route({
      ...shared,
      path: '/admin/returns/:returnId/reject',
      summary: 'Refuse a return that was inspected, or leave a refusal as it is after an appeal',
      body: schemas.rejectBody,
      replies: { 200: schemas.adminReturn },
      errors,
      handle: (req) =>
        stepped(needs, req.params.returnId, (id) => needs.desk.reject(id, whoOf(req), req.body)),
    }),
  ];
}

function payoutRoute(needs: AdminNeeds): Route {
  return route({
    ...operator,
    ...writing,
    roles: ['finance'],
    path: '/admin/returns/:returnId/paid-out',
    summary: 'The money of a return that was paid at the door has been handed back',
    params: schemas.returnParams,
    body: schemas.payoutBody,
    replies: { 200: schemas.adminReturn },
    errors: ['return-not-found', 'return-status-conflict'],
    handle: (req) =>
      stepped(needs, req.params.returnId, async (returnId) => {
        const found = await needs.queries.whole(returnId);
        if (found?.status === 'REFUNDED') return true as const;
        const due = found?.attention === 'payout-due';
        const done = due && (await needs.paidOut(returnId, req.body.reference));
        return done ? (true as const) : refuse('return-status-conflict', { status: found?.status });
      }),
  });
}

function carryOutRoute(needs: AdminNeeds): Route {
  return route({
    ...operator,
    ...writing,
    path: '/admin/returns/:returnId/carry-out',
    summary: 'Carry a decision out again whose saga was given up; nothing is done twice',
    params: schemas.returnParams,
    replies: { 200: schemas.adminReturn },
    errors: ['return-not-found', 'return-status-conflict'],
    handle: (req) =>
      stepped(needs, req.params.returnId, async (returnId) =>
        (await needs.carryOut(returnId))
          ? (true as const)
          : refuse('return-status-conflict', { reason: 'not-given-up' }),
      ),
  });
}

function onOrders(needs: AdminNeeds): Route[] {
  const { commands, queries, clock } = needs;
  const shared = { ...operator, ...writing, params: schemas.orderParams } as const;
  return [
    route({
      ...shared,
      path: '/admin/orders/:orderId/return',
      summary: 'Open a return for a buyer, also outside the rules or for a parcel nobody took in',
      body: schemas.requestBody,
      replies: { 201: schemas.adminMadeReply },
      errors: announceErrors,
      handle: async (req) => {
        const made = await commands.request({
          key: req.params.orderId,
          who: { userId: null, actor: `admin:${req.principal.id}`, operator: true },
          body: req.body,
          requestKey: `${req.principal.id}:${req.idempotencyKey ?? ''}`,
        });
        if (isRefusal(made)) return made;
        const all = await queries.wholes(made);
        return reply(201, { returns: all.map((one) => adminReturnJson(one, clock.now())) });
      },
    }),
    route({
      ...shared,
      path: '/admin/orders/:orderId/refund',
      summary: 'Give a part of the money back without a return',
      description:
        'The amount or nothing: more than was captured and is not going back already is refused. ' +
        'Support may give up to 100 of a currency at once.',
      body: schemas.refundBody,
      replies: { 200: schemas.refundReply },
      errors: [
        'order-not-found',
        'amount-precision',
        'refund-needs-finance',
        'refund-too-high',
        'payment-not-captured',
        'payment-not-found',
      ],
      handle: async (req) => {
        const { id } = req.principal;
        const made = await needs.giveBack({
          key: req.params.orderId,
          ...req.body,
          requestKey: `${id}:${req.idempotencyKey ?? ''}`,
          actor: `admin:${id}`,
          finance: isAdmin(req.principal, ['finance']),
        });
        return isRefusal(made) ? made : reply(200, made);
      },
    }),
  ];
}
