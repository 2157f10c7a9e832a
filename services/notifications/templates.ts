/** Mails as text and as HTML, made of an order and the reader's language; pure. */
import { exponentOf, toMajor } from '#kernel/core/money.ts';
import type { Address } from '#services/identity/contract.ts';
import { sharesOf, type Order } from '#services/orders/contract.ts';
import * as layout from './layout.ts';
import type { OrderNoticeType } from './model.ts';
import { fill, stringsOf, type Strings } from './strings.ts';

export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

export interface Letter {
  type: OrderNoticeType;
  order: Order;
  reader: { name: string; locale: string };
  /** Origin of the shop, without a slash at its end. */
  publicUrl: string;
  /** Lets whoever has the mail look at the order, signed in or not; '' for none. */
  grant: string;
}

/** The mail of one notification. Everything that people wrote is escaped. */
export function render({ type, order, reader, publicUrl, grant }: Letter): Rendered {
  const strings = stringsOf(reader.locale);
  const number = { number: order.orderNumber };
  const notice = strings.notices[type];
  const subject = fill(notice.subject, number);
  const heading = fill(notice.heading, number);
  const lead = fill(notice.lead, number);
  const greeting = greetingOf(strings, reader.name);
  const sums = amountsOf(order, strings, reader.locale);
  const parcels = order.shipments.map((one) => `${one.carrier} ${one.trackingNumber}`);
  const address = addressLines(order.shippingAddress);
  const key = grant === '' ? '' : `?t=${grant}`;
  const href = `${publicUrl}/orders/${order.orderNumber}${key}`;
  const closing = closingOf(order, strings, type);
  const footer = fill(strings.why.orders, number);
  const tells = { parcels: type === 'order-shipped' && parcels.length > 0 };

  const body = [
    layout.paragraph(greeting),
    layout.paragraph(lead),
    tells.parcels ? layout.title(strings.parcels) + layout.lines(parcels) : '',
    layout.title(`${strings.order} ${order.orderNumber}`),
    layout.amounts(sums),
    layout.title(strings.shipTo),
    layout.lines(address),
    layout.paragraph(closing),
    layout.button(strings.viewOrder, href),
  ].join('');
  const text = [
    greeting,
    lead,
    ...(tells.parcels ? [[`${strings.parcels}:`, ...parcels].join('\n')] : []),
    [`${strings.order} ${order.orderNumber}`, ...sums.map(sumText)].join('\n'),
    [`${strings.shipTo}:`, ...address].join('\n'),
    closing,
    `${strings.viewOrder}: ${href}`,
    footer,
  ].join('\n\n');
  const { language } = strings;
  const html = layout.page({ language, subject, heading, preview: lead, body, footer });
  return { subject, text: `${text}\n`, html };
}

export function greetingOf(strings: Strings, givenName: string): string {
  const name = givenName.trim();
  return name ? fill(strings.greeting, { name }) : strings.greetingWithoutName;
}

function closingOf(order: Order, strings: Strings, type: OrderNoticeType): string {
  const { closing } = strings.notices[type];
  const cash = type === 'order-confirmed' && order.paymentMethod === 'COD';
  return cash ? `${closing} ${strings.paymentCash}` : closing;
}

function sumText({ label, note, amount }: layout.Amount): string {
  return note ? `${label} (${note}): ${amount}` : `${label}: ${amount}`;
}

function amountsOf(order: Order, strings: Strings, locale: string): layout.Amount[] {
  const money = (minor: number) => moneyText(minor, order.currency, locale);
  const discount = { label: strings.discount, amount: money(-order.discount_minor) };
  const off_minor = cancelledOf(order);
  return [
    ...order.lines.map((line) => ({
      label: line.name,
      note: line.cancelled ? strings.cancelled : `${strings.quantity} ${line.quantity}`,
      amount: money(line.total_minor),
    })),
    { label: strings.subtotal, amount: money(order.subtotal_minor) },
    ...(order.discount_minor > 0 ? [discount] : []),
    { label: strings.shipping, amount: money(order.shipping_minor) },
    { label: strings.tax, amount: money(order.tax_minor) },
    { label: strings.total, amount: money(order.total_minor), strong: true },
    ...(off_minor > 0 ? [{ label: strings.cancelled, amount: money(-off_minor) }] : []),
  ];
}

/** What was taken off an order that goes on, in minor units. */
function cancelledOf(order: Order): number {
  const shares = sharesOf(order);
  return order.lines.reduce((sum, line, index) => {
    const { discount_minor = 0, tax_minor = 0 } = shares[index] ?? {};
    return line.cancelled ? sum + line.total_minor - discount_minor + tax_minor : sum;
  }, 0);
}

/** By locale and currency: to make one costs as much as the rest of a mail. */
const formats = new Map<string, Intl.NumberFormat>();
const formats_max = 500;

/** An amount as the reader writes it; a locale that nobody knows is read as English. */
export function moneyText(minor: number, currency: string, locale: string): string {
  const known = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale) ? locale : 'en';
  const name = `${known} ${currency}`;
  let format = formats.get(name);
  if (format === undefined) {
    if (formats.size >= formats_max) formats.clear();
    formats.set(name, (format = moneyFormat(known, currency)));
  }
  return format.format(toMajor(minor, currency));
}

function moneyFormat(locale: string, currency: string): Intl.NumberFormat {
  const digits = exponentOf(currency);
  const range = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...range });
}

function addressLines(address: Address): string[] {
  const { name, line1, line2, city, state, postalCode, country } = address;
  const place = [city, [state, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [name, line1, ...(line2 ? [line2] : []), place, country];
}
