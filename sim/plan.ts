// What a seed stands for: who is there, what breaks, how the shop is spread over processes. Parts
// have names, so that a failure can be tried again without some of them.
import { prng } from '#kernel/core/prng.ts';
import type { Climate } from './bugs/bug.ts';
import { rooms } from './rooms.ts';
import { fairWeather, weatherOf, type Kind, type Weather } from './fates.ts';

export interface Plan {
  seed: number;
  shoppers: number[];
  seller: boolean;
  admin: boolean;
  hold_s: number;
  houses: string[][];
  weather: Weather;
  slip: number;
  gateway: Record<string, unknown>;
  /** Orders are sent, and some of them go back. */
  returns: boolean;
  /** People have gift cards and store credit. */
  credit: boolean;
  /** There is a coupon that not everybody can have. */
  coupons: boolean;
}

const all = rooms.map(({ name }) => name);
const but = (...left: string[]): string[] => all.filter((name) => !left.includes(name));

const topologies: readonly (readonly string[])[][] = [
  [all],
  [all, all],
  [but('sandbox'), ['sandbox']],
  [but('sandbox', 'payments'), ['sandbox'], ['payments']],
  [but('sandbox', 'inventory', 'orders'), ['sandbox'], ['inventory', 'orders']],
  [but('sandbox'), but('sandbox'), ['sandbox']],
];

export const kinds = Object.keys(fairWeather) as Kind[];

/** The plan of a seed, without the parts named, in a climate that makes some things likelier. */
export function planOf(seed: number, without: readonly string[] = [], climate: Climate = {}): Plan {
  const plan = drawn(seed, without);
  const { hold_s = plan.hold_s, houses, gateway = plan.gateway, ...rates } = climate;
  const weather = { ...plan.weather };
  for (const kind of kinds) weather[kind] = Math.max(weather[kind], rates[kind] ?? 0);
  const spread = houses === undefined ? plan.houses : Array.from({ length: houses }, () => all);
  return { ...plan, hold_s, gateway, weather, houses: spread };
}

function drawn(seed: number, without: readonly string[]): Plan {
  const chance = prng(`plan ${seed}`);
  const left = new Set(without);
  const count = chance.int(2, 5);
  const shoppers = Array.from({ length: count }, (_, n) => n);
  const weather = { ...weatherOf(chance) };
  for (const kind of kinds) if (left.has(`fault:${kind}`)) weather[kind] = 0;
  const houses = chance.pick(topologies).map((house) => [...house]);
  const gateway = chance.next() < 0.5 ? gatewayOf(chance) : {};
  const slip = chance.next() < 0.5 ? chance.next() * 0.03 : 0;
  return {
    seed,
    shoppers: shoppers.filter((n) => !left.has(`shopper:${n + 1}`)),
    seller: chance.next() < 0.7 && !left.has('seller'),
    admin: chance.next() < 0.4 && !left.has('admin'),
    hold_s: chance.pick([45, 60, 90, 300, 900]),
    houses: left.has('processes') ? [all] : houses,
    weather,
    slip: left.has('slip') ? 0 : slip,
    gateway: left.has('gateway') ? {} : gateway,
    returns: chance.next() < 0.35 && !left.has('returns'),
    credit: chance.next() < 0.35 && !left.has('credit'),
    coupons: chance.next() < 0.35 && !left.has('coupons'),
  };
}

function gatewayOf(chance: ReturnType<typeof prng>): Record<string, unknown> {
  const some = (most: number): number => (chance.next() < 0.5 ? chance.next() * most : 0);
  return {
    timeoutRate: some(0.3),
    errorRate: some(0.3),
    declineRate: some(0.2),
    latency_ms: chance.pick([0, 0, 200, 2_000]),
    hang_ms: chance.pick([12_000, 30_000, 60_000]),
    slow_ms: chance.pick([1_000, 20_000, 90_000]),
    late_ms: chance.pick([5_000, 60_000, 200_000]),
    webhooks: chance.pick(['on', 'on', 'off', 'duplicate', { delay_ms: 30_000 }]),
  };
}

/** Parts of a plan that a shrinker may leave out, coarse ones first. */
export function partsOf(plan: Plan): string[] {
  const parts = kinds.filter((kind) => plan.weather[kind] > 0).map((kind) => `fault:${kind}`);
  if (plan.houses.length > 1) parts.push('processes');
  if (plan.slip > 0) parts.push('slip');
  if (Object.keys(plan.gateway).length > 0) parts.push('gateway');
  if (plan.seller) parts.push('seller');
  if (plan.admin) parts.push('admin');
  if (plan.returns) parts.push('returns');
  if (plan.credit) parts.push('credit');
  if (plan.coupons) parts.push('coupons');
  return [...parts, ...plan.shoppers.map((n) => `shopper:${n + 1}`)];
}
