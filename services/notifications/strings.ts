/** Every sentence that people get by mail, by language. A language has all of them. */
import type { NoticeType } from './model.ts';

export interface NoticeStrings {
  /** `{number}` stands for the order number in all of these. */
  subject: string;
  heading: string;
  lead: string;
  closing: string;
}

export interface Strings {
  language: string;
  greeting: string;
  greetingWithoutName: string;
  order: string;
  quantity: string;
  subtotal: string;
  discount: string;
  shipping: string;
  tax: string;
  total: string;
  shipTo: string;
  parcels: string;
  paymentCash: string;
  viewOrder: string;
  why: string;
  notices: Record<NoticeType, NoticeStrings>;
}

const english: Strings = {
  language: 'en',
  greeting: 'Hello {name},',
  greetingWithoutName: 'Hello,',
  order: 'Order',
  quantity: 'Quantity',
  subtotal: 'Subtotal',
  discount: 'Discount',
  shipping: 'Shipping',
  tax: 'Tax',
  total: 'Total',
  shipTo: 'Ships to',
  parcels: 'Parcels',
  paymentCash: 'You pay when it arrives.',
  viewOrder: 'View your order',
  why: 'You get this mail because of your order {number}.',
  notices: {
    'order-confirmed': {
      subject: 'Your order {number} is confirmed',
      heading: 'Thank you for your order',
      lead: 'We have your order {number} and are getting it ready.',
      closing: 'We write again when it is on its way. Until then you can cancel it.',
    },
    'order-shipped': {
      subject: 'Your order {number} is on its way',
      heading: 'On its way',
      lead: 'Everything of your order {number} has been handed to the carrier.',
      closing: 'The carrier shows where your parcels are.',
    },
    'order-delivered': {
      subject: 'Your order {number} has arrived',
      heading: 'Delivered',
      lead: 'Your order {number} has been delivered.',
      closing: 'If something is missing or wrong, tell us on the page of your order.',
    },
    'order-cancelled': {
      subject: 'Your order {number} is cancelled',
      heading: 'Order cancelled',
      lead: 'Your order {number} has been cancelled and will not be sent.',
      closing: 'If you paid already, the money goes back the way it came.',
    },
  },
};

const byLanguage: Readonly<Record<string, Strings>> = { en: english };

/** The sentences for a locale such as 'en-GB'; English where there are none. */
export function stringsOf(locale: string): Strings {
  const language = locale.slice(0, 2).toLowerCase();
  return Object.hasOwn(byLanguage, language) ? (byLanguage[language] ?? english) : english;
}

/** Puts values where a sentence names them. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
