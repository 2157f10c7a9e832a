/** What buyers and sellers do with conversations; what is not theirs is 404. */
import { isRefusal } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Commands } from './commands.ts';
import type { Queries, Reader } from './queries.ts';
import * as schemas from './schemas.ts';

export interface RouteNeeds {
  commands: Commands;
  queries: Queries;
}

const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;
const writing = { method: 'POST', limit: 'write', idempotency: 'required' } as const;
const marking = { method: 'POST', limit: 'write', idempotency: 'accepted' } as const;
const buyer = { audience: 'guest', owner: 'the conversation is the caller’s own' } as const;
const seller = {
  audience: 'seller',
  owner: 'the conversation is with a seller that the caller works for',
} as const;
const scoped = { roles: ['fulfilment', 'catalogue'], scopes: ['orders:write'] } as const;

const asBuyer = (principal: { id: string }): Reader => {
  return { userId: principal.id, author: 'buyer', sellerIds: [] };
};

export function messageRoutes(needs: RouteNeeds): Route[] {
  return [...buyerRoutes(needs), ...sellerRoutes(needs), responseRoute(needs), askRoute(needs)];
}

function askRoute({ commands, queries }: RouteNeeds): Route {
  return route({
    ...buyer,
    ...writing,
    path: '/messages',
    summary: 'Write to a seller about one of my orders or one of its products',
    description:
      'About an order: whoever bought it. About a product: accounts. The same thing and the same ' +
      'seller are one conversation, however often it is begun.',
    owner: 'the order is the caller’s own; a product is anybody’s',
    body: schemas.askBody,
    replies: { 201: schemas.threadReply },
    errors: ['message-about-not-found', 'message-needs-account', 'message-limit', 'thread-full'],
    handle: async (req) => {
      const { id: userId, kind } = req.principal;
      const thread = await commands.ask({ userId, isAccount: kind === 'user' }, req.body);
      if (isRefusal(thread)) return thread;
      const seen = await queries.thread(asBuyer(req.principal), thread.threadId, { limit: 50 });
      return isRefusal(seen) ? seen : reply(201, seen);
    },
  });
}

function buyerRoutes({ commands, queries }: RouteNeeds): Route[] {
  return [
    route({
      ...buyer,
      ...reading,
      path: '/messages',
      summary: 'My conversations with sellers, the last one written in first',
      query: schemas.listQuery,
      replies: { 200: schemas.threadPage },
      errors: ['validation-failed'],
      handle: (req) => queries.list(asBuyer(req.principal), req.query),
    }),
    route({
      ...buyer,
      ...reading,
      path: '/messages/:threadId',
      summary: 'One of my conversations, its newest messages first',
      params: schemas.threadParams,
      query: schemas.threadQuery,
      replies: { 200: schemas.threadReply },
      errors: ['thread-not-found'],
      handle: (req) => queries.thread(asBuyer(req.principal), req.params.threadId, req.query),
    }),
    route({
      ...buyer,
      ...writing,
      path: '/messages/:threadId',
      summary: 'Write into one of my conversations',
      params: schemas.threadParams,
      body: schemas.answerBody,
      replies: { 200: schemas.threadReply },
      errors: ['thread-not-found', 'message-limit', 'thread-full'],
      handle: async (req) => {
        const reader = asBuyer(req.principal);
        const { threadId } = req.params;
        const done = await commands.answer(threadId, { ...reader, text: req.body.text });
        return isRefusal(done) ? done : queries.thread(reader, threadId, { limit: 50 });
      },
    }),
    route({
      ...buyer,
      ...marking,
      path: '/messages/:threadId/read',
      summary: 'Note how far I have read',
      params: schemas.threadParams,
      body: schemas.readBody,
      replies: { 200: schemas.readReply },
      errors: ['thread-not-found'],
      handle: (req) => queries.markRead(asBuyer(req.principal), req.params.threadId, req.body.seq),
    }),
  ];
}

function sellerRoutes({ commands, queries }: RouteNeeds): Route[] {
  const asSeller = (req: { principal: { id: string }; sellerIds: readonly string[] }): Reader => {
    return { userId: req.principal.id, author: 'seller', sellerIds: req.sellerIds };
  };
  return [
    route({
      ...seller,
      ...reading,
      scopes: ['orders:read', 'orders:write'],
      path: '/seller/messages',
      summary: 'Conversations with buyers of my shop, the last one written in first',
      query: schemas.sellerListQuery,
      replies: { 200: schemas.threadPage },
      errors: ['validation-failed'],
      handle: (req) => queries.list(asSeller(req), req.query),
    }),
    route({
      ...seller,
      ...reading,
      scopes: ['orders:read', 'orders:write'],
      path: '/seller/messages/:threadId',
      summary: 'A conversation with a buyer, its newest messages first',
      params: schemas.threadParams,
      query: schemas.threadQuery,
      replies: { 200: schemas.threadReply },
      errors: ['thread-not-found'],
      handle: (req) => queries.thread(asSeller(req), req.params.threadId, req.query),
    }),
    route({
      ...seller,
      ...writing,
      ...scoped,
      path: '/seller/messages/:threadId',
      summary: 'Answer a buyer',
      params: schemas.threadParams,
      body: schemas.answerBody,
      replies: { 200: schemas.threadReply },
      errors: ['thread-not-found', 'message-limit', 'thread-full'],
      handle: async (req) => {
        const reader = asSeller(req);
        const { threadId } = req.params;
        const done = await commands.answer(threadId, { ...reader, text: req.body.text });
        return isRefusal(done) ? done : queries.thread(reader, threadId, { limit: 50 });
      },
    }),
    route({
      ...seller,
      ...marking,
      ...scoped,
      path: '/seller/messages/:threadId/read',
      summary: 'Note how far my shop has read',
      params: schemas.threadParams,
      body: schemas.readBody,
      replies: { 200: schemas.readReply },
      errors: ['thread-not-found'],
      handle: (req) => queries.markRead(asSeller(req), req.params.threadId, req.body.seq),
    }),
  ];
}

function responseRoute({ queries }: RouteNeeds): Route {
  return route({
    ...reading,
    audience: 'public',
    owner: 'none',
    path: '/sellers/:sellerId/response',
    summary: 'How fast a seller answers: the median of first answers, 30 days',
    params: schemas.sellerParams,
    replies: { 200: schemas.responseReply },
    errors: [],
    handle: (req) => queries.response(req.params.sellerId),
  });
}
