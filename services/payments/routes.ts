import { Type } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { statusSchema } from './contract.ts';
import type { Fare } from './fare.ts';
import type { Gateway } from './gateway.ts';
import { paymentJson, type Queries } from './queries.ts';
import { chargebackJson, chargebackReply, disputeRoutes } from './routes-dispute.ts';
import { fareRoute, type Offered } from './routes-fare.ts';
import { savedRoutes } from './routes-saved.ts';
import type { Saved } from './saved.ts';
import type { Intake } from './webhook.ts';

interface Deps {
  queries: Queries;
  saved: Saved;
  gateways: ReadonlyMap<string, Gateway>;
  intake: Intake;
  fare: Fare;
  offered: Offered;
}

const text = Type.String();
const textOrNull = Type.Union([Type.String(), Type.Null()]);
const paymentReply = {
  paymentId: text,
  checkoutId: text,
  userId: text,
  attempt: Type.Integer(),
  method: text,
  gateway: text,
  status: text,
  amount: Type.Number(),
  captured: Type.Number(),
  refunded: Type.Number(),
  covered: Type.Number(),
  currency: text,
  gatewayTransactionId: textOrNull,
  declineCode: textOrNull,
  declineClass: textOrNull,
  createdAt: text,
};
const detailReply = Type.Object({
  ...paymentReply,
  refunds: Type.Array(
    Type.Object({
      refundId: text,
      amount: Type.Number(),
      /** What a lost chargeback has paid of it. */
      covered: Type.Number(),
      status: text,
      /** It waits for a chargeback to end, since. */
      waitsFor: textOrNull,
      waitsSince: textOrNull,
      reason: text,
      orderId: textOrNull,
      createdAt: text,
    }),
  ),
  journal: Type.Array(Type.Object({ txnId: text, account: text, amount: Type.Number(), at: text })),
  turns: Type.Array(Type.Object({ turn: Type.Integer(), gateway: text, reason: text, at: text })),
  chargebacks: Type.Array(Type.Object(chargebackReply)),
  breaks: Type.Array(
    Type.Object({ kind: text, detail: Type.Any(), createdAt: text, resolvedAt: textOrNull }),
  ),
});

const listQuery = Type.Object({
  checkoutId: Type.Optional(idSchema('chk')),
  status: Type.Optional(statusSchema),
  ...pageQuery,
});

export function paymentRoutes({ queries, saved, gateways, intake, fare, offered }: Deps): Route[] {
  // Those that are not configured are there as well, so that a wrong address says so.
  const telling = ['stripe', 'paypal', ...(gateways.has('sandbox') ? ['sandbox'] : [])];
  const admin = {
    method: 'GET',
    audience: 'admin',
    owner: 'none',
    limit: 'read',
    idempotency: 'none',
  } as const;
  return [
    ...telling.map((name) => webhookRoute(name, gateways.get(name), intake)),
    ...savedRoutes(saved),
    fareRoute(fare, offered),
    ...disputeRoutes(queries),
    route({
      ...admin,
      path: '/admin/payments',
      summary: 'Payment attempts, newest first',
      query: listQuery,
      replies: { 200: pageOf(Type.Object(paymentReply)) },
      errors: ['validation-failed'],
      handle: async ({ query }) => {
        const before = idCursor(query.cursor, 'pay');
        if (isRefusal(before)) return before;
        const { checkoutId = null, status = null, limit } = query;
        const rows = await queries.list({ checkoutId, status, before, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.paymentId]);
        return reply(200, { ...page, data: page.data.map(paymentJson) });
      },
    }),
    route({
      ...admin,
      path: '/admin/payments/:paymentId',
      summary: 'A payment attempt with its refunds, journal and breaks',
      params: Type.Object({ paymentId: idSchema('pay') }),
      replies: { 200: detailReply },
      errors: ['payment-not-found'],
      handle: async ({ params }) => {
        const found = await queries.detail(params.paymentId);
        return found ? reply(200, detailJson(found)) : refuse('payment-not-found', params);
      },
    }),
  ];
}

function webhookRoute(name: string, gateway: Gateway | undefined, intake: Intake): Route {
  return route({
    method: 'POST',
    path: `/webhooks/${name}`,
    summary: `News from the gateway ${name}, signed`,
    description:
      'The signature is checked over the bytes as they came, in the way of the gateway; what is ' +
      'signed wrongly or older than 300 s is refused, and repeats change nothing.',
    audience: 'webhook',
    owner: 'none',
    limit: 'none',
    idempotency: 'none',
    bodyLimit_bytes: 65_536,
    replies: { 204: null },
    errors: ['webhook-refused', 'not-found'],
    handle: async ({ raw, headers }) => {
      if (!gateway) return refuse('not-found', { gateway: name });
      const header = (which: string) => {
        const value = headers[which];
        return typeof value === 'string' ? value : undefined;
      };
      const taken = await intake.receive(gateway, { raw, header });
      return isRefusal(taken) ? taken : reply(204, null);
    },
  });
}

function detailJson({ row, ...more }: NonNullable<Awaited<ReturnType<Queries['detail']>>>) {
  const major = (minor: number) => (minor === 0 ? 0 : toMajor(minor, row.currency));
  return {
    ...paymentJson(row),
    refunds: more.refunds.map(({ amount_minor, covered_minor, createdAt, ...refund }) => ({
      ...refund,
      amount: major(amount_minor),
      covered: major(covered_minor),
      waitsFor: refund.waitsSince ? 'chargeback' : null,
      waitsSince: refund.waitsSince?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    })),
    journal: more.journal.map(({ txnId, account, amount_minor, at }) => ({
      txnId,
      account,
      amount: major(amount_minor),
      at: at.toISOString(),
    })),
    turns: more.turns.map(({ at, ...turn }) => ({ ...turn, at: at.toISOString() })),
    chargebacks: more.chargebacks.map(chargebackJson),
    breaks: more.breaks.map(({ kind, detail, createdAt, resolvedAt }) => ({
      kind,
      detail,
      createdAt: createdAt.toISOString(),
      resolvedAt: resolvedAt?.toISOString() ?? null,
    })),
  };
}
