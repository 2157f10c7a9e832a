/** Every sentence that people are told, by language. A language has all of them. */
import {
  isBookingNotice,
  isMessageNotice,
  isReviewNotice,
  isWishNotice,
  type ChallengeNoticeType,
  type MessageNoticeType,
  type BookingNoticeType,
  type NoticeType,
  type ReviewNoticeType,
  type WishNoticeType,
} from './model.ts';
import type { Topic } from './preference.ts';
import { arabic } from './strings-ar.ts';
import { german } from './strings-de.ts';
import { spanish } from './strings-es.ts';
import { hindi } from './strings-hi.ts';
import { bookingStrings } from './strings-bookings.ts';
import { messageStrings } from './strings-messages.ts';
import { reviewStrings } from './strings-reviews.ts';
import { wishStrings } from './strings-wishes.ts';

export interface NoticeStrings {
  /**
   * In all of these: `{number}` is the order number, `{minutes}` how long a secret is good; of
   * returns `{return}` is their number, `{amount}` what goes back; of alerts `{product}` is its
   * name, `{query}` what was searched for, `{price}` and `{was}` what it costs and cost.
   */
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
  cancelled: string;
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
  viewReturn: string;
  /** Why a person is told things of a topic. */
  why: Record<Topic, string>;
  /** On the button below a link. */
  act: Record<'password-reset', string>;
  account: string;
  /** Those of alerts, messages and reviews are in files of their own. */
  notices: Record<
    Exclude<NoticeType, WishNoticeType | MessageNoticeType | ReviewNoticeType | BookingNoticeType>,
    NoticeStrings
  >;
}

/** Challenges that are answered by typing a code. */
export type CodeNoticeType = Exclude<ChallengeNoticeType, 'password-reset'>;

const english: Strings = {
  language: 'en',
  greeting: 'Hello {name},',
  greetingWithoutName: 'Hello,',
  order: 'Order',
  cancelled: 'Cancelled',
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
  viewReturn: 'View your return',
  why: {
    messages: 'You get this because of a conversation in the shop.',
    orders: 'You get this because of your order {number}.',
    account: 'You get this to keep your account safe.',
    'price-drops': 'You get this because you asked to hear when a price falls.',
    stock: 'You get this because you asked to hear when something is back.',
    sales: 'You get this because you asked to hear of sales.',
  },
  act: { 'password-reset': 'Set a new password' },
  account: 'See your account',
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
    'order-items-cancelled': {
      subject: 'A part of your order {number} is cancelled',
      heading: 'A part is cancelled',
      lead: 'What you cancelled is off your order {number}. The rest goes on as planned.',
      closing:
        'What you paid for it goes back the way it came; the page of your order says how far.',
    },
    'order-address-changed': {
      subject: 'Your order {number} goes to another address',
      heading: 'Another address',
      lead: 'Your order {number} goes to the address below now. Its total stays the same.',
      closing:
        'If that was not you, change it back on the page of your order and change your password.',
    },
    'return-requested': {
      subject: 'Your return {return} of order {number}',
      heading: 'Your return is announced',
      lead: 'We expect what you send back of order {number} under the number {return}.',
      closing: 'Print the label on the page of your return, and hand the parcel in within 14 days.',
    },
    'return-received': {
      subject: 'Your return {return} has arrived',
      heading: 'Your parcel is here',
      lead: 'What you sent back of order {number} has arrived and is being looked at.',
      closing: 'We write again as soon as it is decided.',
    },
    'return-expired': {
      subject: 'Your return {return} has expired',
      heading: 'Nothing has arrived',
      lead: 'The parcel of return {return} of order {number} did not come in time.',
      closing: 'If it is on its way, nothing is lost: it counts when it arrives.',
    },
    'return-approved': {
      subject: 'Your return {return} is granted',
      heading: 'Your return is granted',
      lead: 'What you sent back of order {number} is taken back.',
      closing: 'Money or replacement follow by themselves; the page of your return says how much.',
    },
    'return-rejected': {
      subject: 'Your return {return} was not accepted',
      heading: 'Your return was not accepted',
      lead: 'What you sent back of order {number} was not accepted.',
      closing: 'The page of your return says why. If that is wrong, you can appeal there.',
    },
    'return-refunded': {
      subject: '{amount} for your return {return}',
      heading: 'Your money is on its way',
      lead: '{amount} for return {return} of order {number} goes back the way you paid.',
      closing: 'Banks usually need up to ten days to book it.',
    },
    'return-exchanged': {
      subject: 'Your exchange {return} is on its way',
      heading: 'What comes instead is reserved',
      lead: 'What you get instead for return {return} of order {number} is set aside for you.',
      closing: 'The page of your return shows the parcel once it has left.',
    },
    'password-reset': {
      subject: 'Set a new password',
      heading: 'Set a new password',
      lead: 'Somebody, hopefully you, asked for a new password for this address.',
      closing:
        'The link is good once and for {minutes} minutes. ' +
        'If it was not you, do nothing: your password stays as it is.',
    },
    'sign-in-code': {
      subject: 'Your sign-in code',
      heading: 'Your sign-in code',
      lead: 'Type this code on the page where you asked for it:',
      closing:
        'It is good once and for {minutes} minutes. Nobody of the shop will ever ask you for it. ' +
        'If it was not you, do nothing.',
    },
    'verify-email': {
      subject: 'Your code to verify this address',
      heading: 'Verify your e-mail',
      lead: 'Type this code on the page where you asked for it:',
      closing: 'It is good once and for {minutes} minutes.',
    },
    'password-changed': {
      subject: 'Your password was changed',
      heading: 'Your password was changed',
      lead: 'The password of your account was changed, and other devices were signed out.',
      closing: 'If it was not you, set a new password at once: ask for a link where you sign in.',
    },
    'registration-repeated': {
      subject: 'Somebody tried to register with your address',
      heading: 'You have an account already',
      lead: 'Somebody, perhaps you, tried to make an account with this address.',
      closing:
        'Nothing has changed. If you forgot your password, ask for a link where you sign in.',
    },
    'passkey-added': {
      subject: 'A passkey was added to your account',
      heading: 'A passkey was added',
      lead: 'From now on this passkey opens your account without a password.',
      closing:
        'If it was not you, remove it at once on the page of your account, ' +
        'and set a new password.',
    },
    'passkey-removed': {
      subject: 'A passkey was removed from your account',
      heading: 'A passkey was removed',
      lead: 'This passkey does not open your account any more. Your password still does.',
      closing: 'If it was not you, set a new password: ask for a link where you sign in.',
    },
  },
};

const byLanguage: Readonly<Record<string, Strings>> = {
  en: english,
  de: german,
  es: spanish,
  hi: hindi,
  ar: arabic,
};

/** The sentences of one kind of notice. */
export function noticeStrings({ language, notices }: Strings, type: NoticeType): NoticeStrings {
  if (isMessageNotice(type)) return messageStrings(language).notices[type];
  if (isBookingNotice(type)) return bookingStrings(language).notices[type];
  if (isReviewNotice(type)) return reviewStrings(language).notices[type];
  return isWishNotice(type) ? wishStrings(language).notices[type] : notices[type];
}

/** The languages that mails are written in. */
export const languages: readonly string[] = Object.keys(byLanguage);

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
