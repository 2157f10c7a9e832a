// Towns by postal code: read from lines, written twice, asked for over HTTP.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp, type App } from '../../test/app.ts';
import { shippingCalls, type Place } from './contract.ts';
import { codesFor, placeIn } from './places.ts';

let app: App;
/** `US 10001 NY`: country, code and, where it has one, region. */
const place = (where: string, city: string): Place => {
  const [country = '', postalCode = '', stateCode = ''] = where.split(' ');
  return { country, postalCode, city, stateCode, state: '' };
};

before(async () => {
  app = await startApp();
  const places = [
    place('US 10001 NY', 'New York'),
    place('DE 01067', 'Dresden'),
    place('GB SW1A', 'London'),
    place('CA K1A ON', 'Ottawa'),
    place('DE 99986', 'Oberdorla'),
    place('DE 99986', 'Niederdorla'),
  ];
  await app.host.client(shippingCalls).learnPlaces({ places });
});
after(() => app.stop());

const asked = async (country: string, postalCode: string) => {
  const { status, body } = await app.get(
    `/shipping/places?country=${country}&postalCode=${encodeURIComponent(postalCode)}`,
  );
  assert.equal(status, 200, JSON.stringify(body));
  return body.places as { city: string; stateCode: string; state: string }[];
};

test('a line of the file is a place; anything else is none', () => {
  const line = 'US\t99553\tAkutan\tAlaska\tAK\tAleutians East\t013\t\t\t54.143\t-165.7854\t1';
  assert.deepEqual(placeIn(line), {
    country: 'US',
    postalCode: '99553',
    city: 'Akutan',
    state: 'Alaska',
    stateCode: 'AK',
  });
  assert.equal(placeIn('gb\tsw1a 1aa\tLondon')?.postalCode, 'SW1A1AA');
  for (const wrong of ['', 'US', 'US\t\tX', 'USA\t1\tX', 'US\t1\t ', `US\t1\t${'x'.repeat(101)}`]) {
    assert.equal(placeIn(wrong), null, wrong);
  }
});

test('a code is looked for whole, then by its district', () => {
  assert.deepEqual(codesFor('GB', 'sw1a 1aa'), ['SW1A1AA', 'SW1A']);
  assert.deepEqual(codesFor('US', '10001-1234'), ['100011234', '10001']);
  assert.deepEqual(codesFor('DE', '01067'), ['01067']);
  assert.deepEqual(codesFor('GB', 'M1'), ['M1']);
});

test('towns of a code: exact, by district, several in order, none', async () => {
  assert.deepEqual(await asked('US', '10001'), [{ city: 'New York', stateCode: 'NY', state: '' }]);
  assert.equal((await asked('GB', 'SW1A 1AA'))[0]?.city, 'London');
  assert.equal((await asked('CA', 'k1a 0b1'))[0]?.city, 'Ottawa');
  assert.deepEqual(
    (await asked('DE', '99986')).map(({ city }) => city),
    ['Niederdorla', 'Oberdorla'],
  );
  assert.deepEqual(await asked('US', '99999'), []);
  assert.deepEqual(await asked('FR', '10001'), []);
});

test('learning again gives a region its new name and doubles nothing', async () => {
  const again = { ...place('DE 01067 SN', 'Dresden'), state: 'Sachsen' };
  const twice = [again, { ...again }];
  await app.host.client(shippingCalls).learnPlaces({ places: twice });
  assert.deepEqual(await asked('DE', '01067'), [
    { city: 'Dresden', stateCode: 'SN', state: 'Sachsen' },
  ]);
});

test('what is no country or code is refused', async () => {
  for (const query of ['country=us&postalCode=1', 'country=US', 'country=US&postalCode=%27--']) {
    const { status, body } = await app.get(`/shipping/places?${query}`);
    assert.equal(status, 422, query);
    assert.equal(body.code, 'validation-failed');
  }
});
