// The events of the demo world as the shop shows them, and that loading them twice changes nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShop, startApp, type App } from '../../test/app.ts';
import { loadEvents } from './events.ts';
import type { DemoWorld } from './model.ts';

let app: App;

before(async () => {
  app = await startApp();
  const { sellerId } = await openShop(app);
  const world = { sellers: [{ sellerId }] } as DemoWorld;
  await loadEvents(app.host.client, world);
  await loadEvents(app.host.client, world);
});

after(() => app?.stop());

test('three events with sessions to come, one of them with numbered seats', async () => {
  const { body } = await app.get('/events');
  assert.deepEqual(
    body.data.map((one: { slug: string }) => one.slug),
    ['old-town-walk', 'strings-by-the-water', 'bread-for-beginners'],
  );
  assert.equal(body.data[0].priceFrom, 0);
  const concert = (await app.get('/events/strings-by-the-water')).body;
  assert.equal(concert.sessionList.length, 2);
  assert.equal(concert.left, 216);
  const [first] = concert.sessionList;
  const begins = new Date(first.startsAt).toLocaleTimeString('en-GB', { timeZone: first.zone });
  assert.equal(begins, '19:30:00');
  const seats = await app.get(`/events/${concert.eventId}/sessions/${first.sessionId}/seats`);
  assert.equal(seats.body.seats.length, 108);
});
