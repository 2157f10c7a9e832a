// Events in every state that a page of them can have, for tests that look at every page.
import assert from 'node:assert/strict';
import { newId } from '#kernel/core/id.ts';
import { book, show, type Hall, type Show } from '../../test/events.ts';
import { until, type Person, type World } from './world.ts';

export interface Events {
  /** Who plans them. */
  organiser: Person;
  /** On sale, with a ticket that somebody has. */
  eventId: string;
  draftId: string;
  /** A place is waited for. */
  soldOutSlug: string;
  cancelledSlug: string;
  /** Seats that the shopper has for a quarter of an hour, and where. */
  held: string;
  /** Of a mail that offers a ticket. */
  token: string;
}

export async function openEvents(world: World): Promise<Events> {
  const { app, shop, shopper } = world;
  const hall: Hall = { app, shop, sql: null as never };
  const token = shop.sellerToken;
  const organiser = { token, email: (await app.get('/me', { token })).body.email as string };
  const open = await show(hall, [
    { name: 'Seat', price: 25, quota: 0, sections: ['Hall'] },
    { name: 'Guest', price: 0, quota: 9 },
  ]);
  const seats = { token: shopper.token, typeId: open.types['Seat'], quantity: 2 };
  const held = await book(hall, open, seats);
  assert.equal(held.body.state, 'HELD', JSON.stringify(held.body));
  const full = await show(hall, [{ name: 'Guest', price: 0, quota: 1 }], { name: 'All Gone' });
  const last = await book(hall, full, { token, typeId: full.types['Guest'] });
  assert.equal(last.body.state, 'CONFIRMED', JSON.stringify(last.body));
  const gone = await show(hall, [{ name: 'Guest', price: 0, quota: 1 }], { name: 'Called Off' });
  const headers = { 'if-match': `"${gone.version}"` };
  const off = await app.post(`/seller/events/${gone.eventId}/cancel`, { token, headers });
  assert.equal(off.status, 200, JSON.stringify(off.body));
  return {
    organiser,
    eventId: open.eventId,
    draftId: await draft(world),
    soldOutSlug: full.slug,
    cancelledSlug: gone.slug,
    held: `/e/${open.slug}/book?booking=${held.body.bookingId}`,
    token: await offered(hall, open),
  };
}

async function draft({ app, shop: { sellerToken: token } }: World): Promise<string> {
  const { body } = await app.get('/seller/venues', { token });
  const startsAt = new Date(Date.now() + 9e8).toISOString();
  const made = await app.post('/seller/events', {
    token,
    body: {
      venueId: body.data[0].venueId,
      name: 'Not Yet',
      summary: 'Later.',
      description: 'Two hours.',
      category: 'music',
      currency: 'USD',
      refundRules: [],
      sessions: [
        { startsAt, endsAt: new Date(Date.now() + 9.1e8).toISOString(), zone: 'America/New_York' },
      ],
      ticketTypes: [{ name: 'Guest', price: 0, quota: 5 }],
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body.eventId;
}

/** A ticket that its holder offers to an address; the token of the mail. */
async function offered({ app, shop }: Hall, at: Show): Promise<string> {
  const token = shop.sellerToken;
  const made = await book({ app, shop, sql: null as never }, at, {
    token,
    typeId: at.types['Guest'],
  });
  const path = `/bookings/${made.body.bookingId}/tickets`;
  const [ticket] = (await app.get(path, { token })).body.tickets;
  const email = 'friend-of-crawl@example.test';
  const give = await app.post(`/tickets/${ticket.ticketId}/hand-over`, {
    token,
    key: newId('key'),
    body: { email },
  });
  assert.equal(give.status, 200, JSON.stringify(give.body));
  const headers = { accept: 'application/json' };
  let found = '';
  await until(async () => {
    const { body } = await app.get(`//dev/mailbox?recipient=${encodeURIComponent(email)}`, {
      headers,
    });
    for (const { mailId } of body.data) {
      const mail = await app.get(`//dev/mailbox/${mailId}`, { headers });
      [, found = ''] = /\/tickets\/take#token=(\S+)/.exec(mail.body.text) ?? [];
    }
    return found !== '';
  }, 60_000);
  return found;
}
