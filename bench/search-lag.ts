// How late search is: a price or a stock figure is changed by a call, and the list is asked by that
// price (or for what is sold out) until it has the product. Counted from the answer of the change,
// which is its commit, to the answer of the list: relay, look-up at three rooms, the index of the
// process, and the list itself. Expected: 150 ms patience of the consumer, 30 ms to gather, two
// statements and a look at the changes: a quarter of a second. The yardstick is the change itself.
import { prng } from '#kernel/core/prng.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import { pricingCalls } from '#services/pricing/contract.ts';
import type { Bench, Context } from './harness.ts';
import { pause } from './harness-load.ts';
import type { BenchServer } from './harness-server.ts';
import { callsTo, stockShop, type Ware } from './harness-shop.ts';
import { requestText, Wire } from './harness-wire.ts';

const products_default = 2_000;
const changes_each = 150;
const late_ms_max = 20_000;
/** Prices that no product has before. */
const first_minor = 500_000;

interface Change {
  run(ware: Ware, nth: number): Promise<unknown>;
  /** A list that has the product, and how many products, once the change is known. */
  list(nth: number): { query: string; total: number };
}

async function totalOf(wire: Wire, query: string): Promise<number> {
  const path = `/api/v1/products?size=1&facets=false&${query}`;
  const reply = await wire.send(requestText({ method: 'GET', path }));
  if (reply.status !== 200) throw new Error(`${path}: status ${reply.status}`);
  return Number(/"total":(\d+)/.exec(reply.body.toString())?.[1] ?? -1);
}

async function measure(
  ctx: Context,
  server: BenchServer,
  { name, wares, change }: { name: string; wares: readonly Ware[]; change: Change },
): Promise<void> {
  ctx.say(`${name}: ${wares.length} changes`);
  const chance = prng(`bench-search-lag:${name}`);
  const wire = new Wire(server.port);
  const [late, made]: [number[], number[]] = [[], []];
  for (const [nth, ware] of wares.entries()) {
    await pause(chance.int(0, 300));
    const from_ms = performance.now();
    const answer = await change.run(ware, nth);
    if (isRefusal(answer)) throw new Error(`${name}: ${answer.code}`);
    const told_ms = performance.now();
    made.push(told_ms - from_ms);
    const { query, total } = change.list(nth);
    while ((await totalOf(wire, query)) !== total) {
      if (performance.now() > told_ms + late_ms_max) throw new Error(`${name}: never came`);
      await pause(5);
    }
    late.push(performance.now() - told_ms);
  }
  wire.close();
  const rising = (list: number[]) => list.sort((a, b) => a - b);
  const of = (list: number[], share: number) => list[Math.floor(share * (list.length - 1))] ?? 0;
  rising(late);
  rising(made);
  ctx.keep({
    name: `${name} to the list, p99`,
    value: of(late, 0.99),
    unit: 'ms',
    bar: 1_000,
    goal: 300,
    yardstick: { name: 'the change itself, p99', value: of(made, 0.99) },
    latency: {
      p50_ms: of(late, 0.5),
      p95_ms: of(late, 0.95),
      p99_ms: of(late, 0.99),
      max_ms: of(late, 1),
    },
    done: late.length,
  });
}

export const bench: Bench = {
  name: 'search-lag',
  question: 'How long after its commit is a change to be found?',
  async run(ctx) {
    const database = await ctx.database();
    const server = await ctx.server(database);
    const products = Math.max(2 * changes_each, ctx.options.products ?? products_default);
    const { wares, sellerId } = await stockShop(server, { products, units: 1, warehouses: 1 });
    const wire = new Wire(server.port);
    while ((await totalOf(wire, 'inStock=true')) < products) await pause(200);
    wire.close();
    const [place] = await database.query<{ id: string }>(
      'select warehouse_id as id from inventory.warehouse limit 1',
    );
    const calls = callsTo(server);
    ctx.defer(() => calls.close());
    const currency = 'USD';
    const price: Change = {
      run: ({ variantId }, nth) => {
        const base_minor = first_minor + 100 * nth;
        const prices = [{ variantId, currency, base_minor, sale_minor: null }];
        return calls.client(pricingCalls).setPrices({ prices });
      },
      list: (nth) => {
        const major = (first_minor + 100 * nth) / 100;
        return { query: `minPrice=${major}&maxPrice=${major}`, total: 1 };
      },
    };
    const stock: Change = {
      run: ({ variantId, productId }, nth) => {
        const warehouseId = place?.id ?? '';
        const rest = { delta: -1, reason: 'correction' as const, ref: `bench-lag:${nth}` };
        const one = { variantId, productId, sellerId, warehouseId, ...rest };
        return calls.client(inventoryCalls).adjust({ adjustments: [one] });
      },
      list: (nth) => ({ query: 'inStock=false', total: nth + 1 }),
    };
    const [some, others] = [wares.slice(0, changes_each), wares.slice(-changes_each)];
    await measure(ctx, server, { name: 'a new price', wares: some, change: price });
    await measure(ctx, server, { name: 'the last unit', wares: others, change: stock });
  },
};
