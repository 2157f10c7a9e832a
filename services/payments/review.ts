// What reconciliation and operators may see of payments, and the two things they may have done:
// adopting what a gateway knows, and closing a difference that somebody has dealt with.
import { Failure } from '#kernel/core/error.ts';
import type { CallHandlers, CallSet } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type {
  GatewayLine,
  ReviewedPayment,
  reviewedPaymentsCalls,
} from '#services/reconciliation/contract.ts';
import type { Gateway, LedgerLine } from './gateway.ts';
import { isPaid } from './model.ts';
import type { Settle } from './settle.ts';
import * as store from './store-review.ts';
import { readPayments } from './store.ts';

interface Needs {
  ctx: Pick<RoomContext, 'db'>;
  gateways: ReadonlyMap<string, Gateway>;
  settle: Pick<Settle, 'ask'>;
}

export function paymentReview({
  ctx,
  gateways,
  settle,
}: Needs): CallHandlers<CallSet<typeof reviewedPaymentsCalls>> {
  const { db } = ctx;
  const read = async (paymentIds: string[], checkoutIds: string[] = []) =>
    (await store.readReviewed(db, { paymentIds, checkoutIds, keys: [] })).map(reviewed);

  return {
    paidPayments: async (of) => ({ payments: (await store.readPaid(db, of)).map(reviewed) }),
    paymentsOf: async ({ paymentIds, checkoutIds }) => ({
      payments: await read(paymentIds, checkoutIds),
    }),
    gatewayNames: async () => ({ gateways: [...gateways.keys()] }),

    /** A page of the gateway's books, each line with the payment of ours that it is about. */
    gatewayBooks: async ({ gateway: name, since, cursor }) => {
      const gateway = gateways.get(name);
      if (gateway === undefined) throw new Failure('room-unavailable', { gateway: name });
      const { lines, next } = await gateway.ledger({ since: new Date(since), cursor });
      const named = (pick: (line: LedgerLine) => string | null) => [
        ...new Set(lines.flatMap((line) => pick(line) ?? [])),
      ];
      const known = await store.readReviewed(db, {
        paymentIds: named((line) => line.paymentId),
        checkoutIds: [],
        keys: named((line) => line.chargeKey),
      });
      const byName = new Map(
        known.flatMap((row) => [
          [row.paymentId, row.paymentId],
          [row.idemKey, row.paymentId],
        ]),
      );
      return { lines: lines.map((line) => lineOf(line, byName)), next };
    },

    adopt: async ({ paymentId }) => {
      const [row] = await readPayments(db, [paymentId]);
      if (row === undefined) return { payment: null };
      if (!isPaid(row)) await settle.ask(row, 'poll');
      const [after] = await read([paymentId]);
      return { payment: after ?? null };
    },

    settlementBreaks: async (of) => {
      const rows = await store.readOpenBreaks(db, of);
      const breaks = rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
      return { breaks };
    },
    closeSettlementBreak: async (of) => ({ closed: await store.closeBreak(db, of) }),
  };
}

function lineOf(line: LedgerLine, byName: ReadonlyMap<string, string>): GatewayLine {
  const { kind, id, amount_minor, currency, at } = line;
  const paymentId = byName.get(line.chargeKey ?? '') ?? byName.get(line.paymentId ?? '') ?? null;
  return { kind, id, paymentId, amount_minor, currency, at: at.toISOString() };
}

function reviewed({ idemKey: _, createdAt, updatedAt, ...row }: store.ReviewRow): ReviewedPayment {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
