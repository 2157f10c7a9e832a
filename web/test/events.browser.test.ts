// Tickets as people get them: from the list to a seat by keyboard, a payment whose answer is lost
// first, codes to show; the line for what is sold out; and the organiser's side, with a door that
// goes on without a network.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { openShop, startApp } from '../../test/app.ts';
import { book, show, type Hall } from '../../test/events.ts';
import { alive, assertAccessible, desktop } from './browser.ts';
import { cards, fillCard } from './checkout-kit.ts';
import { assertFits, signIn, visitors } from './person-kit.ts';

let hall: Hall;
const people = visitors(60_000);
const visitor = people.open;

before(async () => {
  const app = await startApp({ web: true, config: { gatewayTimeout_ms: 1_000 } });
  const shop = await openShop(app);
  hall = { app, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
});
after(async () => {
  await people.close();
  await hall?.sql.end();
  await hall?.app.stop();
});

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const seated = { name: 'Seat', price: 25, fee: 2.5, quota: 0, sections: ['Hall'] };
const rows = [
  { row: 'A', seats: 6 },
  { row: 'B', seats: 6 },
];

test('from the list to two seats by keyboard, an answer of the bank lost, codes', async () => {
  await show(hall, [seated], { rows, name: 'Strings at Noon' });
  const page = await visitor();
  await page.goto(`${hall.app.url}/events?city=springfield`);
  await alive(page);
  await page.getByText('From $25.00').first().waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Strings at Noon' }).click();
  await heading(page, 'Strings at Noon');
  await page.getByText('$2.50 of it are fees').waitFor();
  await page.getByText('Only 12 left').first().waitFor();
  await page.getByText('100 % back until 7 days before').waitFor();
  await button(page, 'Pick on the map').press('Enter');
  await page.locator('[data-seat="Hall/A/1"]').focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'Space', 'ArrowRight', 'Space']) {
    await page.keyboard.press(key);
  }
  await page.getByText('Tickets chosen: 2').waitFor();
  await page.getByText('Hall, row B, seat 2 and Hall, row B, seat 3').waitFor();
  await assertAccessible(page);
  await assertFits(page);
  await page.locator('#take').press('Enter');
  await heading(page, 'Tickets: Strings at Noon');
  await page.locator('[data-hold="calm"]').waitFor();
  await assertFits(page);
  await page.locator('#pay').click();
  await page.getByText('Write a name').waitFor();
  await page.getByLabel('Name of who comes').fill('Ada Moor');
  await page.getByLabel('E-mail').fill('ada@example.test');
  await fillCard(page, cards.lostPaid);
  await assertAccessible(page);
  await page.locator('#pay').click();
  await page.getByText('Do not pay again.').waitFor();
  await page.getByText('Your tickets are here').waitFor();
  await page.getByRole('link', { name: 'My tickets' }).first().click();
  await heading(page, 'My tickets');
  await page.getByAltText('QR code of ticket 2').waitFor();
  await page.getByText('Hall, row B, seat 3').waitFor();
  await assertAccessible(page);
  await assertFits(page);
  await withoutNetwork(page);
});

/** The codes are there when the shop is not. */
async function withoutNetwork(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while ((await caches.match('/tickets')) === undefined)
      await new Promise((r) => setTimeout(r, 50));
  });
  await page.reload();
  await page.getByAltText('QR code of ticket 2').waitFor();
  await page.context().setOffline(true);
  await page.goto(`${hall.app.url}/tickets`);
  await page.getByText('You are offline.').waitFor();
  await page.getByAltText('QR code of ticket 2').waitFor();
  await page.context().setOffline(false);
  await page.reload();
  await button(page, 'Cancel the booking').click();
  await page.getByText('You get $50.00 back now (100 %).').waitFor();
  await button(page, 'Keep it').click();
}

test('sold out: a place in the line; whose time was over gets the same seats first', async () => {
  const few = { name: 'Place', price: 10, quota: 2, perBooking: 2 };
  const at = await show(hall, [few], { name: 'Two at the Table' });
  const { token } = await hall.shop.shopper();
  const typeId = at.types['Place'];
  const held = await book(hall, at, { token, typeId, quantity: 2 });
  assert.equal(held.status, 201, JSON.stringify(held.body));
  const page = await visitor({ viewport: desktop });
  await page.goto(`${hall.app.url}/e/${at.slug}`);
  await alive(page);
  await page.getByText('Sold out, waitlist open').first().waitFor();
  await button(page, 'Join the waitlist').click();
  await page.getByText('Write an address like').waitFor();
  await page.getByLabel('E-mail').fill('ben@example.test');
  await assertAccessible(page);
  await button(page, 'Join the waitlist').click();
  await page.getByText('You are on the waitlist').waitFor();
  await page.getByRole('link', { name: 'My tickets' }).first().click();
  await page.getByText('Before you in the line: 0').waitFor();
  const of = held.body.bookingId as string;
  await hall.app.post(`/bookings/${of}/cancel`, { token, key: `key_${of}` });
  for (;;) {
    const on = page.getByRole('link', { name: 'Go on to payment' });
    if ((await on.count()) > 0) break;
    await page.waitForTimeout(500);
    await page.reload();
    await page
      .getByText(/Before you in the line|held for you now/)
      .first()
      .waitFor();
  }
  await page.getByRole('link', { name: 'Go on to payment' }).first().click();
  await page.locator('#pay').waitFor();
  await hall.sql.query(`update booking.booking set hold_until = now() where state = 'HELD'`);
  await page.reload();
  await page.getByText('The time is over').first().waitFor();
  await button(page, 'Hold the same again').click();
  await page.locator('#pay').waitFor();
  await page.locator('[data-hold="calm"]').waitFor();
});

test('an organiser plans and publishes; the door accepts once, also offline', async () => {
  const page = await visitor({ viewport: desktop });
  const me = await hall.app.get('/me', { token: hall.shop.sellerToken });
  await signIn(page, hall.app, { email: me.body.email });
  await page.goto(`${hall.app.url}/selling/events/new`);
  const eventId = await plan(page);
  await changeDraft(page);
  await button(page, 'Publish and sell').click();
  await page.getByText('Published', { exact: true }).waitFor();
  const codes = await guests(eventId);
  await page.reload();
  await page.locator('[data-figure="sold"]', { hasText: '3' }).waitFor();
  await button(page, 'Who comes').click();
  await page.getByText('3 × Guest').waitFor();
  await assertAccessible(page);
  await assertFits(page);
  await changeNumbers(page);
  await moveDate(page);
  await page.getByRole('link', { name: 'At the door' }).click();
  await page.getByText('Tickets on this device: 3').waitFor();
  await assertAccessible(page);
  await scan(page, codes[0] ?? '', 'welcome');
  await page.locator('[data-sent="true"]').waitFor();
  await scan(page, codes[0] ?? '', 'again');
  await scan(page, 'TS1.nothing.known', 'unknown');
  await page.locator('[data-waiting="0"]').waitFor();
  await page.context().setOffline(true);
  await scan(page, codes[1] ?? '', 'welcome');
  await scan(page, codes[1] ?? '', 'again');
  await scan(page, codes[2] ?? '', 'welcome');
  await page.locator('[data-waiting="3"]').waitFor();
  // Another door was faster with the third.
  await otherDoor(eventId, codes[2] ?? '');
  await page.reload();
  await page.locator('[data-waiting="3"]').waitFor();
  await page.context().setOffline(false);
  await page.locator('[data-waiting="0"]').waitFor();
  await page.getByText('The shop knew better for so many scans: 1').waitFor();
  assert.deepEqual(
    people.problems().filter((one) => !/net::ERR_/.test(one)),
    [],
  );
});

/** A free event with one date, with a mistake that is told first. */
async function plan(page: Page): Promise<string> {
  await heading(page, 'Plan an event');
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  await fill('Name', 'Open Stage');
  await fill('Category', 'music');
  await fill('Name of the place', 'The Loft');
  await fill('Street and number', '48 Mill Lane');
  await fill('Postal code', '10013');
  await fill('City', 'New York');
  await fill('Country (two letters, such as US)', 'us');
  await page.getByLabel('Time zone of the place').selectOption('America/New_York');
  await fill('Begins', '2030-05-01T19:30');
  await fill('Ends', '2030-05-01T21:30');
  await fill('Ticket', 'Guest');
  await fill('Price, all fees included', '0');
  await button(page, 'Save the draft').click();
  await page.getByText('Fields to look at: 1').waitFor();
  await assertAccessible(page);
  await fill('How many for each date', '9');
  await button(page, 'Save the draft').click();
  await page.waitForURL(/\/selling\/events\/evn_\w+$/);
  await page.getByText('7:30 PM').first().waitFor();
  return /evn_\w+/.exec(page.url())?.[0] ?? '';
}

/** What was saved comes back; doors and the start of sales are added. */
async function changeDraft(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Change the draft' }).click();
  await heading(page, 'Change the draft');
  const field = (label: string) => page.getByLabel(label, { exact: true });
  await until(async () => (await field('Begins').inputValue()) === '2030-05-01T19:30');
  assert.equal(await field('How many for each date').inputValue(), '9');
  await page.getByLabel('Doors open').fill('2030-05-01T20:00');
  await page.getByLabel('Tickets are sold from').fill('2026-01-01T10:00');
  await button(page, 'Save the draft').click();
  await page.getByText('Fields to look at: 1').waitFor();
  await page.getByLabel('Doors open').fill('2030-05-01T19:00');
  await assertAccessible(page);
  await assertFits(page);
  await button(page, 'Save the draft').click();
  await page.waitForURL(/\/selling\/events\/evn_\w+$/);
}

async function until(is: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await is())) {
    assert.ok(Date.now() < end, 'waited in vain');
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Never below what is sold, and it says so. */
async function changeNumbers(page: Page): Promise<void> {
  await button(page, 'Change numbers').click();
  const field = page.getByRole('dialog').getByLabel('Guest');
  await field.fill('2');
  await button(page, 'Save the numbers').click();
  await page.getByText('So many are sold or held already: 3.').waitFor();
  await assertAccessible(page);
  await field.fill('12');
  await button(page, 'Save the numbers').click();
  await page.locator('[data-figure="quota"]', { hasText: '12' }).waitFor();
}

/** What becomes of bookings is said before. */
async function moveDate(page: Page): Promise<void> {
  await button(page, 'Move this date').click();
  const field = (label: string) => page.getByRole('textbox', { name: label });
  await page.getByText('This concerns tickets that are sold or held: 3').waitFor();
  await field('Begins').fill('2030-05-02T19:30');
  await button(page, 'Move it').click();
  await page.getByText('This does not fit.').first().waitFor();
  await field('Ends').fill('2030-05-02T21:30');
  await field('Doors open').fill('2030-05-02T19:00');
  await assertAccessible(page);
  await button(page, 'Move it').click();
  await page.getByText('Was on Wed, May 1, 2030').waitFor();
}

const sessionOf = async (eventId: string): Promise<string> =>
  (await hall.app.get(`/events/${eventId}`)).body.sessionList[0].sessionId;

/** Three tickets of somebody, by their codes. */
async function guests(eventId: string): Promise<string[]> {
  const { token } = await hall.shop.shopper();
  const { body } = await hall.app.get(`/events/${eventId}`);
  const [{ typeId }] = body.ticketTypes;
  const at = { eventId, slug: body.slug, sessionId: await sessionOf(eventId) };
  const made = await book(hall, { ...at, types: {}, version: 1 }, { token, typeId, quantity: 3 });
  assert.equal(made.body.state, 'CONFIRMED', JSON.stringify(made.body));
  const { tickets } = (await hall.app.get(`/bookings/${made.body.bookingId}/tickets`, { token }))
    .body;
  return tickets.map(({ code }: { code: string }) => code);
}

/** As a reader of codes types it. */
async function scan(page: Page, code: string, verdict: string): Promise<void> {
  const field = page.getByLabel('Code of the ticket');
  await field.fill(code);
  await field.press('Enter');
  await page.locator(`[data-verdict="${verdict}"]`).waitFor();
}

async function otherDoor(eventId: string, code: string): Promise<void> {
  const path = `/seller/events/${eventId}/sessions/${await sessionOf(eventId)}/check-ins`;
  const scannedAt = new Date(Date.now() - 60_000).toISOString();
  const scans = [{ scanId: 'other-door-1', code, device: 'door-2', scannedAt }];
  const done = await hall.app.post(path, { token: hall.shop.sellerToken, body: { scans } });
  assert.equal(done.body.results[0].verdict, 'welcome');
}

test('the next events stand on the way in, and with their organiser', async () => {
  for (const name of ['One Soon', 'Two Soon', 'Three Soon', 'Four Soon']) {
    await show(hall, [seated], { rows, name });
  }
  const page = await visitor();
  await page.goto(hall.app.url);
  await alive(page);
  const row = page.locator('[data-soon]');
  // The way in is kept for half a minute, and somebody may have been there before.
  await until(async () => {
    if ((await row.getByRole('listitem').count()) === 3) return true;
    await page.reload();
    return false;
  });
  await row.getByText('From $25.00').first().waitFor();
  await assertAccessible(page);
  await assertFits(page);
  await row.getByRole('link', { name: 'Coming events' }).click();
  await heading(page, 'Events');
  await page.getByRole('link', { name: 'Four Soon' }).click();
  await heading(page, 'Four Soon');
  await page.locator('a[href^="/s/"]').first().click();
  await page.waitForURL(/\/s\//);
  const theirs = page.locator('[data-soon]');
  await theirs.waitFor();
  assert.equal(await theirs.getByRole('listitem').count(), 3);
  await theirs.getByRole('link', { name: 'Events of' }).click();
  await page.getByText('Events by').waitFor();
  await page.getByRole('link', { name: 'Four Soon' }).waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'All events' }).click();
  await page.waitForURL(/\/events$/);
});
