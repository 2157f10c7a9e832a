import type Stripe from 'stripe';
import type { Gateway, LedgerLine } from './gateway.ts';
import { mended } from './stripe-client.ts';
import type { StripeTools } from './stripe-intent.ts';
import { fromStripe, idOf, meta } from './stripe-read.ts';

/** Charges first, then refunds; the cursor says which list and after which of it. */
export function stripeLedger({ stripe, ask }: StripeTools): Gateway['ledger'] {
  return async ({ since, cursor }) => {
    const [list = 'charges', after = ''] = (cursor ?? '').split(':');
    const page = {
      created: { gte: Math.floor(since.getTime() / 1_000) },
      limit: 100,
      ...(after ? { starting_after: after } : {}),
    };
    if (list !== 'refunds') {
      const found = await ask.run(() => mended(() => stripe.charges.list(page)));
      const lines = found.data.flatMap(captureLine);
      const last = found.data.at(-1)?.id;
      return { lines, next: found.has_more && last ? `charges:${last}` : 'refunds:' };
    }
    const found = await ask.run(() =>
      mended(() => stripe.refunds.list({ ...page, expand: ['data.charge'] })),
    );
    const lines = found.data.flatMap(refundLine);
    const last = found.data.at(-1)?.id;
    return { lines, next: found.has_more && last ? `refunds:${last}` : null };
  };
}

function captureLine(charge: Stripe.Charge): LedgerLine[] {
  if (charge.amount_captured === 0 || !charge.captured) return [];
  const currency = charge.currency.toUpperCase();
  const key = charge.metadata[meta.key] ?? null;
  return [
    {
      kind: 'capture',
      id: charge.id,
      chargeKey: key,
      refundKey: null,
      paymentId: charge.metadata[meta.payment] ?? null,
      amount_minor: fromStripe(charge.amount_captured, currency),
      currency,
      at: new Date(charge.created * 1_000),
    },
  ];
}

function refundLine(refund: Stripe.Refund): LedgerLine[] {
  if (refund.status !== 'succeeded') return [];
  const currency = refund.currency.toUpperCase();
  const charge = typeof refund.charge === 'object' ? refund.charge : null;
  return [
    {
      kind: 'refund',
      id: idOf(refund) ?? refund.id,
      chargeKey: refund.metadata?.[meta.charge] ?? charge?.metadata[meta.key] ?? null,
      refundKey: refund.metadata?.[meta.key] ?? null,
      paymentId: charge?.metadata[meta.payment] ?? null,
      amount_minor: fromStripe(refund.amount, currency),
      currency,
      at: new Date(refund.created * 1_000),
    },
  ];
}
