// What other rooms may use of wishes: personal data, what a mail about an alert needs, the events
// that say whom to tell, error codes.
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { defineEvents } from '#kernel/events/event.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';

export const wishlistsPerUser_max = 20;
export const itemsPerWishlist_max = 200;
export const wishlistName_chars_max = 80;
export const wishNote_chars_max = 500;
/** Units of one thing that somebody can want. */
export const wanted_max = 99;
/** Things that one person can wait for. */
export const alertsPerUser_max = 200;
export const alertQuery_chars_max = 200;
/** People of one page of a notice that goes to many: one short transaction. */
export const toldPerPage_max = 200;
/** More notices of alerts in a day come to a person in the app alone. */
export const alertMailsPerDay_max = 10;
/** Requests to confirm one address within a day. */
export const confirmationsPerDay_max = 3;
/** So long a guest's address can be confirmed. */
export const confirm_hours_max = 48;
export const lettersPerCall_max = 200;

export const listIdSchema = idSchema('wsl');
export const itemIdSchema = idSchema('wsi');
export const alertIdSchema = idSchema('alr');

export const visibilities = ['private', 'link', 'public'] as const;
export type Visibility = (typeof visibilities)[number];

export const alertKinds = ['back', 'cheaper', 'appears'] as const;
export type AlertKind = (typeof alertKinds)[number];

export const wishesErrors = defineErrors({
  'wishlist-not-found': {
    status: 404,
    title: 'Wishlist not found',
    explain:
      'There is no such wishlist, it is not shared any more, or it belongs to somebody else.',
    retryable: false,
  },
  'wish-not-found': {
    status: 404,
    title: 'Not on the wishlist',
    explain: 'The list has no such thing; it may have been removed on another device.',
    retryable: false,
  },
  'wishlist-limit': {
    status: 409,
    title: 'Too many wishlists',
    explain: 'As many lists are there as one person can have, named as max.',
    retryable: false,
  },
  'wishlist-full': {
    status: 409,
    title: 'The wishlist is full',
    explain: 'The list has as many things as it can have, named as max.',
    retryable: false,
  },
  'wish-price-unknown': {
    status: 409,
    title: 'No price to compare with',
    explain: 'The thing had no price when it was added, so nothing can be cheaper than it.',
    retryable: false,
  },
  'gift-enough': {
    status: 409,
    title: 'Enough of it was bought',
    explain: 'Others have bought it meanwhile; left says how many are still wanted.',
    retryable: false,
  },
  'alert-not-found': {
    status: 404,
    title: 'Alert not found',
    explain: 'There is no such alert, or it belongs to somebody else.',
    retryable: false,
  },
  'alert-limit': {
    status: 409,
    title: 'Too many alerts',
    explain: 'As many things are waited for as one person can wait for, named as max.',
    retryable: false,
  },
  'alert-needless': {
    status: 409,
    title: 'It is there already',
    explain: 'The variant can be bought at this moment, so there is nothing to wait for.',
    retryable: false,
  },
  'alert-email-missing': {
    status: 409,
    title: 'No address to write to',
    explain: 'A guest names an e-mail address first; PUT /me/contact takes it.',
    retryable: false,
  },
  'alert-link-invalid': {
    status: 410,
    title: 'Link no longer valid',
    explain: 'The link of the mail is damaged, too old, or about an alert that is over.',
    retryable: false,
  },
});

const id = Type.String({ minLength: 1, maxLength: 64 });

/** Links for a mail about an alert. They are made when they are asked for and stand nowhere. */
export const alertLetterSchema = Type.Object({
  alertId: id,
  /** Proves that the address is the reader's; null where nothing is to be proved. */
  confirm: Type.Union([Type.String(), Type.Null()]),
  /** Ends the alert. */
  stop: Type.String(),
});
export type AlertLetter = Static<typeof alertLetterSchema>;

export const wishesCalls = defineCalls('wishes', {
  personalData: personalDataCall(),
  /**
   * For the room that sends mails. Left out: alerts that are gone, and those of guests whose
   * address is not the one that was confirmed, or that is to be.
   */
  letters: call({
    input: Type.Object({ alertIds: Type.Array(id, { maxItems: lettersPerCall_max }) }),
    output: Type.Object({ letters: Type.Array(alertLetterSchema) }),
    retry: true,
  }),
});

const nullable = Type.Union([Type.String(), Type.Null()]);
const minor = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]);

/** What a notice is about, as far as a sentence needs it. */
const about = {
  kind: Type.Enum([...alertKinds]),
  productId: nullable,
  variantId: nullable,
  name: Type.String(),
  slug: nullable,
  query: nullable,
};

export const alertDueSchema = Type.Object({
  ...about,
  currency: nullable,
  /** What it costs now, of `cheaper`. */
  price_minor: minor,
  /** At most 200 people. */
  alerts: Type.Array(
    Type.Object({
      alertId: id,
      userId: id,
      /** How often this alert has told, this time included. */
      round: Type.Integer({ minimum: 1 }),
      /** What it cost when it was added, of `cheaper`. */
      was_minor: minor,
      /** False: in the app alone, there were enough mails today. */
      mail: Type.Boolean(),
    }),
    { maxItems: toldPerPage_max },
  ),
});
export type AlertDue = Static<typeof alertDueSchema>;

export const wishesEvents = defineEvents({
  room: 'wishes',
  topic: 'wish.events',
  types: {
    /** One page of the people who are to be told; aggregate `telling`, one event each. */
    ALERT_DUE: alertDueSchema,
    /** A guest wants to be told and has to prove the address; aggregate `asking`. */
    ALERT_ASKED: Type.Object({ ...about, alertId: id, userId: id }),
  },
});
