// A ticket for somebody else: offered on the page of one person, taken by another from the mail,
// and at a door without a network the old code is told as handed on.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { unzipSync } from 'fflate';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { openShop, startApp } from '../../test/app.ts';
import { book, bookingWhen, show, type Hall, type Show } from '../../test/events.ts';
import { passAuthority } from '../../test/pass.ts';
import { alive, assertAccessible, desktop } from './browser.ts';
import {
  assertFits,
  fillSignIn,
  signIn,
  someone,
  until,
  visitors,
  type Someone,
} from './person-kit.ts';

let hall: Hall;
const people = visitors(60_000);
const visitor = people.open;

before(async () => {
  const wallet = { apple: passAuthority().config };
  const app = await startApp({ web: true, config: { gatewayTimeout_ms: 1_000, wallet } });
  const shop = await openShop(app);
  hall = { app, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
});
after(async () => {
  await people.close();
  await hall?.sql.end();
  await hall?.app.stop();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The page that the mail leads to. */
async function mailed(email: string): Promise<string> {
  const headers = { accept: 'application/json' };
  const path = `//dev/mailbox?recipient=${encodeURIComponent(email)}`;
  return until(`a mail to ${email}`, async () => {
    const { body } = await hall.app.get(path, { headers });
    for (const { mailId } of body.data) {
      const mail = await hall.app.get(`//dev/mailbox/${mailId}`, { headers });
      const [found] = /\/tickets\/take#token=\S+/.exec(mail.body.text) ?? [];
      if (found !== undefined) return found;
    }
    return undefined;
  });
}

interface Booked {
  at: Show;
  giver: Someone;
  code: string;
}

async function booked(): Promise<Booked> {
  const guest = { name: 'Guest', price: 0, quota: 9 };
  const at = await show(hall, [guest], { name: 'Strings at Noon' });
  const giver = await someone(hall.app);
  const { token } = giver;
  const made = await book(hall, at, { token, typeId: at.types['Guest'], quantity: 2 });
  const { bookingId } = made.body;
  await bookingWhen(hall, { bookingId, token, is: ({ state }) => state === 'CONFIRMED' });
  const { tickets } = (await hall.app.get(`/bookings/${bookingId}/tickets`, { token })).body;
  return { at, giver, code: tickets[0].code };
}

test('offered, taken back, offered, taken; the door knows also without a network', async () => {
  const { at, giver, code } = await booked();
  const friend = await someone(hall.app);
  const page = await visitor();
  await signIn(page, hall.app, giver);
  await page.goto(`${hall.app.url}/tickets`);
  await button(page, 'Hand it on').first().click();
  await button(page, 'Offer it').click();
  await page.getByText('Write an address like').waitFor();
  await page.getByLabel('Their e-mail address').fill(giver.email);
  await button(page, 'Offer it').click();
  await page.getByText('That is your own address.').waitFor();
  await page.getByLabel('Their e-mail address').fill('first@example.test');
  await assertAccessible(page);
  await button(page, 'Offer it').click();
  await page.getByText(/Offered to .?f…@example\.test.? until/).waitFor();
  await button(page, 'Take it back').click();
  await page.locator('[data-offered]').waitFor({ state: 'detached' });
  await button(page, 'Hand it on').first().click();
  await page.getByLabel('Their e-mail address').fill('second@example.test');
  await button(page, 'Offer it').click();
  await page.locator('[data-offered]').waitFor();
  await assertAccessible(page);
  await assertFits(page);

  const theirs = await visitor();
  await theirs.goto(hall.app.url + (await mailed('first@example.test')));
  await theirs.getByText('The ticket was taken back').waitFor();
  await theirs.goto(`${hall.app.url}/tickets`);
  await theirs.goto(hall.app.url + (await mailed('second@example.test')));
  await theirs.getByText('Ada wants to hand you this ticket.').waitFor();
  assert.ok(!theirs.url().includes('token'), 'the secret is not left in the address');
  await assertAccessible(theirs);
  await assertFits(theirs);
  await theirs.getByRole('link', { name: 'Sign in', exact: true }).last().click();
  await theirs.waitForURL(/\/sign-in\?next/);
  await alive(theirs);
  await fillSignIn(theirs, friend.email);
  await theirs.waitForURL(/\/tickets\/take$/);
  await theirs.getByLabel('Name of who comes').fill('');
  await button(theirs, 'Take the ticket').click();
  await theirs.getByText('Write a name').waitFor();
  await theirs.getByLabel('Name of who comes').fill('Ben Poe');
  await assertAccessible(theirs);
  await button(theirs, 'Take the ticket').click();
  await theirs.getByText('The ticket is yours').waitFor();
  await theirs.getByRole('link', { name: 'My tickets' }).last().click();
  await theirs.locator('[data-held]').getByText('For Ben Poe').waitFor();
  await theirs.getByAltText('QR code of ticket 1').waitFor();
  await assertAccessible(theirs);
  await assertFits(theirs);
  const fresh = await theirs.locator('[data-held] code').innerText();

  await page.reload();
  await page.getByText('With somebody else').waitFor();
  await page.locator('code', { hasText: code }).waitFor({ state: 'detached' });
  await atTheDoor(at, code, fresh);
  assert.deepEqual(
    people.problems().filter((one) => !/net::ERR_|409|404/.test(one)),
    [],
  );
});

async function atTheDoor(at: Show, old: string, fresh: string): Promise<void> {
  const page = await visitor({ viewport: desktop });
  const me = await hall.app.get('/me', { token: hall.shop.sellerToken });
  await signIn(page, hall.app, { email: me.body.email });
  await page.goto(`${hall.app.url}/selling/events/${at.eventId}`);
  await button(page, 'Who comes').click();
  await page.getByText('With another person now: Ben Poe').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'At the door' }).click();
  await page.getByText('Tickets on this device: 3').waitFor();
  await page.context().setOffline(true);
  const field = page.getByLabel('Code of the ticket');
  await field.fill(old);
  await field.press('Enter');
  await page.locator('[data-verdict="handed-on"]').waitFor();
  await page.getByText('Handed on: ask for the new code').first().waitFor();
  await field.fill(fresh);
  await field.press('Enter');
  await page.locator('[data-verdict="welcome"]').waitFor();
  await page.context().setOffline(false);
  await page.locator('[data-waiting="0"]').waitFor();
}

test('a ticket is saved as a pass, and why not is said', async () => {
  const { giver, code } = await booked();
  const page = await visitor();
  await signIn(page, hall.app, giver);
  await page.goto(`${hall.app.url}/tickets`);
  const pass = button(page, 'Add to Apple Wallet').first();
  await pass.waitFor();
  await alive(page);
  const [saved] = await Promise.all([page.waitForEvent('download'), pass.click()]);
  assert.match(saved.suggestedFilename(), /^tkt_\w+\.pkpass$/);
  const files = unzipSync(await readFile(await saved.path()));
  const { barcodes } = JSON.parse(new TextDecoder().decode(files['pass.json']));
  assert.equal(barcodes[0].message, code);
  await assertFits(page);
  const used = 'update booking.ticket set checked_in_at = now() where ticket_id = $1';
  await hall.sql.query(used, [saved.suggestedFilename().replace('.pkpass', '')]);
  await pass.click();
  await page.getByText('This ticket was let in already').waitFor();
  await assertAccessible(page);
  await page.reload();
  await page.getByAltText('QR code of ticket 1').waitFor();
  assert.equal(await button(page, 'Add to Apple Wallet').count(), 1, 'only for the other one');
});
