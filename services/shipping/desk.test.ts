// Zones, calendars and rates: when a parcel leaves and arrives, what it costs by weight, what an
// operator changes, and what makes no sense, refused by its field.
import assert from 'node:assert/strict';
import { after as atEnd, before, test } from 'node:test';
import { openDb } from '#kernel/db/db.ts';
import { openShop, startApp, type Answer, type App, type Shop } from '../../test/app.ts';
import { after, leaves, localOf, type Calendar } from './calendar.ts';
import { zones_max } from './contract.ts';
import { amountOf, arrival, type Rate } from './model.ts';

const berlin: Calendar = {
  timeZone: 'Europe/Berlin',
  cutoff_minute: 14 * 60,
  restDays: [0, 6],
  holidays: new Set(['2026-12-25', '2026-12-26']),
};

test('what is ordered after the cut-off leaves the next working day, by the clock there', () => {
  const at = (text: string) => leaves(Date.parse(text), berlin);
  assert.deepEqual(localOf(Date.parse('2026-11-20T23:30:00Z'), 'Europe/Berlin'), {
    day: '2026-11-21',
    minute: 30,
  });
  assert.equal(at('2026-11-20T12:59:00Z'), '2026-11-20', 'Friday, 13:59 there');
  assert.equal(at('2026-11-20T13:00:00Z'), '2026-11-23', 'Friday, 14:00 there: on Monday');
  assert.equal(at('2026-11-21T08:00:00Z'), '2026-11-23');
  assert.equal(at('2026-07-03T11:59:00Z'), '2026-07-03', 'summer time');
  assert.equal(at('2026-07-03T12:01:00Z'), '2026-07-06');
  assert.equal(at('2026-12-24T20:00:00Z'), '2026-12-28', 'over Christmas and a weekend');
});

test('days of rest and holidays do not count on the way', () => {
  assert.equal(after('2026-12-23', 2, berlin), '2026-12-28');
  assert.equal(after('2026-12-23', 0, berlin), '2026-12-23');
  const way = { minDays: 1, maxDays: 3, distance_km: null, calendar: berlin };
  const found = arrival(Date.parse('2026-12-23T20:00:00Z'), way);
  assert.deepEqual(found, { from: '2026-12-28', to: '2026-12-30' });
});

test('a weight has the price of its tier', () => {
  const tiers = [
    { upTo_g: 500, amount_minor: 300 },
    { upTo_g: 5_000, amount_minor: 700 },
  ];
  const rate = { base_minor: 1, per_kg_minor: 1, free_over_minor: 9_000, tiers } as unknown as Rate;
  const cost = (weight_g: number, subtotal_minor = 0) =>
    amountOf(rate, { weight_g, subtotal_minor });
  assert.deepEqual([cost(0), cost(500), cost(501), cost(5_000)], [300, 300, 700, 700]);
  assert.equal(cost(500, 9_000), 0, 'free above a sum');
});

let app: App;
let shop: Shop;

before(async () => {
  app = await startApp();
  shop = await openShop(app);
});

atEnd(async () => {
  await app?.stop();
});

const at = (version: number) => ({ 'if-match': `"${version}"` });

/** `version`: the one that it is based on; 0: a new one. */
const put = (path: string, body: unknown, version = 0): Promise<Answer> =>
  app.send('PUT', `/admin/${path}`, { token: shop.adminToken, body, headers: at(version) });

const zone = {
  name: 'Germany',
  countries: ['DE'],
  timeZone: 'Europe/Berlin',
  cutoff: '14:00',
  restDays: [0],
  holidays: [{ day: '2030-12-25', name: 'Christmas' }],
};
const rate = {
  zone: 'germany',
  method: 'STANDARD',
  currency: 'EUR',
  name: 'Standard',
  base: 4.9,
  perKg: 0,
  freeOver: 50,
  maxWeightGrams: 5_000,
  minDays: 1,
  maxDays: 2,
  tiers: [
    { upToGrams: 1_000, amount: 3.9 },
    { upToGrams: 5_000, amount: 6.9 },
  ],
  sizes: [{ overMillimetres: 1_200, amount: 4 }],
  carrier: 'ground',
};

const fault = async (answer: Promise<Answer>) => {
  const { status, body } = await answer;
  assert.equal(status, 422, JSON.stringify(body));
  return body.errors?.[0].pointer ?? body.code;
};

test('an operator sets a zone and its rates, in force at once', async () => {
  assert.equal(await fault(put('shipping-zones/germany', zone)), '/countries', 'it is in europe');
  const { data } = (await app.get('/admin/shipping-zones', { token: shop.adminToken })).body;
  const { zone: _, version, ...europe } = data.find((one: Answer['body']) => one.zone === 'europe');
  const countries = europe.countries.filter((code: string) => code !== 'DE');
  assert.equal((await put('shipping-zones/europe', { ...europe, countries }, version)).status, 200);
  const made = await put('shipping-zones/germany', zone);
  assert.equal(made.status, 200, JSON.stringify(made.body));
  assert.equal(made.body.cutoff, '14:00');
  assert.deepEqual((await put('shipping-rates', rate)).body, { ...rate, version: 1 });
  const ask = async (more: string) =>
    (await app.get(`/shipping/methods?country=DE&currency=EUR&${more}`)).body.methods;
  const [way] = await ask('weightGrams=900');
  assert.deepEqual([way.amount, way.freeOver], [3.9, 50]);
  assert.match(way.arrivesFrom, /^\d{4}-\d\d-\d\d$/);
  assert.ok(way.arrivesFrom <= way.arrivesTo);
  assert.equal((await ask('weightGrams=1001'))[0].amount, 6.9);
  assert.equal((await ask('weightGrams=1001&subtotal=50'))[0].amount, 0);
  assert.deepEqual(await ask('weightGrams=5001'), [], 'too heavy is not offered');
  const gone = await app.send(
    'DELETE',
    '/admin/shipping-rates?zone=germany&method=STANDARD&currency=EUR',
    { token: shop.adminToken, headers: at(1) },
  );
  assert.equal(gone.status, 200);
  assert.deepEqual(await ask('weightGrams=900'), []);
});

test('what makes no sense is refused with its field', async () => {
  const wrongZone = (over: object) => fault(put('shipping-zones/germany', { ...zone, ...over }, 1));
  assert.equal(await wrongZone({ countries: ['XX'] }), '/countries');
  assert.equal(await wrongZone({ countries: ['*'] }), '/countries');
  assert.equal(await wrongZone({ countries: ['DE', '*'] }), '/countries');
  assert.equal(await wrongZone({ timeZone: 'Mars/Base' }), '/timeZone');
  assert.equal(await wrongZone({ restDays: [0, 1, 2, 3, 4, 5, 6] }), '/restDays');
  assert.equal(await wrongZone({ cutoff: '24:00' }), '/cutoff');
  const [day] = zone.holidays;
  assert.equal(await wrongZone({ holidays: [day, day] }), '/holidays');
  const wrongRate = (over: object) => fault(put('shipping-rates', { ...rate, ...over }));
  assert.equal(await wrongRate({ zone: 'nowhere' }), '/zone');
  assert.equal(await wrongRate({ maxDays: 0 }), '/maxDays');
  assert.equal(await wrongRate({ base: 4.999 }), '/base');
  assert.equal(await wrongRate({ currency: 'XXX' }), '/currency');
  assert.equal(await wrongRate({ freeOver: 0 }), '/freeOver');
  assert.equal(await wrongRate({ maxWeightGrams: 9_000 }), '/tiers');
  assert.equal(await wrongRate({ tiers: [...rate.tiers].reverse() }), '/tiers');
  assert.equal(await wrongRate({ carrier: 'nobody' }), '/carrier');
  const fine = [...rate.tiers.slice(0, 1), { upToGrams: 5_000, amount: 6.901 }];
  assert.equal(await wrongRate({ tiers: fine }), '/tiers/1/amount');
  const [step] = rate.sizes;
  assert.equal(await wrongRate({ sizes: [step, step] }), '/sizes');
});

test('one zone more than there may be is refused; those that are there change', async () => {
  const { data } = (await app.get('/admin/shipping-zones', { token: shop.adminToken })).body;
  const db = openDb({ url: app.databaseUrl, room: 'shipping' });
  try {
    await db.run(
      `insert into zone (zone, name, countries)
       select 'z-' || g, 'Nowhere', '{ZZ}' from generate_series(1, $1::int) g`,
      [zones_max - data.length],
    );
    const refused = await put('shipping-zones/one-more', { ...zone, countries: ['AQ'] });
    assert.deepEqual(
      [refused.status, refused.body.code, refused.body.max],
      [409, 'too-many-zones', zones_max],
    );
    const { zone: name, version, ...last } = data.at(-1);
    assert.equal((await put(`shipping-zones/${name}`, last, version)).status, 200);
  } finally {
    await db.run("delete from zone where name = 'Nowhere'");
    await db.close();
  }
});

test('a zone goes with as many rates as were seen; a carrier where none stands on it', async () => {
  const drop = (path: string, version = 1) =>
    app.send('DELETE', `/admin/${path}`, { token: shop.adminToken, headers: at(version) });
  const ferry = { name: 'Ferry', divisor: null, maxLengthMillimetres: 900 };
  const carrier = { ...ferry, maxGirthMillimetres: null };
  assert.equal((await put('shipping-carriers/ferry', carrier)).status, 200);
  const island = { ...zone, name: 'Islands', countries: ['FJ'] };
  assert.equal((await put('shipping-zones/islands', island)).status, 200);
  const crossing = { ...rate, zone: 'islands', carrier: 'ferry' };
  assert.equal((await put('shipping-rates', crossing)).status, 200);
  const listed = await app.get('/admin/shipping-carriers', { token: shop.adminToken });
  assert.deepEqual(listed.body.data[1], { ...carrier, carrier: 'ferry', version: 1, rates: 1 });
  const used = await drop('shipping-carriers/ferry');
  assert.deepEqual([used.status, used.body.code, used.body.rates], [409, 'shipping-in-use', 1]);
  const more = await drop('shipping-zones/islands?rates=0');
  assert.deepEqual([more.status, more.body.code, more.body.rates], [409, 'shipping-in-use', 1]);
  assert.equal((await put('shipping-rates', crossing, 1)).status, 200, 'nothing was removed');
  assert.equal((await drop('shipping-zones/islands?rates=1')).status, 200);
  assert.equal((await drop('shipping-zones/islands?rates=0')).status, 404);
  assert.equal(await fault(put('shipping-rates', crossing)), '/zone');
  assert.equal((await drop('shipping-carriers/ferry')).status, 200);
  assert.equal((await drop('shipping-carriers/ferry')).status, 404);
  const { methods } = (await app.get('/shipping/methods?country=FJ&currency=EUR')).body;
  assert.ok(methods.length > 0, 'by the rates for all others again');
});

test('a change names what it is based on, and none is written over', async () => {
  const plain = (method: 'PUT' | 'DELETE', path: string, body?: unknown) =>
    app.send(method, `/admin/${path}`, {
      token: shop.adminToken,
      ...(body === undefined ? {} : { body }),
    });
  const drop = (path: string, version: number) =>
    app.send('DELETE', `/admin/${path}`, { token: shop.adminToken, headers: at(version) });
  const islands = { ...zone, name: 'Samoa', countries: ['WS'] };
  const sailing = { name: 'Sail', divisor: 5_000 };
  const carrier = { ...sailing, maxLengthMillimetres: null, maxGirthMillimetres: null };
  const way = { ...rate, zone: 'samoa', carrier: null };
  const key = 'zone=samoa&method=STANDARD&currency=EUR';
  for (const [path, body, dropped, wrong] of [
    ['shipping-zones/samoa', islands, 'shipping-zones/samoa?rates=1', { countries: ['XX'] }],
    ['shipping-rates', way, `shipping-rates?${key}`, { carrier: 'nobody' }],
    ['shipping-carriers/sail', carrier, 'shipping-carriers/sail', {}],
  ] as const) {
    assert.equal((await plain('PUT', path, body)).status, 428, path);
    assert.equal((await put(path, body, 1)).status, 412, `${path}: it is not there yet`);
    const both = await Promise.all([put(path, body), put(path, body)]);
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 412], `${path}: one of two`);
    const made = both.find((one) => one.status === 200);
    assert.deepEqual([made?.headers['etag'], made?.body.version], ['"1"', 1], path);
    const name = { ...body, name: 'Second' };
    const changes = await Promise.all([put(path, name, 1), put(path, name, 1)]);
    assert.deepEqual(changes.map((one) => one.status).sort(), [200, 412], path);
    assert.equal((await put(path, { ...body, ...wrong }, 1)).body.code, 'precondition-failed');
    assert.equal((await plain('DELETE', dropped)).status, 428, path);
    assert.equal((await drop(dropped, 1)).status, 412, `${path}: another version`);
  }
  const { data } = (await app.get(`/admin/shipping-rates?zone=samoa`, { token: shop.adminToken }))
    .body;
  assert.deepEqual([data[0].name, data[0].version], ['Second', 2]);
  assert.equal((await drop(`shipping-rates?${key}`, 2)).status, 200);
  assert.equal((await drop(`shipping-rates?${key}`, 2)).status, 404);
  assert.equal((await drop('shipping-zones/samoa?rates=0', 2)).status, 200);
  assert.equal((await drop('shipping-carriers/sail', 2)).status, 200);
});
