// What is remembered of a cart with one line never tells another discount.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prng } from '#kernel/core/prng.ts';
import { compileBook, type Facts } from './model-book.ts';
import { pricingOffers, showOffers } from './offers.ts';
import { keepPurses } from './purses.ts';
import { anyLine, anyPromotion, type World } from './test-kit.ts';

const world: World = { products: 3, brands: 2, categories: 2, sellers: 2 };
const noon_ms = Date.UTC(2026, 10, 20, 12);

/** The room's own way to the discounts of a cart, over promotions that stay as they are. */
function roomOf(promotions: Parameters<typeof compileBook>[0]['promotions']) {
  const book = compileBook({ rules: [], promotions });
  const at = { now_ms: noon_ms };
  const clock = { now: () => at.now_ms };
  const purses = keepPurses({ rows: () => Promise.resolve([]) } as never);
  const offers = pricingOffers({
    ctx: { clock },
    book: () => book,
    breaks: { note: () => undefined },
    purses,
  } as unknown as Parameters<typeof pricingOffers>[0]);
  const ask = (facts: ReadonlyMap<string, Facts>, input: Parameters<typeof showOffers>[1]) => {
    const deps = {
      inForce: { book: () => book, segments: () => [] },
      queries: { known: { of: () => facts, one: (id: string) => facts.get(id) } },
      firsts: { look: () => Promise.resolve({ isFirst: input.userId === 'usr_new' }) },
      offers,
      clock,
    };
    return showOffers(deps as unknown as Parameters<typeof showOffers>[0], input);
  };
  return { at, ask };
}

test('a cart of one line is told what it would be told the first time', async () => {
  let told = 0;
  let again = 0;
  for (let no = 0; no < 150; no += 1) {
    const random = prng(`one-line-${no}`);
    const promotions = Array.from({ length: random.int(1, 12) }, (_, nth) => {
      return anyPromotion(random, { world, no: nth });
    });
    const { at, ask } = roomOf(promotions);
    const things = [1, 2].map(() => anyLine(random, world));
    const kept = new Map(things.map((one) => [one.variantId, factsOf(one)]));
    const answers = new Set<object>();
    for (let turn = 0; turn < 60; turn += 1) {
      at.now_ms += random.next() < 0.2 ? random.int(-90, 90) * 60_000 : random.int(0, 9_000);
      const { variantId, productId, sellerId } = random.pick(things);
      const unit_minor = random.pick([500, 2_000]);
      const line = { variantId, productId, sellerId, quantity: random.int(1, 3), unit_minor };
      const currency = random.pick(['USD', 'USD', 'USD', 'JPY']);
      const userId = random.pick([null, 'usr_new', 'usr_old']);
      const input = { userId, currency, lines: [line] };
      const fresh = new Map([...kept].map(([id, facts]) => [id, { ...facts }]));
      const answer = await ask(kept, input);
      assert.deepEqual(answer, await ask(fresh, input), `case one-line-${no}, turn ${turn}`);
      if (answer.discounts.length > 0) told += 1;
      if (answers.has(answer)) again += 1;
      answers.add(answer);
    }
  }
  assert.ok(told > 1_000, `discounts: ${told}`);
  assert.ok(again > 500, `told again: ${again}`);
});

const factsOf = ({ productId, sellerId, brand, categoryIds }: Facts): Facts => {
  return { productId, sellerId, brand, categoryIds };
};
