/** What moderators and sellers see and do. */
import { isRefusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Desk } from './desk.ts';
import type { Queries } from './queries.ts';
import * as schemas from './schemas.ts';

export interface DeskNeeds {
  desk: Desk;
  queries: Queries;
}

const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;
const writing = { limit: 'write', idempotency: 'accepted' } as const;
const admin = { audience: 'admin', roles: ['support', 'catalogue'], owner: 'none' } as const;
const seller = {
  audience: 'seller',
  owner: 'the product is sold by a seller of the caller',
} as const;

export function deskRoutes(needs: DeskNeeds): Route[] {
  return [...queueRoutes(needs), ...decideRoutes(needs), ...sellerRoutes(needs)];
}

function queueRoutes({ queries }: DeskNeeds): Route[] {
  return [
    route({
      ...admin,
      ...reading,
      path: '/admin/reviews',
      summary: 'Reviews, questions and answers that wait for a moderator, the oldest first',
      query: schemas.deskQuery,
      replies: { 200: schemas.deskPage },
      errors: ['validation-failed'],
      handle: (req) => queries.desk(req.query),
    }),
    route({
      ...admin,
      ...reading,
      path: '/admin/reviews/:postId',
      summary: 'One of them with its history and the complaints about it',
      params: schemas.postParams,
      replies: { 200: schemas.deskPost },
      errors: ['review-not-found'],
      handle: async (req) => {
        const found = await queries.deskOne(req.params.postId);
        return isRefusal(found) ? found : reply(200, found, { etag: etagOf(found.version) });
      },
    }),
  ];
}

function decideRoutes({ desk, queries }: DeskNeeds): Route[] {
  const now = async (done: Awaited<ReturnType<Desk['approve']>>, postId: string) =>
    isRefusal(done) ? done : queries.deskOne(postId);
  return [
    route({
      ...admin,
      ...writing,
      method: 'POST',
      path: '/admin/reviews/:postId/approve',
      summary: 'Let readers see it; complaints about it are dealt with',
      params: schemas.postParams,
      replies: { 200: schemas.deskPost },
      errors: ['review-not-found', 'review-state-conflict'],
      handle: async (req) => {
        const { postId } = req.params;
        return now(await desk.approve(postId, req.principal.id), postId);
      },
    }),
    route({
      ...admin,
      ...writing,
      method: 'POST',
      path: '/admin/reviews/:postId/reject',
      summary: 'Keep it from readers, or hide what they have seen; the author reads the reason',
      params: schemas.postParams,
      body: schemas.reasonBody,
      replies: { 200: schemas.deskPost },
      errors: ['review-not-found', 'review-state-conflict', 'validation-failed'],
      handle: async (req) => {
        const { postId } = req.params;
        const done = await desk.reject(postId, req.principal.id, req.body.reason);
        return isRefusal(done) ? done : queries.deskOne(postId);
      },
    }),
    route({
      ...admin,
      ...writing,
      method: 'POST',
      path: '/admin/reviews/:postId/pictures/reject',
      summary: 'Keep the pictures of a review from readers; the author reads the reason',
      params: schemas.postParams,
      body: schemas.reasonBody,
      replies: { 200: schemas.deskPost },
      errors: ['review-not-found', 'review-state-conflict', 'validation-failed'],
      handle: async (req) => {
        const { postId } = req.params;
        const { reason } = req.body;
        const done = await desk.rejectPictures(postId, req.principal.id, reason);
        return isRefusal(done) ? done : queries.deskOne(postId);
      },
    }),
    route({
      ...admin,
      ...writing,
      method: 'DELETE',
      path: '/admin/reviews/:postId/reply',
      summary: 'Take away what a seller said to a review',
      params: schemas.postParams,
      replies: { 204: null },
      errors: ['review-not-found', 'validation-failed'],
      handle: async (req) => {
        const done = await desk.reply(req.params.postId, null, null);
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
  ];
}

function sellerRoutes({ desk, queries }: DeskNeeds): Route[] {
  const answering = { ...seller, ...writing, roles: ['catalogue', 'fulfilment'] } as const;
  const path = '/seller/reviews/:reviewId/reply';
  return [
    route({
      ...seller,
      ...reading,
      path: '/seller/reviews',
      summary: 'What buyers write about my goods, or ask, newest first',
      query: schemas.sellerQuery,
      replies: { 200: schemas.sellerPage },
      errors: ['validation-failed'],
      handle: (req) => queries.ofSellers(req.sellerIds, req.query),
    }),
    route({
      ...answering,
      method: 'PUT',
      path,
      summary: 'Say something to a review of my goods, once; again says it anew',
      params: schemas.reviewParams,
      body: schemas.replyBody,
      replies: { 204: null },
      errors: ['review-not-found', 'validation-failed'],
      handle: async (req) => {
        const done = await desk.reply(req.params.reviewId, req.sellerIds, req.body.text);
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
    route({
      ...answering,
      method: 'DELETE',
      path,
      summary: 'Take back what I said to a review',
      params: schemas.reviewParams,
      replies: { 204: null },
      errors: ['review-not-found', 'validation-failed'],
      handle: async (req) => {
        const done = await desk.reply(req.params.reviewId, req.sellerIds, null);
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
  ];
}
