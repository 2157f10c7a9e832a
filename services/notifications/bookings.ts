/** What events of the booking room give to tell, and the mail of it; pure. */
import type { EventEnvelope } from '#kernel/events/event.ts';
import type { HandOverLetter } from '#services/booking/contract.ts';
import * as layout from './layout.ts';
import { linkOf, type BookingNoticeType, type Notice, type NoticeFacts } from './model.ts';
import { bookingStrings } from './strings-bookings.ts';
import { fill, stringsOf } from './strings.ts';
import { returnValues } from './templates-return.ts';
import { greetingOf, type Rendered } from './templates.ts';

/** Those that say when it begins: of what is over nobody need know. */
const timely = new Set<BookingNoticeType>([
  'booking-confirmed',
  'booking-offered',
  'booking-moved',
  'ticket-offered',
  'ticket-moved',
]);

/** Who let a hold go by, or gave it up, need not be told so. */
const SILENT = new Set<unknown>(['hold-over', 'given-up']);

const byEvent: Readonly<Record<string, BookingNoticeType>> = {
  BOOKING_CONFIRMED: 'booking-confirmed',
  BOOKING_CANCELLED: 'booking-cancelled',
  BOOKING_OFFERED: 'booking-offered',
  BOOKING_REFUNDED: 'booking-refunded',
  BOOKING_MOVED: 'booking-moved',
};

const ofHolders: Readonly<Record<string, BookingNoticeType>> = {
  BOOKING_CANCELLED: 'ticket-void',
  BOOKING_MOVED: 'ticket-moved',
};

/** What a booking's event tells: its buyer, and who holds tickets of it. */
export function bookingNoticesOf(event: EventEnvelope): Notice[] {
  const { eventType, payload } = event;
  const { bookingId, fromUserId, toUserId, handOverId } = payload;
  if (typeof bookingId !== 'string') return [];
  const to = (userId: unknown, type: BookingNoticeType, ref: string): Notice[] =>
    typeof userId === 'string'
      ? [{ userId, ref, type, channel: 'EMAIL', facts: factsOf(type, payload) }]
      : [];
  const hand = String(handOverId);
  if (eventType === 'BOOKING_TICKET_OFFERED') return to(toUserId, 'ticket-offered', hand);
  if (eventType === 'BOOKING_TICKET_HANDED_ON') return to(fromUserId, 'ticket-taken', hand);
  const own = bookingNoticeOf(event);
  const theirs = ofHolders[eventType];
  const holders = Array.isArray(payload['holders']) ? (payload['holders'] as unknown[]) : [];
  if (theirs === undefined) return own ? [own] : [];
  const at = String(payload['movedAt'] ?? '');
  const rest = holders.flatMap((one) => to(one, theirs, `${bookingId}:${String(one)}:${at}`));
  return own ? [own, ...rest] : rest;
}

/** One notice to the buyer of each change that they have not made on the page before them. */
function bookingNoticeOf({ eventType, payload }: EventEnvelope): Notice | null {
  const type = byEvent[eventType];
  const { userId, bookingId, reason } = payload;
  if (type === undefined || typeof userId !== 'string' || typeof bookingId !== 'string')
    return null;
  if (type === 'booking-cancelled' && SILENT.has(reason)) return null;
  const facts = factsOf(type, payload);
  return { userId, ref: refOf(type, bookingId, payload), type, channel: 'EMAIL', facts };
}

/** A ticket is not found under the booking of somebody else. */
function factsOf(type: BookingNoticeType, payload: EventEnvelope['payload']): NoticeFacts {
  const { bookingId, eventName, slug, startsAt, zone, handOverId } = payload;
  return {
    about: String(eventName),
    ...(type.startsWith('booking-') ? { bookingId: String(bookingId) } : {}),
    ...(type === 'ticket-offered' ? { handOverId: String(handOverId) } : {}),
    ...(typeof slug === 'string' ? { slug } : {}),
    ...(typeof startsAt === 'string' && typeof zone === 'string' ? { startsAt, zone } : {}),
    ...moneyOf(type, payload),
  };
}

function moneyOf(type: BookingNoticeType, { amount, currency }: EventEnvelope['payload']) {
  const known = typeof amount === 'number' && typeof currency === 'string';
  return known && type === 'booking-refunded' ? { amount_minor: amount, currency } : {};
}

/** A booking may get money back, and be moved, more than once. */
function refOf(type: BookingNoticeType, id: string, payload: EventEnvelope['payload']): string {
  if (type === 'booking-refunded') return `${id}:${Number(payload['no'])}`;
  return type === 'booking-moved' ? `${id}:${String(payload['movedAt'])}` : id;
}

export interface BookingLetter {
  type: BookingNoticeType;
  facts: NoticeFacts;
  reader: { name: string; locale: string };
  publicUrl: string;
  /** Of a ticket that is offered: the link, and who offers it. */
  offer?: HandOverLetter;
}

/** The mail about a booking. Tickets are shown in the shop, where they are as they stand. */
export function renderBooking(letter: BookingLetter): Rendered {
  const { type, facts, reader, publicUrl, offer } = letter;
  const strings = stringsOf(reader.locale);
  const words = bookingStrings(strings.language);
  const notice = words.notices[type];
  const values = { about: facts.about ?? '', ...returnValues(facts, reader.locale) };
  const [subject, heading] = [fill(notice.subject, values), fill(notice.heading, values)];
  const [lead, { closing }] = [fill(notice.lead, values), notice];
  const at = whenOf(facts, strings.language);
  const isAhead = at !== '' && timely.has(type);
  const when = isAhead ? fill(words.when, { when: at }) : '';
  const greeting = greetingOf(strings, reader.name);
  // Behind a hash: what stands there goes to no server, into no log and no Referer.
  const href = offer
    ? `${publicUrl}/tickets/take#token=${offer.token}`
    : `${publicUrl}${linkOf(type, facts)}`;
  const from = offer?.from ? fill(words.from, { name: offer.from }) : '';
  const see = type === 'ticket-offered' ? words.take : words.see;
  const footer = type.startsWith('ticket-') ? words.whyTicket : words.why;
  const body = [
    layout.paragraph(greeting),
    layout.paragraph(lead),
    ...(from === '' ? [] : [layout.paragraph(from)]),
    ...(when === '' ? [] : [layout.paragraph(when)]),
    layout.button(see, href),
    layout.paragraph(closing),
  ].join('');
  const said = [greeting, lead, from, when, `${see}: ${href}`, closing, footer];
  const text = said.filter((one) => one !== '').join('\n\n');
  const { language } = strings;
  const html = layout.page({ language, subject, heading, preview: lead, body, footer });
  return { subject, text: `${text}\n`, html };
}

/** In the zone of the place, as clocks there will show it. */
function whenOf({ startsAt, zone }: NoticeFacts, language: string): string {
  if (startsAt === undefined || zone === undefined) return '';
  const shape = { dateStyle: 'full', timeStyle: 'short', timeZone: zone } as const;
  return new Intl.DateTimeFormat(language, shape).format(Date.parse(startsAt));
}
