// The small world in which every seed plays: few people, few units, so that they meet.
import { idAt } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import type { Principal } from '#kernel/http/principal.ts';

export const START_MS = Date.UTC(2027, 0, 15, 9, 0, 0);
export const CURRENCY = 'USD';
const dice = prng('the world of the simulation');
const id = (prefix: string): string => idAt(prefix, START_MS - 86_400_000, dice);

export interface Shopper {
  name: string;
  userId: string;
  addressId: string;
  state: string;
  principal: Principal;
}

const nobody = { roles: [], sellers: [], sessionId: 'ses_simulated' };
const states = ['NY', 'CA', 'TX', 'NY', 'CA', 'WA', 'NY', 'TX'];

export const shoppers: readonly Shopper[] = states.map((state, n) => {
  const userId = id('usr');
  const name = `shopper-${n + 1}`;
  return {
    name,
    userId,
    addressId: id('addr'),
    state,
    principal: { ...nobody, kind: 'user', id: userId, email: `${name}@example.test` },
  };
});

export const sellerId = id('slr');
const sellerUser = id('usr');
const adminUser = id('usr');

export const seller: Principal = {
  ...nobody,
  kind: 'user',
  id: sellerUser,
  sellers: [{ sellerId, role: 'owner' }],
};
export const admin: Principal = { ...nobody, kind: 'user', id: adminUser, roles: ['super'] };

/** In New York, California and Texas. */
export const warehouses = ['NY', 'CA', 'TX'].map((state, n) => ({
  warehouseId: id('wh'),
  name: `House ${state}`,
  latitude: [42.9, 37.2, 31.5][n] ?? 0,
  longitude: [-75.6, -119.5, -99.3][n] ?? 0,
  country: 'US',
  state,
  sellerId: null,
}));

export interface Thing {
  productId: string;
  variantId: string;
  price_minor: number;
  /** Units by warehouse. */
  stock: readonly number[];
}

const shelves: readonly (readonly number[])[] = [
  [1, 0, 0],
  [2, 1, 0],
  [1, 1, 1],
  [4, 0, 3],
  [6, 6, 6],
  [0, 2, 0],
];

export const things: readonly Thing[] = shelves.map((stock, n) => ({
  productId: id('prod'),
  variantId: id('var'),
  price_minor: [1_999, 5_000, 333, 12_345, 250, 7_777][n] ?? 100,
  stock,
}));

export const categoryId = id('cat');
export const sellerPeople = { sellerUser, adminUser };
