/** Making and finding the documents of an order. What was made once is only read from then on. */
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { paymentsCalls } from '#services/payments/contract.ts';
import { pricingCalls, type TaxEvidence } from '#services/pricing/contract.ts';
import { sellersCalls } from '#services/sellers/contract.ts';
import {
  creditFacts,
  invoiceFacts,
  languageOf,
  peopleOf,
  type Document,
  type Language,
} from './invoice.ts';
import { invoiceBar } from './model.ts';
import * as store from './store-invoice.ts';
import type { WholeOrder } from './store-read.ts';

export type Invoices = ReturnType<typeof orderInvoices>;

type NotThere = Refusal<'invoice-not-available'>;

/** Why the tax is what it is; orders of before there was any have none. */
async function taxOf(
  pricing: Client<typeof pricingCalls>,
  { quoteId }: WholeOrder,
): Promise<TaxEvidence | undefined> {
  const { quotes } = await pricing.quotes({ quoteIds: [quoteId] });
  return quotes[0]?.tax;
}

export function orderInvoices(ctx: Pick<RoomContext, 'db' | 'client'>) {
  const { db } = ctx;
  const identity = ctx.client(identityCalls);
  const sellers = ctx.client(sellersCalls);
  const payments = ctx.client(paymentsCalls);
  const pricing = ctx.client(pricingCalls);

  async function language({ userId }: WholeOrder): Promise<Language> {
    const user = await identity.user({ userId });
    return isRefusal(user) ? 'en' : languageOf(user.locale);
  }

  async function sellerNames({ lines }: WholeOrder): Promise<Map<string, string>> {
    const sellerIds = [...new Set(lines.map((line) => line.sellerId))];
    const found = await sellers.sellers({ sellerIds });
    return new Map(found.sellers.map((one) => [one.sellerId, one.name]));
  }

  /** One statement once it is made; before, three calls and a short transaction. */
  async function invoice(order: WholeOrder, wish?: Language): Promise<Document | NotThere> {
    const { orderId } = order;
    const known = await store.readInvoice(db, orderId);
    if (known) return known;
    const reason = invoiceBar(order.status);
    if (reason !== null) return refuse('invoice-not-available', { reason });
    const asked = wish ?? language(order);
    const [tongue, names, tax] = await Promise.all([
      Promise.resolve(asked),
      sellerNames(order),
      taxOf(pricing, order),
    ]);
    const facts = invoiceFacts(order, { language: tongue, sellerNames: names, tax });
    const of = { kind: 'invoice', orderId, refundId: null, facts } as const;
    return db.tx((tx) => store.issue(tx, { ...of, people: peopleOf(order) }));
  }

  /** For a refund that the gateway has made; the order's invoice is made before it. */
  async function creditNote(
    order: WholeOrder,
    refundId: string,
  ): Promise<Document | NotThere | Refusal<'refund-not-found'>> {
    const { orderId, checkoutId } = order;
    const known = await store.readCreditNote(db, { orderId, refundId });
    if (known) return known;
    const money = await payments.ofCheckouts({ checkoutIds: [checkoutId] });
    const refund = money.refunds.find((one) => one.refundId === refundId);
    if (!refund) return refuse('refund-not-found', { refundId });
    if (refund.status === 'PENDING') {
      return refuse('invoice-not-available', { reason: 'refund-under-way' });
    }
    const of = await invoice(order);
    if (isRefusal(of)) return of;
    const payment = money.payments.find((one) => one.paymentId === refund.paymentId);
    const paymentMethod = payment?.method ?? order.paymentMethod;
    const facts = creditFacts(of, { refundId, refunds: money.refunds, paymentMethod });
    const { people } = of;
    const kind = 'credit-note';
    return db.tx((tx) => store.issue(tx, { kind, orderId, refundId, facts, people }));
  }

  return {
    invoice,
    creditNote,
    list: (of: Parameters<typeof store.listDocuments>[1]) => store.listDocuments(db, of),
  };
}
