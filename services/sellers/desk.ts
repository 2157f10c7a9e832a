/** What waits for the sellers of somebody, asked of the rooms in which it waits. */
import { Type } from 'typebox';
import { isRefusal } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { RoomContext } from '#kernel/service.ts';
import { catalogCalls } from '#services/catalog/contract.ts';
import { messagesCalls } from '#services/messages/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { returnsCalls } from '#services/returns/contract.ts';
import { reviewsCalls } from '#services/reviews/contract.ts';
import { waitingSchema, type Waiting } from './contract.ts';

const known = Type.Union([waitingSchema, Type.Null()], {
  description: 'null: its room does not answer now.',
});

const waitingReply = Type.Object({
  toSend: known,
  returns: known,
  questions: known,
  messages: known,
  lowStock: known,
  withoutPicture: known,
  products: known,
});

/** The desk: five calls at once, a statement each; a room that is away costs its own lines only. */
export function deskRoute(ctx: Pick<RoomContext, 'client' | 'log'>): Route {
  const [orders, returns] = [ctx.client(ordersCalls), ctx.client(returnsCalls)];
  const [reviews, messages] = [ctx.client(reviewsCalls), ctx.client(messagesCalls)];
  const catalog = ctx.client(catalogCalls);
  return route({
    method: 'GET',
    path: '/seller/waiting',
    summary: 'What waits for my seller: how many orders, returns, questions and so on',
    description:
      'Counted among the newest 10,000 of each; more says that there are older ones. The lists ' +
      'are /seller/orders?toSend=true, /seller/returns?waiting=true, ' +
      '/seller/reviews?kind=question&open=true, /seller/messages?unread=true and ' +
      '/seller/products?needs=low-stock or no-picture.',
    audience: 'seller',
    scopes: ['orders:read'],
    owner: 'only what waits for sellers of the caller',
    limit: 'read',
    idempotency: 'none',
    replies: { 200: waitingReply },
    errors: [],
    handle: async (req) => {
      const of = { sellerIds: [...req.sellerIds] };
      const [sent, back, asked, written, goods] = await Promise.all([
        told(ctx.log, () => orders.waiting(of)),
        told(ctx.log, () => returns.waiting(of)),
        told(ctx.log, () => reviews.waiting(of)),
        told(ctx.log, () => messages.waiting(of)),
        told(ctx.log, () => catalog.waiting(of)),
      ]);
      return reply(200, {
        toSend: sent?.toSend ?? null,
        returns: back?.returns ?? null,
        questions: asked?.questions ?? null,
        messages: written?.messages ?? null,
        lowStock: goods?.lowStock ?? null,
        withoutPicture: goods?.withoutPicture ?? null,
        products: goods?.products ?? null,
      });
    },
  });
}

/** The answer of a room; null where there is none. */
async function told<T extends Record<string, Waiting>>(
  log: RoomContext['log'],
  ask: () => Promise<T>,
): Promise<T | null> {
  try {
    const answer = await ask();
    return isRefusal(answer) ? null : answer;
  } catch (error) {
    log.warn({ err: error }, 'a room does not say what waits');
    return null;
  }
}
