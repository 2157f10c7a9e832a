// Prices of carts with five lines, in process: first with nothing to apply, then with 500
// promotions and 200 rules, then how long it takes to compile those after a change.
// Expected: a line asks for what is for its product, brand, category and seller, which is a handful
// of some hundreds, so a cart of five lines looks at about 60 and applies about 10: 15 to 30 µs, of
// which most is arithmetic with big integers where money is shared out. 20,000/s is the bar. With
// nothing to apply it is a few additions. Compiling is a sort and one insertion each: milliseconds.
// The yardstick is the same cart priced by looking at every promotion and rule in turn.
import { prng } from '#kernel/core/prng.ts';
import { compileBook, emptyBook, fits, type Book } from '#services/pricing/model-book.ts';
import { priceGoods, priceWhole, type Cart } from '#services/pricing/model-price.ts';
import { anyCart, anyOffers, aTax } from '#services/pricing/test-kit.ts';
import type { Bench, Context } from './harness.ts';

const world = { products: 2_000, brands: 100, categories: 60, sellers: 40 };
const counts = { world, rules: 200, promotions: 500 };
const tax = aTax({ rate_milli: 8_250, taxesShipping: true });

const cpu_s = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
};

/**
 * Calls a second of CPU (collector and compiler included), of something that is done now and waits
 * for nobody: what others do on the machine does not count. It is warm when it is measured.
 */
function perSecond(seconds: number, step: (turn: number) => unknown): number {
  for (let turn = 0; turn < 3_000; turn += 1) step(turn);
  const from_s = cpu_s();
  let turns = 0;
  while (cpu_s() < from_s + seconds) {
    for (let n = 0; n < 100; n += 1) step(turns + n);
    turns += 100;
  }
  return turns / (cpu_s() - from_s);
}

function measure(ctx: Context, of: { name: string; book: Book; carts: readonly Cart[] }): number {
  const { book, carts } = of;
  const [first] = carts;
  if (!first) throw new Error('there is nothing to price');
  return perSecond(ctx.options.seconds, (turn) => {
    const goods = priceGoods(book, carts[turn % carts.length] ?? first);
    return priceWhole(goods, { shipping_minor: 500, tax });
  });
}

export const bench: Bench = {
  name: 'pricing',
  question: 'How many carts a second are priced with hundreds of promotions and rules?',
  seconds: 3,
  async run(ctx) {
    const random = prng('bench-pricing-carts');
    const carts = Array.from({ length: 1_000 }, () => anyCart(random, { world, lines: 5 }));
    const offers = anyOffers('bench-pricing', counts);
    const book = compileBook(offers);
    const all = [...offers.rules, ...offers.promotions];
    const [first] = carts;
    const looking = perSecond(1, (turn) => {
      const lines = (carts[turn % carts.length] ?? first)?.lines ?? [];
      return lines.map((line) => all.filter((one) => fits(one.scope, line)).length);
    });
    const plain = measure(ctx, { name: 'plain', book: emptyBook, carts });
    ctx.keep({ name: 'carts with nothing to apply', value: plain, unit: '/s' });
    const value = measure(ctx, { name: 'full', book, carts });
    const steps = carts.slice(0, 200).map((cart) => priceGoods(book, cart).steps.length - 5);
    const mean = steps.reduce((sum, one) => sum + one, 0) / steps.length;
    ctx.keep({
      name: 'carts with 500 promotions and 200 rules',
      value,
      unit: '/s',
      bar: 20_000,
      goal: 50_000,
      loop: 'one after the other, by CPU time',
      yardstick: { name: 'every scope looked at, nothing applied', value: looking },
      note: `${mean.toFixed(1)} steps a cart besides the base prices`,
    });
    const compiles = perSecond(1, () => compileBook(offers));
    ctx.keep({
      name: 'compiling them after a change',
      value: 1_000 / compiles,
      unit: 'ms',
      bar: 50,
    });
  },
};
