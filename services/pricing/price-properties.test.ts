// What holds of every price, whatever rules, promotions and carts there are. Each case has a seed
// of its own and its failure names it. `npm run test:prices` makes ten million of them, in shares
// of a million that each say when they are done; with TRUESHELF_PRICE_FROM a run that was broken
// off goes on behind them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allocate } from '#kernel/core/money.ts';
import { prng, type Prng } from '#kernel/core/prng.ts';
import { compileBook, fits, type Book } from './model-book.ts';
import { split } from './model-effect.ts';
import { priceGoods, priceWhole, type Cart, type Priced } from './model-price.ts';
import { stacks, type PriceRule, type Promotion } from './model-rule.ts';
import { unitPrice } from './model-unit.ts';
import { anyCart, anyLine, anyPromotion, anyRule, aTax, type World } from './test-kit.ts';

const cases = Number(process.env['TRUESHELF_PRICE_CASES'] ?? 3_000);
const from = Number(process.env['TRUESHELF_PRICE_FROM'] ?? 0);
const share = 1_000_000;
const world: World = { products: 6, brands: 3, categories: 3, sellers: 2 };

interface Case {
  rules: PriceRule[];
  promotions: Promotion[];
  cart: Cart;
  shipping_minor: number;
  tax: ReturnType<typeof aTax>;
}

function aCase(random: Prng): Case {
  const many = (max: number) => Array.from({ length: random.int(0, max) }, (_, no) => no);
  return {
    rules: many(4).map((no) => anyRule(random, { world, no })),
    promotions: many(8).map((no) => anyPromotion(random, { world, no })),
    cart: anyCart(random, { world, lines: random.int(1, 6) }),
    shipping_minor: random.int(0, 5_000),
    tax: {
      ...aTax({ rate_milli: random.int(0, 30_000), taxesShipping: random.next() < 0.5 }),
      included: random.next() < 0.5,
      rounding: random.next() < 0.5 ? 'line' : 'document',
      exemption: random.next() < 0.1 ? { kind: 'vat-id', number: 'DE1' } : null,
    },
  };
}

const priceOf = (book: Book, { cart, shipping_minor, tax }: Case) =>
  priceWhole(priceGoods(book, cart), { shipping_minor, tax });

function checkArithmetic(priced: Priced): void {
  const { subtotal_minor, discount_minor, shipping_minor, tax_minor, total_minor } = priced;
  assert.equal(total_minor, subtotal_minor - discount_minor + shipping_minor + tax_minor);
  assert.ok(Math.min(subtotal_minor, discount_minor, shipping_minor, tax_minor, total_minor) >= 0);
  let told = 0;
  for (const step of priced.steps) {
    assert.ok(Number.isSafeInteger(step.amount_minor));
    if (step.stage !== 'TOTAL') told += step.amount_minor;
  }
  assert.equal(told, total_minor, 'every cent has its step');
}

function checkLines(one: Case, priced: Priced): void {
  priced.lines.forEach((line, at) => {
    const { quantity } = one.cart.lines[at] ?? { quantity: 0 };
    assert.equal(line.total_minor, line.unit_minor * quantity);
    assert.ok(line.unit_minor >= 0 && Number.isSafeInteger(line.total_minor));
    assert.ok(line.discount_minor >= 0 && line.discount_minor <= line.total_minor);
  });
  const sum = (pick: 'total_minor' | 'discount_minor') =>
    priced.lines.reduce((all, line) => all + line[pick], 0);
  assert.equal(sum('total_minor'), priced.subtotal_minor);
  assert.equal(sum('discount_minor'), priced.discount_minor);
}

/** Nothing stands on a line beside something that it does not stack with, nor out of its scope. */
function checkStacking(one: Case, priced: Priced): void {
  const byId = new Map(one.promotions.map((promotion) => [promotion.promotionId, promotion]));
  const onLine = new Map<number, Promotion[]>();
  for (const { ref, lineNo } of priced.steps) {
    const promotion = byId.get(ref ?? '');
    if (!promotion || lineNo === null) continue;
    const others = onLine.get(lineNo) ?? [];
    for (const other of others) assert.ok(stacks(promotion, other), `${ref} on line ${lineNo}`);
    onLine.set(lineNo, [...others, promotion]);
    const line = one.cart.lines[lineNo - 1];
    if (promotion.effect.kind !== 'bundle') assert.ok(line && fits(promotion.scope, line));
    const left = one.cart.budgets.get(promotion.promotionId);
    if (left === undefined) continue;
    const spent = priced.steps.filter((step) => step.ref === ref);
    assert.ok(-spent.reduce((all, step) => all + step.amount_minor, 0) <= left);
  }
}

/** Nobody's unit is dearer than the one that everybody is shown. */
function checkShown(one: Case, priced: Priced): void {
  const { cart } = one;
  const nobody = { at_ms: cart.at_ms, segments: [], place: { country: '' } };
  const book = compileBook(one);
  priced.lines.forEach(({ unit_minor }, at) => {
    const line = cart.lines[at];
    assert.ok(line);
    const { currency } = cart;
    const shown = unitPrice(book, { line, currency, setting: nobody, broken: [] });
    assert.ok(unit_minor <= shown.unit_minor, `line ${at + 1}: ${unit_minor}`);
    assert.ok(shown.regular_minor >= shown.unit_minor && shown.unit_minor >= 0);
    if (cart.segments.length > 0 || cart.place.country !== '') return;
    assert.equal(unit_minor, shown.unit_minor);
  });
}

function checkCase(seed: string): void {
  const random = prng(seed);
  const one = aCase(random);
  const priced = priceOf(compileBook(one), one);
  assert.deepEqual(priced.broken, []);
  checkArithmetic(priced);
  checkLines(one, priced);
  checkStacking(one, priced);
  // Compiling is dearer than pricing, so one case in eight is priced again.
  if (random.int(1, 8) > 1) return;
  checkShown(one, priced);
  const shuffled = { rules: random.shuffle(one.rules), promotions: random.shuffle(one.promotions) };
  assert.deepEqual(priceOf(compileBook(shuffled), one), priced, 'the order of saving is no matter');
}

for (let first = from; first < cases; first += share) {
  const end = Math.min(first + share, cases);
  test(`what holds of every price holds of the cases ${first} to ${end - 1}`, () => {
    for (let no = first; no < end; no += 1) {
      const seed = `price-${no}`;
      try {
        checkCase(seed);
      } catch (thrown) {
        throw new Error(`case ${seed}`, { cause: thrown });
      }
    }
  });
}

test('money is split as the kernel splits it, with and without big integers', () => {
  const random = prng('split');
  for (let no = 0; no < Math.min(cases, 20_000); no += 1) {
    const most = random.pick([10, 10_000, 99_999_999_999]);
    const weights = Array.from({ length: random.int(1, 6) }, () => random.int(0, most));
    const sum = weights.reduce((all, weight) => all + weight, 0);
    const total = random.int(0, sum);
    assert.deepEqual(split(total, weights), allocate(total, weights), `${total} by ${weights}`);
  }
});

test('the index finds what looking at every scope finds', () => {
  for (let no = 0; no < Math.min(cases, 2_000); no += 1) {
    const one = aCase(prng(`index-${no}`));
    const plain = one.promotions.filter((each) => each.effect.kind !== 'bundle' && each.enabled);
    const book = compileBook({ rules: [], promotions: plain });
    for (const line of one.cart.lines) {
      const found = book.promotions.for(line).map((entry) => entry.of.promotionId);
      const all = plain.filter((each) => fits(each.scope, line));
      assert.deepEqual(found.sort(), all.map((each) => each.promotionId).sort());
    }
  }
});

test('what is remembered of things never makes another price', () => {
  const noon_ms = Date.UTC(2026, 10, 20, 12);
  for (let no = 0; no < Math.min(cases, 200); no += 1) {
    const random = prng(`remembered-${no}`);
    const promotions = Array.from({ length: 20 }, (_, at) => {
      return anyPromotion(random, { world, no: at });
    });
    const book = compileBook({ rules: [], promotions });
    const line = anyLine(random, world);
    const { productId, sellerId, brand, categoryIds } = line;
    const kept = { productId, sellerId, brand, categoryIds };
    for (let turn = 0; turn < 40; turn += 1) {
      const cart = anyCart(random, { world, lines: 1 });
      const at_ms = noon_ms + random.int(-360, 360) * 60_000 + random.int(0, 59_999);
      const anybody = { segments: [], place: { country: '' }, couponIds: [] };
      const asked = { ...cart, ...(random.next() < 0.8 ? anybody : {}), at_ms };
      const plain = { ...line, quantity: random.int(1, 9) };
      assert.deepEqual(
        priceGoods(book, { ...asked, lines: [{ ...plain, kept }] }),
        priceGoods(book, { ...asked, lines: [plain] }),
        `case remembered-${no}, turn ${turn}`,
      );
    }
  }
});
