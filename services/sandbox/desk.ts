// The gateway's own desk: what somebody does there by hand, and what buyers' banks do. The shop
// hears of it by news alone.
import { Type, type Static } from 'typebox';
import { amount_minor_max } from '#kernel/core/limit.ts';
import { idSchema, newId } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { RoomContext } from '#kernel/service.ts';
import { disputeStatus } from './contract.ts';
import { capturedOf, keepDispute, queueNews, readDispute } from './store-desk.ts';
import { makeRefund } from './store.ts';

const minor = Type.Integer({ minimum: 1, maximum: amount_minor_max });
const refundBody = Type.Object({ paymentRef: idSchema('pay'), amount_minor: minor });
const disputeBody = Type.Object({
  paymentRef: idSchema('pay'),
  /** Left out: a new one. */
  disputeId: Type.Optional(idSchema('gds')),
  status: disputeStatus,
  /** Left out: all that was captured. */
  amount_minor: Type.Optional(minor),
  /** What the gateway keeps for the case. */
  fee_minor: Type.Optional(Type.Integer({ minimum: 0, maximum: amount_minor_max })),
  /** No news of it are sent, as if they had been lost. */
  quiet: Type.Optional(Type.Boolean()),
});

const disputeReason = 'fraudulent';

export type Desk = ReturnType<typeof sandboxDesk>;

export function sandboxDesk({ db }: RoomContext) {
  /** Gives money back without being asked by the shop. */
  async function refund({
    paymentRef,
    amount_minor,
  }: {
    paymentRef: string;
    amount_minor: number;
  }) {
    return db.tx(async (tx) => {
      const charge = await capturedOf(tx, paymentRef);
      if (!charge) return refuse('sandbox-charge-not-found', { paymentRef });
      const id = newId('gtx');
      const { currency } = charge;
      const wish = { key: `hand:${id}`, chargeKey: charge.key, transactionId: id };
      const made = await makeRefund(tx, { ...wish, amount_minor, currency });
      if (typeof made === 'string') return refuse('sandbox-refund-too-high', { amount_minor });
      const refunded = { id, key: null, amount_minor, currency };
      const news = { id: newId('gwe'), type: 'refund.made', paymentRef, refund: refunded };
      await queueNews(tx, JSON.stringify(news));
      return { refundId: id };
    });
  }

  /** A buyer's bank takes money back, or its case ends. */
  async function dispute(of: Static<typeof disputeBody>) {
    return db.tx(async (tx) => {
      const { paymentRef, status, fee_minor = 0 } = of;
      const charge = await capturedOf(tx, paymentRef);
      if (!charge) return refuse('sandbox-charge-not-found', { paymentRef });
      const { currency } = charge;
      const amount_minor = of.amount_minor ?? charge.amount_minor;
      const id = of.disputeId ?? newId('gds');
      const told = { id, amount_minor, currency, reason: disputeReason, status, fee_minor };
      const news = { id: newId('gwe'), type: 'dispute.changed', paymentRef, dispute: told };
      await keepDispute(tx, { ...told, paymentRef });
      if (!of.quiet) await queueNews(tx, JSON.stringify(news));
      return { disputeId: id };
    });
  }

  async function disputeOf({ disputeId }: { disputeId: string }) {
    const found = await readDispute(db, disputeId);
    if (!found) return { state: 'absent' as const };
    return { state: 'disputed' as const, ...found, reason: disputeReason };
  }

  return { refund, dispute, disputeOf };
}

/** For tests and for showing what happens; none of this exists in production. */
export function deskRoutes(desk: Desk): Route[] {
  const open = {
    prefix: '',
    method: 'POST',
    audience: 'dev',
    owner: 'none',
    idempotency: 'none',
    limit: 'none',
  } as const;
  return [
    route({
      ...open,
      path: '/sandbox/desk/refunds',
      summary: 'Give money back at the gateway, without the shop',
      body: refundBody,
      replies: { 201: Type.Object({ refundId: Type.String() }) },
      errors: ['sandbox-charge-not-found', 'sandbox-refund-too-high'],
      handle: async ({ body }) => {
        const made = await desk.refund(body);
        return isRefusal(made) ? made : reply(201, made);
      },
    }),
    route({
      ...open,
      path: '/sandbox/desk/disputes',
      summary: "A buyer's bank takes money back, or decides",
      body: disputeBody,
      replies: { 201: Type.Object({ disputeId: Type.String() }) },
      errors: ['sandbox-charge-not-found'],
      handle: async ({ body }) => {
        const made = await desk.dispute(body);
        return isRefusal(made) ? made : reply(201, made);
      },
    }),
  ];
}
