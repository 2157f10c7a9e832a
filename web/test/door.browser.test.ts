// The door with a camera: a ticket that is held before it lets its holder in, with a network and
// without; and what is said where there is none. The film is a real QR code of a real ticket.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { openShop, startApp } from '../../test/app.ts';
import { book, bookingWhen, show, type Hall, type Show } from '../../test/events.ts';
import {
  alive,
  assertAccessible,
  openBrowser,
  phone,
  type BrowserOptions,
  type Opened,
} from './browser.ts';
import { film, type Scene } from './film.ts';
import { assertFits, signIn, someone, until } from './person-kit.ts';

let hall: Hall;
let seller: { email: string };
const browsers: Opened[] = [];
const films: string[] = [];

before(async () => {
  const app = await startApp({ web: true, config: { rateLimitMultiplier: 0 } });
  const shop = await openShop(app);
  hall = { app, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
  const me = await app.get('/me', { token: shop.sellerToken });
  seller = { email: me.body.email };
});
after(async () => {
  for (const one of browsers) await one.close();
  for (const one of films) await rm(dirname(one), { recursive: true, force: true });
  await hall?.sql.end();
  await hall?.app.stop();
});

interface Sold {
  at: Show;
  codes: string[];
}

async function sold(quantity: number): Promise<Sold> {
  const at = await show(hall, [{ name: 'Seat', price: 0, quota: 0, sections: ['Hall'] }]);
  const { token } = await someone(hall.app);
  const made = await book(hall, at, { token, typeId: at.types['Seat'], quantity });
  const { bookingId } = made.body;
  await bookingWhen(hall, { bookingId, token, is: ({ state }) => state === 'CONFIRMED' });
  const { tickets } = (await hall.app.get(`/bookings/${bookingId}/tickets`, { token })).body;
  return { at, codes: tickets.map((one: { code: string }) => one.code) };
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

interface Look {
  /** What the camera sees, or why there is none. */
  camera: Scene[] | 'refused' | 'none';
  path?: string;
}

/** Where the organiser is asked to go, with this camera. */
async function open(at: Show, { camera, path = '' }: Look): Promise<Page> {
  let given: BrowserOptions['camera'];
  if (typeof camera === 'object') {
    given = { film: await film(camera) };
    films.push(given.film);
  } else given = camera;
  const browser = await openBrowser({ viewport: phone, reducedMotion: true, camera: given });
  browsers.push(browser);
  const page = await browser.page();
  page.setDefaultTimeout(60_000);
  await signIn(page, hall.app, seller);
  await page.goto(`${hall.app.url}/selling/events/${at.eventId}${path}`);
  return page;
}

/** The scans on the page, the oldest first. */
async function scans(page: Page): Promise<string[]> {
  const rows = await page.locator('ol li').allInnerTexts();
  return rows.map((row) => row.replaceAll(/\s+/g, ' ').replace(/^[\d:]+ (AM|PM) /, '')).reverse();
}

/** Whether the page still has a camera: what its tracks say. */
const isWatching = (page: Page) =>
  page.evaluate(() => {
    const { stream } = globalThis as { stream?: MediaStream };
    return stream?.getTracks().some((track) => track.readyState === 'live');
  });

/** Keeps what the page gets, to look at later. */
const keepStream = (page: Page) =>
  page.addInitScript(() => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    const get = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wish) => {
      const stream = await get(wish);
      Object.assign(globalThis, { stream });
      return stream;
    };
  });

test('who holds a ticket before the camera is let in, each once', async () => {
  const { at, codes } = await sold(2);
  const [one = '', two = ''] = codes;
  // The first is lost from sight for a moment, as hands are not steady.
  const camera = [
    { code: one, seconds: 2 },
    { code: null, seconds: 0.4 },
    { code: one, seconds: 2 },
    { code: null, seconds: 0.4 },
    { code: two, seconds: 3 },
    { code: null, seconds: 12 },
  ];
  const page = await open(at, { camera });
  await keepStream(page);
  const opened = page.waitForResponse(/\/door$/);
  await page.getByRole('link', { name: 'At the door' }).click();
  const policy = (await (await opened).allHeaders())['permissions-policy'];
  assert.match(policy ?? '', /camera=\(self\)/);
  await page.getByText('Tickets on this device: 2').waitFor();
  await assertFits(page);
  await button(page, 'Use the camera').click();
  await page.locator('[data-camera="on"]').waitFor();
  const first = await until('two scans', async () => {
    const all = await scans(page);
    return all.length >= 2 && !all.some((row) => row.includes('not sent')) ? all : undefined;
  });
  assert.match(first[0] ?? '', /^Welcome Ada, Seat, Hall, row A, seat 1/, first.join('\n'));
  assert.match(first[1] ?? '', /^Welcome .*seat 2/, first.join('\n'));
  await assertAccessible(page);
  await assertFits(page);
  const { rows } = await hall.sql.query(
    'select count(*)::int as n from booking.ticket where session_id = $1 and checked_in_at > $2',
    [at.sessionId, new Date(0)],
  );
  assert.equal(rows[0].n, 2, 'the shop knows');

  // Once it is gone for long, somebody else holds a copy.
  await until('the film from its start', async () => {
    const third = (await scans(page))[2] ?? '';
    return /^Already used .*seat 1/.test(third) || undefined;
  });
  assert.equal(await isWatching(page), true);
  await page.getByRole('link', { name: 'A Night of Strings' }).click();
  await page.getByRole('link', { name: 'At the door' }).waitFor();
  assert.equal(await isWatching(page), false, 'the camera is let go with the page');
  assert.deepEqual(
    browsers.flatMap(({ problems }) => problems),
    [],
  );
});

test('without a network the list on the device answers what the camera sees', async () => {
  const { at, codes } = await sold(1);
  const camera = [{ code: codes[0] ?? '', seconds: 4 }];
  const page = await open(at, { camera, path: '/door' });
  await page.getByText('Tickets on this device: 1').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await until('the page is kept with what reads codes', () =>
    page.evaluate(async () => {
      const shelf = await caches.open('trueshelf-1');
      const kept = (await shelf.keys()).map(({ url }) => url);
      const has = (part: string) => kept.some((url) => url.includes(part));
      return (has('/door') && has('/decode')) || undefined;
    }),
  );
  await page.context().setOffline(true);
  await page.reload();
  await button(page, 'Use the camera').click();
  await page.locator('[data-verdict="welcome"]').waitFor();
  await page.getByText('Waiting to be sent: 1').waitFor();
  await page.context().setOffline(false);
  await page.locator('[data-waiting="0"]').waitFor();
  await page.locator('[data-sent="true"]').getByText('Ada').waitFor();
  await button(page, 'Stop the camera').click();
  await page.locator('[data-camera="off"]').waitFor();
});

test('a camera that is refused, missing or lost is said, and codes are typed', async () => {
  const { at, codes } = await sold(1);
  const refused = await open(at, { camera: 'refused', path: '/door' });
  await button(refused, 'Use the camera').click();
  await refused.getByText('The camera is not allowed').waitFor();
  await assertAccessible(refused);
  await assertFits(refused);
  const none = await open(at, { camera: 'none', path: '/door' });
  await button(none, 'Use the camera').click();
  await none.getByText('There is no camera').waitFor();
  await none.getByLabel('Code of the ticket').fill(codes[0] ?? '');
  await button(none, 'Check').click();
  await none.locator('[data-verdict="welcome"]').waitFor();

  const lost = await open(at, { camera: [{ code: null, seconds: 1 }], path: '/door' });
  await keepStream(lost);
  await lost.reload();
  await button(lost, 'Use the camera').click();
  await lost.locator('[data-camera="on"]').waitFor();
  // What the browser tells a page when the camera is unplugged.
  await lost.evaluate(() => {
    const { stream } = globalThis as unknown as { stream: MediaStream };
    stream.getTracks().forEach((track) => track.dispatchEvent(new Event('ended')));
  });
  await lost.getByText('The camera went away').waitFor();
  assert.equal(await isWatching(lost), false);
  await button(lost, 'Try the camera again').click();
  await lost.locator('[data-camera="on"]').waitFor();
});

test('no other page may use a camera; the door fetches its own document for it', async () => {
  const { at, codes } = await sold(1);
  const camera = [{ code: codes[0] ?? '', seconds: 4 }];
  const page = await open(at, { camera });
  await page.getByRole('link', { name: 'At the door' }).waitFor();
  await alive(page);
  const name = await page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'given',
      (error: Error) => error.name,
    ),
  );
  assert.equal(name, 'NotAllowedError');
  // By a way that keeps the document, such as a page back in the history.
  await page.evaluate(() =>
    document.querySelector('a[data-document]')?.removeAttribute('data-document'),
  );
  await page.getByRole('link', { name: 'At the door' }).click();
  await button(page, 'Use the camera').click();
  await page.locator('[data-camera="on"]').waitFor();
  await page.locator('[data-verdict="welcome"]').waitFor();
});
