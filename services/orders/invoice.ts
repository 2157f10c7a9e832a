/** What an invoice and a credit note say, as facts that are kept; pure. */
import { assert } from '#kernel/core/assert.ts';
import type { Address } from '#services/identity/contract.ts';
import type { Refund } from '#services/payments/contract.ts';
import type { TaxEvidence } from '#services/pricing/contract.ts';
import { postalPrefix } from './model.ts';
import type { WholeOrder } from './store-read.ts';

export type DocumentKind = 'invoice' | 'credit-note';

export const languages = ['en', 'de', 'es', 'hi', 'ar'] as const;
export type Language = (typeof languages)[number];

export interface InvoiceLine {
  name: string;
  sku: string | null;
  sellerName: string | null;
  quantity: number;
  unit_minor: number;
  total_minor: number;
}

/** One tax: what it was taken on, without it, and what it came to. */
export interface TaxLine {
  name: string;
  rate_milli: number;
  base_minor: number;
  tax_minor: number;
}

export interface DocumentFacts {
  language: Language;
  currency: string;
  orderNumber: string;
  /** ISO. */
  orderedAt: string;
  paymentMethod: string;
  lines: InvoiceLine[];
  subtotal_minor: number;
  discount_minor: number;
  shipping_minor: number;
  tax_minor: number;
  total_minor: number;
  /** Each component with its rate, the largest first; left out where pricing did not say them. */
  taxes?: TaxLine[];
  /** Of the amounts, what is tax that prices have in them. */
  included_minor?: number;
  exemption?: { kind: string; number: string };
  /** Of a credit note: `tax_minor` and `total_minor` are what goes back. */
  invoiceNumber: string | null;
}

export interface People {
  billing: Partial<Address>;
  shipping: Partial<Address>;
}

export interface Document {
  kind: DocumentKind;
  year: number;
  seq: number;
  orderId: string;
  refundId: string | null;
  facts: DocumentFacts;
  people: People | null;
  at: Date;
}

const prefixes = { invoice: 'INV', 'credit-note': 'CN' } as const;

/** `INV-2026-000123`. */
export const documentNumber = ({ kind, year, seq }: Pick<Document, 'kind' | 'year' | 'seq'>) =>
  `${prefixes[kind]}-${year}-${String(seq).padStart(6, '0')}`;

/** The language of a locale such as 'de-AT'; English where there are no words of it. */
export function languageOf(locale: string): Language {
  const language = locale.slice(0, 2).toLowerCase();
  return languages.find((one) => one === language) ?? 'en';
}

/** An order as it was bought; nothing is computed anew. */
export function invoiceFacts(
  order: WholeOrder,
  of: {
    language: Language;
    sellerNames: ReadonlyMap<string, string>;
    tax: TaxEvidence | undefined;
  },
): DocumentFacts {
  const { currency, orderNumber, paymentMethod } = order;
  const { tax } = of;
  return {
    language: of.language,
    currency,
    orderNumber,
    orderedAt: order.createdAt.toISOString(),
    paymentMethod,
    lines: order.lines.map(({ name, sku, sellerId, quantity, unit_minor, total_minor }) => {
      const sellerName = of.sellerNames.get(sellerId) ?? null;
      return { name, sku, sellerName, quantity, unit_minor, total_minor };
    }),
    subtotal_minor: order.subtotal_minor,
    discount_minor: order.discount_minor,
    shipping_minor: order.shipping_minor,
    tax_minor: order.tax_minor,
    total_minor: order.total_minor,
    ...(tax ? { taxes: tax.parts, included_minor: tax.included_minor } : {}),
    ...(tax?.exemption ? { exemption: tax.exemption } : {}),
    invoiceNumber: null,
  };
}

/**
 * One of an order's refunds. Tax goes back in proportion, by running totals: all refunds of the
 * whole total together give back the whole tax, to the minor unit.
 */
export function creditFacts(
  invoice: Document,
  of: { refundId: string; refunds: readonly Refund[]; paymentMethod: string },
): DocumentFacts {
  const { facts } = invoice;
  const done = of.refunds
    .filter((one) => one.status !== 'PENDING')
    .sort((a, b) => keyOf(a).localeCompare(keyOf(b), 'en'));
  const at = done.findIndex((one) => one.refundId === of.refundId);
  const refund = done[at];
  assert(refund !== undefined, 'a credit note is for a refund that was made');
  const before = done.slice(0, at).reduce((sum, one) => sum + one.amount_minor, 0);
  const shareOf = (amount: number, sum: number): number => {
    const part = Math.min(sum, facts.total_minor);
    if (facts.total_minor === 0) return 0;
    const twice = (BigInt(amount) * BigInt(part) * 2n) / BigInt(facts.total_minor);
    return Number((twice + 1n) / 2n);
  };
  const goneOf = (amount: number): number =>
    shareOf(amount, before + refund.amount_minor) - shareOf(amount, before);
  const { taxes, included_minor = 0 } = facts;
  return {
    ...facts,
    paymentMethod: of.paymentMethod,
    lines: [],
    subtotal_minor: 0,
    discount_minor: 0,
    shipping_minor: 0,
    tax_minor: goneOf(facts.tax_minor),
    ...(taxes ? { taxes: partsOf(taxes, goneOf), included_minor: goneOf(included_minor) } : {}),
    total_minor: refund.amount_minor,
    invoiceNumber: documentNumber(invoice),
  };
}

function partsOf(taxes: readonly TaxLine[], goneOf: (amount: number) => number): TaxLine[] {
  return taxes.map((one) => {
    return { ...one, base_minor: goneOf(one.base_minor), tax_minor: goneOf(one.tax_minor) };
  });
}

const keyOf = ({ doneAt, refundId }: Refund): string => `${doneAt ?? ''} ${refundId}`;

/** Who bought it and where it goes; null when they were forgotten. */
export function peopleOf({ billingAddress, shippingAddress }: WholeOrder): People | null {
  if (shippingAddress.name === 'erased') return null;
  return { billing: billingAddress ?? shippingAddress, shipping: shippingAddress };
}

/** As much of an address as an order's page shows to whoever holds a link. */
export function withoutPerson(people: People | null): People | null {
  if (people === null) return null;
  const place = ({ city, state, country, postalCode = '' }: Partial<Address>) => {
    const region = { postalCode: `${postalPrefix(postalCode)}…` };
    const rest = { city: city ?? '', state: state ?? '', country: country ?? '' };
    return { ...rest, ...region };
  };
  return { billing: place(people.billing), shipping: place(people.shipping) };
}
