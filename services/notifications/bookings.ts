/** What events of the booking room give to tell, and the mail of it; pure. */
import type { EventEnvelope } from '#kernel/events/event.ts';
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

/** One notice of each change that a person has not made on the page before them. */
export function bookingNoticeOf({ eventType, payload }: EventEnvelope): Notice | null {
  const type = byEvent[eventType];
  const { userId, bookingId, eventName, slug, startsAt, zone, reason } = payload;
  if (type === undefined || typeof userId !== 'string' || typeof bookingId !== 'string')
    return null;
  if (type === 'booking-cancelled' && SILENT.has(reason)) return null;
  const facts: NoticeFacts = {
    about: String(eventName),
    bookingId,
    ...(typeof slug === 'string' ? { slug } : {}),
    ...(typeof startsAt === 'string' && typeof zone === 'string' ? { startsAt, zone } : {}),
    ...moneyOf(type, payload),
  };
  return { userId, ref: refOf(type, bookingId, payload), type, channel: 'EMAIL', facts };
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
}

/** The mail about a booking. Tickets are shown in the shop, where they are as they stand. */
export function renderBooking({ type, facts, reader, publicUrl }: BookingLetter): Rendered {
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
  const href = `${publicUrl}${linkOf(type, facts)}`;
  const footer = words.why;
  const body = [
    layout.paragraph(greeting),
    layout.paragraph(lead),
    ...(when === '' ? [] : [layout.paragraph(when)]),
    layout.button(words.see, href),
    layout.paragraph(closing),
  ].join('');
  const said = [greeting, lead, when, `${words.see}: ${href}`, closing, footer];
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
