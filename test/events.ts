// Events with sessions for tests: an organiser with a hall, and people who book.
import assert from 'node:assert/strict';
import { newId } from '#kernel/core/id.ts';
import type pg from 'pg';
import type { Answer, App, Shop } from './app.ts';

export interface Hall {
  app: App;
  shop: Shop;
  sql: pg.Pool;
}

export interface Show {
  eventId: string;
  slug: string;
  sessionId: string;
  /** By the name of the kind. */
  types: Record<string, string>;
  version: number;
}

interface Kind {
  name: string;
  price: number;
  quota: number;
  perBooking?: number;
  sections?: string[];
}

interface Row {
  row: string;
  seats: number;
}

const fourRows: Row[] = ['A', 'B', 'C', 'D'].map((row) => ({ row, seats: 10 }));
const hour_ms = 3_600_000;

/** A published event with one session. The hall has 4 rows of 10 seats, or these. */
export async function show(
  hall: Hall,
  kinds: Kind[],
  { rows = fourRows, ...more }: { rows?: Row[] } & Record<string, unknown> = {},
): Promise<Show> {
  const { app, shop } = hall;
  const token = shop.sellerToken;
  const venue = await app.post('/seller/venues', {
    token,
    body: {
      name: 'Old Hall',
      line1: '1 Main St',
      city: 'Springfield',
      postalCode: '12345',
      country: 'US',
      zone: 'America/New_York',
      plan: [{ section: 'Hall', rows }],
    },
  });
  assert.equal(venue.status, 201, JSON.stringify(venue.body));
  const startsAt = new Date(Date.now() + 500 * hour_ms).toISOString();
  const endsAt = new Date(Date.now() + 502 * hour_ms).toISOString();
  const made = await app.post('/seller/events', {
    token,
    body: {
      venueId: venue.body.venueId,
      name: 'A Night of Strings',
      summary: 'Four players.',
      description: 'Two hours with a break.',
      category: 'music',
      currency: 'USD',
      refundRules: [
        { hoursBefore: 168, percent: 100 },
        { hoursBefore: 48, percent: 50 },
      ],
      sessions: [{ startsAt, endsAt, zone: 'America/New_York' }],
      ticketTypes: kinds,
      ...more,
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { eventId, slug, version } = made.body;
  const out = await app.post(`/seller/events/${eventId}/publish`, {
    token,
    headers: { 'if-match': `"${version}"` },
  });
  assert.equal(out.status, 200, JSON.stringify(out.body));
  const types: Record<string, string> = {};
  for (const type of out.body.ticketTypes) types[type.name] = type.typeId;
  const { sessionId } = out.body.sessionList[0];
  return { eventId, slug, sessionId, types, version: out.body.version };
}

export interface Wish {
  token: string;
  typeId: string | undefined;
  quantity?: number;
  seats?: string[];
  pay?: string;
  key?: string;
}

/** Books one kind of ticket; with `pay` at once with this token. */
export function book(hall: Hall, at: Show, wish: Wish): Promise<Answer> {
  const { token, typeId, quantity = wish.seats?.length ?? 1, seats, pay, key } = wish;
  return hall.app.post('/bookings', {
    token,
    key: key ?? newId('key'),
    body: {
      sessionId: at.sessionId,
      items: [{ typeId, quantity, ...(seats ? { seats } : {}) }],
      attendee: { name: 'Ada' },
      ...(pay ? { payment: { paymentMethod: 'CARD', paymentToken: pay } } : {}),
    },
  });
}

/** The booking once it is in this state; its own words when it never is. */
export async function bookingWhen(
  hall: Hall,
  of: { bookingId: string; token: string; is: (body: Answer['body']) => boolean },
  // The machine may be busy; what is fast ends at once.
  wait_ms = 60_000,
): Promise<Answer['body']> {
  const until = Date.now() + wait_ms;
  for (;;) {
    const { body } = await hall.app.get(`/bookings/${of.bookingId}`, { token: of.token });
    if (of.is(body)) return body;
    assert.ok(body.bookingId && Date.now() < until, `still ${JSON.stringify(body)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
