// The way to a price, step by step, as the reference lays it out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileBook } from './model-book.ts';
import { priceGoods, priceWhole, type Cart } from './model-price.ts';
import { anyScope, stacks, type PriceRule, type Promotion } from './model-rule.ts';
import { aCart, aLine, aPromotion, aRule, aTax } from './test-kit.ts';

const hour_ms = 3_600_000;

function goods(of: { rules?: PriceRule[]; promotions?: Promotion[] }, cart: Cart) {
  return priceGoods(compileBook({ rules: of.rules ?? [], promotions: of.promotions ?? [] }), cart);
}

const unit = (rules: PriceRule[], cart: Cart) => goods({ rules }, cart).lines[0]?.unit_minor;
const off = (promotions: Promotion[], cart: Cart) =>
  goods({ promotions }, cart).lines.map((line) => line.discount_minor);

test('base, rule, sale, promotion, coupon, member, shipping, tax, total: in this order', () => {
  const rules = [aRule({ name: 'night', effect: { kind: 'percent', share_bp: 1_000 } })];
  const promotions = [
    aPromotion({
      promotionId: 'pro_m',
      stage: 'MEMBER',
      segments: ['member'],
      effect: { kind: 'percent', share_bp: 1_000 },
    }),
    aPromotion({
      promotionId: 'pro_c',
      stage: 'COUPON',
      effect: { kind: 'amount', amount_minor: 100, currency: 'USD' },
    }),
    aPromotion({ promotionId: 'pro_p', effect: { kind: 'percent', share_bp: 5_000 } }),
  ];
  const sale = { price_minor: 1_050, startsAt_ms: null, endsAt_ms: null };
  const cart = aCart([aLine({ quantity: 2, sale })], {
    segments: ['member'],
    couponIds: ['pro_c'],
  });
  const priced = priceWhole(goods({ rules, promotions }, cart), {
    shipping_minor: 500,
    tax: aTax({ rate_milli: 10_000 }),
  });
  assert.deepEqual(
    priced.steps.map(({ stage, ref, amount_minor }) => [stage, ref, amount_minor]),
    [
      ['BASE', null, 2_000],
      ['RULE', 'rul_1', 200],
      ['SALE', null, -100],
      ['PROMOTION', 'pro_p', -1_050],
      ['COUPON', 'pro_c', -100],
      ['MEMBER', 'pro_m', -95],
      ['SHIPPING', null, 500],
      ['TAX', null, 86],
      ['TOTAL', null, 1_441],
    ],
  );
  assert.equal(priced.total_minor, 1_441);
});

test('a rule stays within floor, ceiling and what a day may change', () => {
  const up = (over: Partial<PriceRule>) =>
    aRule({ effect: { kind: 'percent', share_bp: 5_000 }, ...over });
  const cart = aCart([aLine({ yesterday_minor: 900 })]);
  assert.equal(unit([up({})], cart), 1_500);
  assert.equal(unit([up({ ceiling_bp: 12_000 })], cart), 1_200);
  assert.equal(unit([up({ dailyChange_bp: 1_000 })], cart), 990);
  const down = aRule({ effect: { kind: 'amount', amount_minor: -9_999, currency: 'USD' } });
  assert.equal(unit([down], cart), 0);
  assert.equal(unit([{ ...down, floor_bp: 8_000 }], cart), 800);
});

test('rules ask for stock, demand, competitors, hours, places and segments', () => {
  const effect = { kind: 'percent', share_bp: -1_000 } as const;
  const line = aLine({ stock: 5, demand: 30, competitor_minor: 950 });
  const cart = aCart([line]);
  assert.equal(unit([aRule({ effect, stock: { min: null, max: 5 } })], cart), 900);
  assert.equal(unit([aRule({ effect, stock: { min: 6, max: null } })], cart), 1_000);
  assert.equal(unit([aRule({ effect, demand: { min: 31, max: null } })], cart), 1_000);
  assert.equal(unit([aRule({ effect, demand: { min: 0, max: null } })], aCart([aLine()])), 1_000);
  const match = aRule({ effect: { kind: 'match', under_minor: 1, currency: 'USD' } });
  assert.equal(unit([match], cart), 949);
  assert.equal(unit([match], aCart([aLine({ competitor_minor: 2_000 })])), 1_000, 'never up');
  assert.equal(unit([aRule({ effect, places: ['US-NY'] })], cart), 900);
  assert.equal(unit([aRule({ effect, places: ['DE'] })], cart), 1_000);
  assert.equal(unit([aRule({ effect, segments: ['b2b'] })], cart), 1_000);
  // Friday noon: the night from Thursday 22:00 is over, from 11:00 to 13:00 it is noon.
  const noon = { from_min: 660, to_min: 780, weekdays: [5] };
  assert.equal(unit([aRule({ effect, hours: noon })], cart), 900);
  assert.equal(unit([aRule({ effect, hours: { ...noon, weekdays: [4] } })], cart), 1_000);
  const night = { from_min: 1_320, to_min: 360, weekdays: [4] };
  const early = { ...cart, at_ms: Date.UTC(2026, 10, 20, 3) };
  assert.equal(unit([aRule({ effect, hours: night })], early), 900, 'it began on Thursday');
});

test('a schedule begins and ends at its second', () => {
  const at_ms = Date.UTC(2026, 10, 20, 12);
  const half = aPromotion({
    effect: { kind: 'percent', share_bp: 5_000 },
    startsAt_ms: at_ms,
    endsAt_ms: at_ms + hour_ms,
  });
  const at = (offset_ms: number) => off([half], aCart([aLine()], { at_ms: at_ms + offset_ms }))[0];
  assert.deepEqual([at(-1), at(0), at(hour_ms - 1), at(hour_ms)], [0, 500, 500, 0]);
});

test('an order discount is shared out over the lines by the largest remainder', () => {
  const ten = aPromotion({ effect: { kind: 'amount', amount_minor: 100, currency: 'USD' } });
  const lines = [aLine(), aLine(), aLine()];
  assert.deepEqual(off([ten], aCart(lines)), [34, 33, 33]);
  assert.deepEqual(off([ten], aCart(lines, { currency: 'JPY' })), [0, 0, 0]);
});

test('fixed price, buy and get, tiers, gift and bundle', () => {
  const fixed = aPromotion({ effect: { kind: 'fixed-price', unit_minor: 700, currency: 'USD' } });
  assert.deepEqual(off([fixed], aCart([aLine({ quantity: 3 })])), [900]);
  const third = aPromotion({ effect: { kind: 'buy-get', buy: 2, get: 1, share_bp: 10_000 } });
  const mixed = [aLine({ quantity: 2 }), aLine({ quantity: 1, base_minor: 400 })];
  assert.deepEqual(off([third], aCart(mixed)), [0, 400], 'the cheapest is given');
  assert.deepEqual(off([third], aCart([aLine({ quantity: 2 })])), [0]);
  const tiers = [
    { quantity: 2, share_bp: 500 },
    { quantity: 5, share_bp: 1_000 },
  ];
  const tiered = aPromotion({ effect: { kind: 'tiered', tiers } });
  const tier = (quantity: number) => off([tiered], aCart([aLine({ quantity })]))[0];
  assert.deepEqual([tier(1), tier(2), tier(5)], [0, 100, 500]);
  const gift = aPromotion({ effect: { kind: 'gift', variantId: 'var_g', quantity: 1 } });
  const gifted = [aLine(), aLine({ variantId: 'var_g', quantity: 2, base_minor: 50 })];
  assert.deepEqual(off([gift], aCart(gifted)), [0, 50]);
  const parts = ['prod_1', 'prod_2'].map((productId) => ({ productId, quantity: 1 }));
  const bundle = aPromotion({
    effect: { kind: 'bundle', parts, price_minor: 1_200, currency: 'USD' },
  });
  const pair = [aLine({ quantity: 2 }), aLine({ productId: 'prod_2', base_minor: 500 })];
  assert.deepEqual(off([bundle], aCart(pair)), [200, 100], 'one set, the second unit stays');
  assert.deepEqual(off([bundle], aCart([aLine()])), [0]);
});

test('the worked example of stacking: exclusive, one of a group, one after another', () => {
  const percent = (promotionId: string, over: Partial<Promotion> = {}) =>
    aPromotion({ promotionId, effect: { kind: 'percent', share_bp: 1_000 }, ...over });
  const spring = percent('pro_spring', { group: 'season', priority: 3 });
  const summer = percent('pro_summer', { group: 'season', priority: 2 });
  const more = percent('pro_more', { priority: 1 });
  const only = percent('pro_only', { exclusive: true, scope: { ...anyScope, brands: ['acme'] } });
  assert.deepEqual(
    [stacks(spring, summer), stacks(spring, more), stacks(more, only)],
    [false, true, false],
  );
  const result = goods(
    { promotions: [more, only, summer, spring] },
    aCart([aLine(), aLine({ brand: 'acme' })]),
  );
  assert.deepEqual(
    result.lines.map((line) => line.discount_minor),
    [190, 190],
  );
  assert.deepEqual(
    result.passed.map(({ ref, why }) => [ref, why]),
    [
      ['pro_summer', 'not-with-others'],
      ['pro_only', 'not-with-others'],
    ],
  );
  const first = goods(
    { promotions: [{ ...only, priority: 9 }, more] },
    aCart([aLine(), aLine({ brand: 'acme' })]),
  );
  assert.deepEqual(
    first.lines.map((line) => line.discount_minor),
    [100, 100],
    'the exclusive one was first on its line and keeps others from it',
  );
});

test('what is asked for: units, sum, first order, coupon, budget', () => {
  const half = { kind: 'percent', share_bp: 5_000 } as const;
  const cart = aCart([aLine({ quantity: 2 })]);
  const subtotalMin = { amount_minor: 2_001, currency: 'USD' };
  assert.deepEqual(off([aPromotion({ effect: half, quantityMin: 3 })], cart), [0]);
  assert.deepEqual(off([aPromotion({ effect: half, subtotalMin })], cart), [0]);
  const enough = { ...subtotalMin, amount_minor: 2_000 };
  assert.deepEqual(off([aPromotion({ effect: half, subtotalMin: enough })], cart), [1_000]);
  const first = aPromotion({ effect: half, firstOrder: true });
  assert.deepEqual(off([first], cart), [0], 'nobody knows whether it is the first');
  assert.deepEqual(off([first], { ...cart, firstOrder: true }), [1_000]);
  const coupon = aPromotion({ effect: half, stage: 'COUPON' });
  assert.deepEqual(off([coupon], cart), [0]);
  assert.deepEqual(off([coupon], { ...cart, couponIds: ['pro_1'] }), [1_000]);
  const budgets = new Map([['pro_1', 999]]);
  assert.deepEqual(off([aPromotion({ effect: half })], { ...cart, budgets }), [0]);
});

test('free shipping takes the shipping away, not the goods', () => {
  const free = aPromotion({ effect: { kind: 'free-shipping' } });
  const result = goods({ promotions: [free] }, aCart([aLine()]));
  const whole = priceWhole(result, { shipping_minor: 700, tax: { ...aTax({}), levy: null } });
  assert.deepEqual([whole.shipping_minor, whole.discount_minor, whole.total_minor], [0, 0, 1_000]);
});

test('what makes no sense is left out and told, and the price stands', () => {
  const wrong = aPromotion({ promotionId: 'pro_x', effect: { kind: 'percent', share_bp: 1e9 } });
  const half = aPromotion({ effect: { kind: 'percent', share_bp: 5_000 } });
  const rule = aRule({ effect: { kind: 'percent', share_bp: Number.NaN } });
  const result = goods({ rules: [rule], promotions: [wrong, half] }, aCart([aLine()]));
  assert.deepEqual(result.broken.map((one) => one.ref).sort(), ['pro_x', 'rul_1']);
  assert.deepEqual([result.subtotal_minor, result.discount_minor], [1_000, 500]);
});
