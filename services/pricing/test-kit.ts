/** Rules, promotions and carts for tests and the bench: plain ones, and any, from a seed. */
import { prng, type Prng } from '#kernel/core/prng.ts';
import type { Cart } from './model-price.ts';
import {
  anyScope,
  stages,
  type PriceRule,
  type Promotion,
  type PromotionEffect,
  type RuleEffect,
  type Scope,
  type Terms,
} from './model-rule.ts';
import type { LineInput } from './model-unit.ts';
import type { Levy, TaxCase } from './tax.ts';

const always: Terms = {
  startsAt_ms: null,
  endsAt_ms: null,
  enabled: true,
  scope: anyScope,
  segments: [],
  places: [],
  hours: null,
  priority: 0,
};

/** A rule that fits everything. */
export function aRule(over: Partial<PriceRule> & { effect: RuleEffect }): PriceRule {
  const bounds = { floor_bp: 0, ceiling_bp: 100_000, dailyChange_bp: null };
  const ruleId = 'rul_1';
  return { ...always, ruleId, name: 'a rule', stock: null, demand: null, ...bounds, ...over };
}

/** A promotion for everything and everybody. */
export function aPromotion(over: Partial<Promotion> & { effect: PromotionEffect }): Promotion {
  return {
    ...always,
    promotionId: 'pro_1',
    name: 'a promotion',
    stage: 'PROMOTION',
    quantityMin: 0,
    subtotalMin: null,
    firstOrder: false,
    exclusive: false,
    group: null,
    ...over,
  };
}

/** A tax on top, rounded once. */
export function aTax({
  rate_milli = 0,
  taxesShipping = false,
  name = 'Sales tax',
}): Pick<TaxCase, 'included' | 'rounding' | 'exemption'> & { levy: Levy | null } {
  const levy = { components: [{ name, rate_milli }], rate_milli, taxesShipping };
  return { levy, included: false, rounding: 'document', exemption: null };
}

export function aLine(over: Partial<LineInput> = {}): LineInput {
  return {
    variantId: 'var_1',
    productId: 'prod_1',
    sellerId: 'slr_1',
    brand: null,
    categoryIds: [],
    quantity: 1,
    base_minor: 1_000,
    sale: null,
    lists: [],
    stock: null,
    demand: null,
    competitor_minor: null,
    yesterday_minor: null,
    ...over,
  };
}

export function aCart(lines: readonly LineInput[], over: Partial<Cart> = {}): Cart {
  return {
    at_ms: Date.UTC(2026, 10, 20, 12),
    segments: [],
    place: { country: 'US', state: 'NY' },
    currency: 'USD',
    firstOrder: null,
    couponIds: [],
    budgets: new Map(),
    lines,
    ...over,
  };
}

/** How many different products, brands, categories and sellers there are. */
export interface World {
  products: number;
  brands: number;
  categories: number;
  sellers: number;
}

const some = (random: Prng, of: { prefix: string; count: number; max: number }) =>
  Array.from({ length: random.int(1, of.max) }, () => `${of.prefix}${random.int(1, of.count)}`);

const chance = (random: Prng, share: number) => random.next() < share;

/** Mostly of one kind, as people make them; one in fifty is for everything. */
function anyOf(random: Prng, world: World): Scope {
  const kind = random.next();
  const products = { prefix: 'prod_', count: world.products, max: 5 };
  const brands = { prefix: 'brand_', count: world.brands, max: 2 };
  const categories = { prefix: 'cat_', count: world.categories, max: 2 };
  const sellers = { prefix: 'slr_', count: world.sellers, max: 1 };
  if (kind < 0.02) return anyScope;
  if (kind < 0.5) return { ...anyScope, productIds: some(random, products) };
  if (kind < 0.7) return { ...anyScope, brands: some(random, brands) };
  if (kind < 0.85) return { ...anyScope, categoryIds: some(random, categories) };
  if (kind < 0.95) return { ...anyScope, sellerIds: some(random, sellers) };
  return { ...anyScope, brands: some(random, brands), sellerIds: some(random, sellers) };
}

function anyTerms(random: Prng, world: World): Terms {
  const at_ms = Date.UTC(2026, 10, 20, 12);
  return {
    startsAt_ms: chance(random, 0.2) ? at_ms + random.int(-5, 5) * 3_600_000 : null,
    endsAt_ms: chance(random, 0.2) ? at_ms + random.int(-5, 5) * 3_600_000 : null,
    enabled: !chance(random, 0.05),
    scope: anyOf(random, world),
    segments: chance(random, 0.1) ? ['member'] : [],
    places: chance(random, 0.1) ? [random.pick(['US', 'US-NY', 'DE'])] : [],
    hours: chance(random, 0.1)
      ? { from_min: random.int(0, 1_439), to_min: random.int(0, 1_439), weekdays: [] }
      : null,
    priority: random.int(0, 5),
  };
}

const anyCurrency = (random: Prng) => (chance(random, 0.9) ? 'USD' : 'JPY');

export function anyRule(random: Prng, of: { world: World; no: number }): PriceRule {
  const effects: RuleEffect[] = [
    { kind: 'percent', share_bp: random.int(-5_000, 5_000) },
    { kind: 'amount', amount_minor: random.int(-5_000, 5_000), currency: anyCurrency(random) },
    { kind: 'match', under_minor: random.int(0, 500), currency: anyCurrency(random) },
  ];
  const floor_bp = random.int(0, 10_000);
  return {
    ...anyTerms(random, of.world),
    ruleId: `rul_${of.no}`,
    name: `rule ${of.no}`,
    stock: chance(random, 0.2) ? { min: null, max: random.int(0, 50) } : null,
    demand: chance(random, 0.2) ? { min: random.int(0, 50), max: null } : null,
    effect: random.pick(effects),
    floor_bp,
    ceiling_bp: random.int(floor_bp, 20_000),
    dailyChange_bp: chance(random, 0.3) ? random.int(0, 5_000) : null,
  };
}

function anyEffect(random: Prng, world: World): PromotionEffect {
  const currency = anyCurrency(random);
  const share_bp = random.int(1, 10_000);
  const quantity = random.int(1, 3);
  const productId = () => `prod_${random.int(1, world.products)}`;
  const parts = [productId(), productId()].map((id) => ({ productId: id, quantity }));
  const tiers = [1, 3, 9].map((step) => ({ quantity: step, share_bp: random.int(1, 10_000) }));
  return random.pick<PromotionEffect>([
    { kind: 'percent', share_bp },
    { kind: 'amount', amount_minor: random.int(0, 100_000), currency },
    { kind: 'fixed-price', unit_minor: random.int(0, 10_000), currency },
    { kind: 'buy-get', buy: random.int(1, 3), get: random.int(1, 2), share_bp },
    { kind: 'bundle', parts, price_minor: random.int(0, 20_000), currency },
    { kind: 'tiered', tiers },
    { kind: 'free-shipping' },
    { kind: 'gift', variantId: `var_${random.int(1, world.products)}`, quantity },
  ]);
}

export function anyPromotion(random: Prng, of: { world: World; no: number }): Promotion {
  return {
    ...anyTerms(random, of.world),
    promotionId: `pro_${of.no}`,
    name: `promotion ${of.no}`,
    stage: random.pick(stages),
    quantityMin: chance(random, 0.2) ? random.int(1, 5) : 0,
    subtotalMin: chance(random, 0.2)
      ? { amount_minor: random.int(0, 50_000), currency: anyCurrency(random) }
      : null,
    firstOrder: chance(random, 0.05),
    exclusive: chance(random, 0.1),
    group: chance(random, 0.3) ? random.pick(['a', 'b']) : null,
    effect: anyEffect(random, of.world),
  };
}

export function anyLine(random: Prng, world: World): LineInput {
  const no = random.int(1, world.products);
  const base_minor = random.int(0, chance(random, 0.05) ? 100_000_000_000 : 50_000);
  const maybe = (value: number) => (chance(random, 0.5) ? value : null);
  return {
    variantId: `var_${no}`,
    productId: `prod_${no}`,
    sellerId: `slr_${1 + (no % world.sellers)}`,
    brand: chance(random, 0.9) ? `brand_${1 + (no % world.brands)}` : null,
    categoryIds: [`cat_${1 + (no % world.categories)}`, 'cat_1'],
    quantity: chance(random, 0.05) ? random.int(1, 1_000) : random.int(1, 6),
    base_minor,
    sale: chance(random, 0.3)
      ? { price_minor: random.int(0, base_minor), startsAt_ms: null, endsAt_ms: null }
      : null,
    lists: chance(random, 0.2)
      ? [{ listId: random.pick(['member', 'b2b']), price_minor: random.int(0, base_minor + 500) }]
      : [],
    stock: maybe(random.int(0, 100)),
    demand: maybe(random.int(0, 100)),
    competitor_minor: maybe(random.int(0, 50_000)),
    yesterday_minor: maybe(random.int(0, 50_000)),
  };
}

export function anyCart(random: Prng, of: { world: World; lines: number }): Cart {
  const lines = Array.from({ length: of.lines }, () => anyLine(random, of.world));
  return aCart(lines, {
    segments: chance(random, 0.3) ? ['member'] : [],
    place: random.pick([{ country: 'US', state: 'NY' }, { country: 'DE' }]),
    firstOrder: chance(random, 0.2),
    couponIds: ['pro_1', 'pro_2', 'pro_3'],
    budgets: new Map([['pro_4', random.int(0, 10_000)]]),
  });
}

/** So many rules and promotions over a world, the same for the same seed. */
export function anyOffers(
  seed: string,
  of: { world: World; rules: number; promotions: number },
): { rules: PriceRule[]; promotions: Promotion[] } {
  const random = prng(seed);
  const { world } = of;
  return {
    rules: Array.from({ length: of.rules }, (_, no) => anyRule(random, { world, no })),
    promotions: Array.from({ length: of.promotions }, (_, no) => {
      return anyPromotion(random, { world, no });
    }),
  };
}
