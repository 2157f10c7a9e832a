/** Who knows something about a person: memberships, and every room that holds data of people. */
import type { RoomContext } from '#kernel/service.ts';
import { cartCalls } from '#services/cart/contract.ts';
import { checkoutCalls } from '#services/checkout/contract.ts';
import { creditCalls } from '#services/credit/contract.ts';
import { mediaCalls } from '#services/media/contract.ts';
import { messagesCalls } from '#services/messages/contract.ts';
import { notificationsCalls } from '#services/notifications/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { recommendationsCalls } from '#services/recommendations/contract.ts';
import { returnsCalls } from '#services/returns/contract.ts';
import { reviewsCalls } from '#services/reviews/contract.ts';
import { sellersCalls, type Seller } from '#services/sellers/contract.ts';
import { wishesCalls } from '#services/wishes/contract.ts';

/** Both reject when the sellers room is away. */
export function sellerFacts(ctx: RoomContext) {
  const sellers = ctx.client(sellersCalls);
  return {
    memberships: async (userId: string) => (await sellers.memberships({ userId })).memberships,
    async seller(sellerId: string): Promise<Seller | undefined> {
      return (await sellers.sellers({ sellerIds: [sellerId] })).sellers[0];
    },
  };
}

/** The other rooms that hold something about people, in the order of the document. */
export function personalSources(ctx: RoomContext) {
  const rooms = [
    { room: 'sellers', client: ctx.client(sellersCalls) },
    { room: 'cart', client: ctx.client(cartCalls) },
    { room: 'checkout', client: ctx.client(checkoutCalls) },
    { room: 'orders', client: ctx.client(ordersCalls) },
    { room: 'payments', client: ctx.client(paymentsCalls) },
    { room: 'pricing', client: ctx.client(pricingCalls) },
    { room: 'credit', client: ctx.client(creditCalls) },
    { room: 'returns', client: ctx.client(returnsCalls) },
    { room: 'reviews', client: ctx.client(reviewsCalls) },
    { room: 'media', client: ctx.client(mediaCalls) },
    { room: 'recommendations', client: ctx.client(recommendationsCalls) },
    { room: 'messages', client: ctx.client(messagesCalls) },
    { room: 'wishes', client: ctx.client(wishesCalls) },
    { room: 'notifications', client: ctx.client(notificationsCalls) },
  ];
  return rooms.map(({ room, client }) => ({ room, page: client.personalData }));
}
