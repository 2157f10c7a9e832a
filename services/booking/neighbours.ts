/** The rooms that this one calls. */
import type { RoomContext } from '#kernel/service.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';

export const neighboursOf = (ctx: Pick<RoomContext, 'client'>) => ({
  identity: ctx.client(identityCalls),
  payments: ctx.client(paymentsCalls),
  sellers: ctx.client(sellersCalls),
});
