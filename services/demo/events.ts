// Events of the demo world, with sessions that are always to come: a concert with numbered seats,
// a workshop with few places, a walk that costs nothing.
import { assert } from '#kernel/core/assert.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Rpc } from '#kernel/http/rpc.ts';
import { bookingCalls } from '#services/booking/contract.ts';
import type { DemoWorld } from './model.ts';

const tail = (n: number) => `0195e00000007000800000000000${String(n).padStart(4, '0')}`;
const rows = (names: readonly string[], seats: number) => names.map((row) => ({ row, seats }));

const places = {
  hall: { name: 'Harbour Hall', line1: '12 Quay Street', city: 'New York', postalCode: '10004' },
  loft: { name: 'The Loft', line1: '48 Mill Lane', city: 'New York', postalCode: '10013' },
};

function venuesOf(sellerId: string) {
  const both = { sellerId, country: 'US', zone: 'America/New_York' };
  return [
    {
      ...both,
      ...places.hall,
      venueId: `ven_${tail(1)}`,
      plan: [
        { section: 'Stalls', rows: rows(['A', 'B', 'C', 'D', 'E', 'F'], 14) },
        { section: 'Balcony', rows: rows(['G', 'H'], 12) },
      ],
    },
    { ...both, ...places.loft, venueId: `ven_${tail(2)}`, plan: [] },
  ];
}

const kind = { description: '', fee_minor: 0, perBooking: 8, sections: [] };

function concertOf(sellerId: string) {
  const both = { sellerId, imageUrl: null, currency: 'USD' };
  return [
    {
      ...both,
      eventId: `evn_${tail(1)}`,
      venueId: `ven_${tail(1)}`,
      slug: 'strings-by-the-water',
      name: 'Strings by the Water',
      summary: 'A string quartet plays Ravel and Debussy.',
      description: 'Two hours with a break. The bar is open before and after.',
      category: 'music',
      ageMin: null,
      sessions: [
        { sessionId: `esn_${tail(1)}`, inDays: 12, at: '19:30', minutes: 120 },
        { sessionId: `esn_${tail(2)}`, inDays: 13, at: '19:30', minutes: 120 },
      ],
      types: [
        {
          ...kind,
          typeId: `tty_${tail(1)}`,
          name: 'Stalls',
          price_minor: 4_800,
          fee_minor: 300,
          quota: 84,
          sections: ['Stalls'],
        },
        {
          ...kind,
          typeId: `tty_${tail(2)}`,
          name: 'Balcony',
          price_minor: 3_200,
          fee_minor: 200,
          quota: 24,
          sections: ['Balcony'],
        },
      ],
    },
  ];
}

function smallOf(sellerId: string) {
  const both = { sellerId, imageUrl: null, currency: 'USD' };
  return [
    {
      ...both,
      eventId: `evn_${tail(2)}`,
      venueId: `ven_${tail(2)}`,
      slug: 'bread-for-beginners',
      name: 'Bread for Beginners',
      summary: 'Bake two loaves and take them home.',
      description: 'Flour, aprons and ovens are there. Bring a box.',
      category: 'workshop',
      ageMin: 12,
      sessions: [{ sessionId: `esn_${tail(3)}`, inDays: 20, at: '10:00', minutes: 240 }],
      types: [
        {
          ...kind,
          typeId: `tty_${tail(3)}`,
          name: 'Place at the table',
          description: 'With everything you need.',
          price_minor: 6_500,
          fee_minor: 500,
          quota: 12,
          perBooking: 4,
        },
      ],
    },
    {
      ...both,
      eventId: `evn_${tail(3)}`,
      venueId: `ven_${tail(2)}`,
      slug: 'old-town-walk',
      name: 'Old Town Walk',
      summary: 'Ninety minutes through the old town, for nothing.',
      description: 'We meet at the door. It takes place in any weather.',
      category: 'tour',
      ageMin: null,
      sessions: [{ sessionId: `esn_${tail(4)}`, inDays: 6, at: '14:00', minutes: 90 }],
      types: [{ ...kind, typeId: `tty_${tail(4)}`, name: 'Place', price_minor: 0, quota: 30 }],
    },
  ];
}

/** The first seller is the organiser. */
export async function loadEvents(client: Rpc['client'], world: DemoWorld): Promise<void> {
  const [organiser] = world.sellers;
  assert(organiser !== undefined, 'the demo world has sellers');
  const { sellerId } = organiser;
  const wanted = {
    venues: venuesOf(sellerId),
    events: [...concertOf(sellerId), ...smallOf(sellerId)],
  };
  const done = await client(bookingCalls).import(wanted);
  assert(!isRefusal(done), 'the demo events were not taken');
}
