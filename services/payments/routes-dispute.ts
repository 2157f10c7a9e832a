import { Type } from 'typebox';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { jsonOf } from './news-sandbox.ts';
import type { Queries } from './queries.ts';
import type { ChargebackRow } from './store-dispute.ts';

const text = Type.String();
const textOrNull = Type.Union([Type.String(), Type.Null()]);

export const chargebackReply = {
  gateway: text,
  disputeId: text,
  amount: Type.Number(),
  currency: text,
  reason: text,
  /** In the gateway's words. */
  status: text,
  /** null while it is open. */
  won: Type.Union([Type.Boolean(), Type.Null()]),
  /** The bank has taken the money, or had. */
  taken: Type.Boolean(),
  fee: Type.Number(),
  feeCurrency: textOrNull,
  at: text,
  changedAt: text,
};

export function chargebackJson(row: ChargebackRow) {
  const { amount_minor, fee_minor, at, changedAt, paymentId: _, checkoutId: _c, ...one } = row;
  return {
    ...one,
    amount: toMajor(amount_minor, one.currency),
    fee: fee_minor === 0 ? 0 : toMajor(fee_minor, one.feeCurrency ?? one.currency),
    at: at.toISOString(),
    changedAt: changedAt.toISOString(),
  };
}

type Place = readonly [string, string, string];

function placeOf(cursor: string | undefined): Place | null | Refusal<'validation-failed'> {
  if (cursor === undefined) return null;
  const key: unknown = jsonOf(Buffer.from(cursor, 'base64url'));
  const isPlace = Array.isArray(key) && key.length === 3 && key.every((one) => isText(one));
  const [at, gateway, disputeId] = isPlace ? (key as string[]) : [];
  const time = new Date(at ?? '');
  if (!Number.isNaN(time.getTime()) && gateway !== undefined && disputeId !== undefined) {
    return [time.toISOString(), gateway, disputeId];
  }
  return refuse('validation-failed', {
    errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail: 'is no cursor' }],
  });
}

const isText = (one: unknown): boolean => typeof one === 'string' && !one.includes('\0');

/** What buyers' banks took back, or want to: for whoever has to answer them in time. */
export function disputeRoutes(queries: Queries): Route[] {
  return [
    route({
      method: 'GET',
      path: '/admin/disputes',
      summary: 'Chargebacks, newest first; `open=true` for those that are not decided',
      audience: 'admin',
      owner: 'none',
      limit: 'read',
      idempotency: 'none',
      query: Type.Object({ open: Type.Optional(Type.Boolean()), ...pageQuery }),
      replies: {
        200: pageOf(Type.Object({ ...chargebackReply, paymentId: text, checkoutId: text })),
      },
      errors: ['validation-failed'],
      handle: async ({ query }) => {
        const before = placeOf(query.cursor);
        if (isRefusal(before)) return before;
        const { open = null, limit } = query;
        const rows = await queries.listDisputes({ open, before, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [
          row.at.toISOString(),
          row.gateway,
          row.disputeId,
        ]);
        return reply(200, {
          ...page,
          data: page.data.map((row) => {
            const { paymentId, checkoutId } = row;
            return { ...chargebackJson(row), paymentId, checkoutId };
          }),
        });
      },
    }),
  ];
}
