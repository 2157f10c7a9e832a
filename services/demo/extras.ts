// What the demo world has beside its goods: a gift card, towns by postal code, places to collect,
// when its warehouses send, and events.
import { assert } from '#kernel/core/assert.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import { creditCalls } from '#services/credit/contract.ts';
import { shippingCalls } from '#services/shipping/contract.ts';
import { loadEvents } from './events.ts';
import type { DemoWarehouse, DemoWorld } from './model.ts';
import { demoPlaces } from './places.ts';

/** All of it. */
export async function loadExtras(client: Rpc['client'], world: DemoWorld): Promise<void> {
  await loadPlaces(client);
  await loadShipping(client, world);
  await loadCard(client);
  await loadEvents(client, world);
}

/** `DEMO-GIFT-CARD-2026` as people read it: O is a zero, I is a one. */
const demoCard = {
  accountId: 'gft_0195e000000070008000000000000001',
  code: 'DEMO-GIFT-CARD-2026',
  amount_minor: 10_000,
  currency: 'USD',
};

async function loadCard(client: Rpc['client']): Promise<void> {
  const done = await client(creditCalls).import({ cards: [demoCard] });
  assert(!isRefusal(done), 'the demo gift card was not taken');
}

async function loadPlaces(client: Rpc['client']): Promise<void> {
  await client(shippingCalls).learnPlaces({ places: demoPlaces() });
}

const zones: Readonly<Record<string, string>> = {
  US: 'America/New_York',
  DE: 'Europe/Berlin',
  GB: 'Europe/London',
  NL: 'Europe/Amsterdam',
};
/** Of every house; they send on no other day that everybody has off. */
const rest = ['2026-12-25', '2026-12-26', '2027-01-01', '2027-12-25', '2027-12-26', '2028-01-01'];

/** Each house sends until three, not on Sundays and at Christmas; next door one can collect. */
async function loadShipping(client: Rpc['client'], world: DemoWorld): Promise<void> {
  const calendars = world.warehouses.map(({ warehouseId, country }) => ({
    warehouseId,
    timeZone: zones[country] ?? 'UTC',
    cutoff_minute: 15 * 60,
    restDays: [0],
    holidays: rest.map((day) => ({ day, name: 'Closed' })),
  }));
  const done = await client(shippingCalls).furnish({
    places: world.warehouses.map(counterOf),
    calendars,
  });
  assert(!isRefusal(done), 'the demo places to collect were not taken');
}

function counterOf(house: DemoWarehouse) {
  const { warehouseId, city, region, postalCode, country } = house;
  return {
    placeId: warehouseId.replace(/^wh_/, 'pup_'),
    name: `${city} counter`,
    line1: 'At the warehouse gate',
    line2: null,
    city,
    state: region,
    postalCode,
    country,
    opening: 'Mon–Sat 8–20',
    minDays: 1,
    maxDays: 3,
    max_weight_g: 30_000,
    max_length_mm: 1_500,
    active: true,
  };
}
