import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { OutcomeUnknown } from '#kernel/core/error.ts';
import type { Gateway, LedgerLine } from './gateway.ts';
import type { PaypalTools } from './paypal-order.ts';
import { fromPaypal } from './paypal-read.ts';

/** PayPal searches 31 days at most in one request. */
const window_ms = 30 * 86_400_000;

const text = Type.Optional(Type.String());
const transaction = Type.Object({
  transaction_id: Type.String(),
  transaction_event_code: Type.String(),
  transaction_initiation_date: Type.String(),
  transaction_amount: Type.Object({
    currency_code: Type.String({ pattern: '^[A-Z]{3}$' }),
    value: Type.String(),
  }),
  transaction_status: text,
  invoice_id: text,
  custom_field: text,
});
const page = Type.Object({
  transaction_details: Type.Array(Type.Object({ transaction_info: transaction })),
  total_pages: Type.Optional(Type.Integer()),
});

/**
 * Payments and refunds as the transaction search has them, up to three hours late
 * (https://developer.paypal.com/docs/api/transaction-search/v1/). The cursor is the beginning of
 * the window and the page in it.
 */
export function paypalLedger({ call, ask }: PaypalTools, now: () => number): Gateway['ledger'] {
  return async ({ since, cursor }) => {
    const [from = '', number = '1'] = (cursor ?? '').split('|');
    const start_ms = from === '' ? since.getTime() : Number(from);
    const end_ms = Math.min(start_ms + window_ms, now());
    const query = new URLSearchParams({
      start_date: new Date(start_ms).toISOString(),
      end_date: new Date(end_ms).toISOString(),
      fields: 'transaction_info',
      page_size: '100',
      page: number,
    });
    const path = `/v1/reporting/transactions?${query.toString()}`;
    const body = await ask.run(() => call({ method: 'GET', path }));
    if (!Value.Check(page, body))
      throw new OutcomeUnknown({ gateway: 'paypal', reply: 'a ledger' });
    const lines = body.transaction_details.flatMap((one) => lineOf(one.transaction_info));
    const more = Number(number) < (body.total_pages ?? 1);
    if (more) return { lines, next: `${start_ms}|${Number(number) + 1}` };
    return { lines, next: end_ms < now() - 1_000 ? `${end_ms}|1` : null };
  };
}

/** Payments are T00nn, refunds T1107; S: done. Other events are not between buyer and us. */
function lineOf(info: Static<typeof transaction>): LedgerLine[] {
  const { transaction_event_code: code, transaction_amount: amount } = info;
  const kind = code.startsWith('T00') ? 'capture' : code === 'T1107' ? 'refund' : undefined;
  if (!kind || (info.transaction_status ?? 'S') !== 'S') return [];
  const own = info.custom_field ?? '';
  return [
    {
      kind,
      id: info.transaction_id,
      chargeKey: info.invoice_id ?? null,
      refundKey: kind === 'refund' && own.startsWith('rfd:') ? own : null,
      paymentId: own.startsWith('pay_') ? own : null,
      amount_minor: Math.abs(fromPaypal(amount)),
      currency: amount.currency_code,
      at: new Date(info.transaction_initiation_date),
    },
  ];
}
