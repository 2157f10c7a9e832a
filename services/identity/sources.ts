/** Who knows something about a person: memberships, and every room that holds data of people. */
import type { RoomContext } from '#kernel/service.ts';
import { cartCalls } from '#services/cart/contract.ts';
import { checkoutCalls } from '#services/checkout/contract.ts';
import { creditCalls } from '#services/credit/contract.ts';
import { ordersCalls } from '#services/orders/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import { returnsCalls } from '#services/returns/contract.ts';
import { sellersCalls, type Seller } from '#services/sellers/contract.ts';
import { otherSources } from './sources-more.ts';

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
    ...otherSources(ctx),
  ];
  return rooms.map(({ room, client }) => ({ room, page: client.personalData }));
}
