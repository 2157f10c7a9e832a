// The whole purchase over HTTP: add to cart, initiate, pay, order confirmed; each by a guest of its
// own with its own address and token. Expected: Node is full at one core; each kind of work is one
// statement per flush, so PostgreSQL stays at about half a core and one commit carries many orders.
// A spike of this design reached 1,700 orders/s. The yardstick is what PostgreSQL can commit one by
// one: a shop that commits once or more per order cannot pass it.
import type { Acknowledged } from '../invariants/invariant.ts';
import type { Bench, Context } from './harness.ts';
import type { BenchServer } from './harness-server.ts';
import * as shop from './harness-shop.ts';
import { jsonOf, Wire } from './harness-wire.ts';
import { simpleUpdates } from './harness-yardstick.ts';

const variants = 1_000;
const units_each = 1_000_000;
const orders_per_s_max = 2_500;
/** Compiled code and prepared statements: a server that was just started is slower for seconds. */
const warmup_s = 6;

interface Placed {
  orderId: string;
  status: string;
  total: number;
  currency: string;
}

interface Flow {
  shoppers: shop.Shopper[];
  journal: Acknowledged[];
  /** The next shopper who has not bought yet. */
  next: number;
}

interface Purchase {
  wire: Wire;
  flow: Flow;
  ware: shop.Ware;
  lap(name: string, since_ms: number): void;
}

/** One order from the empty cart to the confirmation; gives why it did not come about. */
export async function purchase({ wire, flow, ware, lap }: Purchase): Promise<string | undefined> {
  const shopper = flow.shoppers[flow.next % flow.shoppers.length];
  flow.next += 1;
  if (shopper === undefined) return 'no shopper';
  let since_ms = performance.now();
  const added = await wire.send(shop.addRequest(shopper, ware));
  if (added.status !== 201 && added.status !== 200) return shop.faultOf('add', added);
  const cartId = shop.fieldOf(added, 'cartId');
  lap('add', since_ms);
  since_ms = performance.now();
  const opened = await wire.send(shop.initiateRequest(shopper, cartId));
  if (opened.status !== 201) return shop.faultOf('initiate', opened);
  const checkoutId = shop.fieldOf(opened, 'checkoutId');
  lap('initiate', since_ms);
  since_ms = performance.now();
  const paid = await wire.send(shop.payRequest(shopper, checkoutId));
  if (paid.status !== 200) return shop.faultOf('pay', paid);
  const order = jsonOf<Placed>(paid);
  lap('pay', since_ms);
  if (order?.status !== 'CONFIRMED') return `order ${order?.status}`;
  const { orderId, total, currency } = order;
  flow.journal.push({ checkoutId, orderId, total_minor: Math.round(total * 100), currency });
  return undefined;
}

interface Mix {
  name: string;
  clients: number;
  /** The bar is for the peak; with few clients batches are small, and dear for each of them. */
  peak: boolean;
  server: BenchServer;
  flow: Flow;
  wareOf(nth: number): shop.Ware | undefined;
  yardstick: { name: string; value: number };
}

async function measure(ctx: Context, mix: Mix): Promise<void> {
  const { name, clients, peak, server, flow, wareOf, yardstick } = mix;
  await ctx.measure({
    figure: { name, yardstick, ...(peak ? { bar: 1_000, goal: 2_000 } : {}) },
    clients,
    server,
    warmup_s,
    open: () => new Wire(server.port),
    close: (wire) => wire.close(),
    step: async (worker) => {
      const ware = wareOf(worker.nth);
      if (ware === undefined) return;
      const lap = (part: string, since_ms: number) => worker.lap(part, since_ms);
      const fault = await purchase({ wire: worker.own, flow, ware, lap });
      if (fault !== undefined) worker.fail(fault);
    },
  });
}

export const bench: Bench = {
  name: 'orders',
  question: 'How many orders a second go from an empty cart to a confirmed, paid order?',
  async run(ctx) {
    const yardstick = await simpleUpdates(ctx);
    const database = await ctx.database();
    const server = await ctx.server(database);
    ctx.say(`stocking ${variants} products`);
    const { wares } = await shop.stockShop(server, { products: variants, units: units_each });
    const counts = ctx.options.clients === undefined ? [64, 512] : [ctx.options.clients];
    const runs = counts.length + 1;
    const count = Math.min(200_000, (ctx.options.seconds + warmup_s) * runs * orders_per_s_max);
    ctx.say(`preparing ${count} shoppers`);
    const shoppers = await shop.makeShoppers(database, { count });
    const flow: Flow = { shoppers, journal: [], next: 0 };
    const parts = { server, flow, yardstick };
    const most = Math.max(...counts);
    for (const clients of counts) {
      const wareOf = (nth: number) => wares[(nth * 7919) % wares.length];
      const peak = clients === most;
      await measure(ctx, { ...parts, name: `spread, ${clients} clients`, clients, peak, wareOf });
    }
    const [name, wareOf] = [`one variant, ${most} clients`, () => wares[0]];
    await measure(ctx, { ...parts, name, clients: most, peak: true, wareOf });
    await ctx.invariants({ url: database.url, journal: flow.journal });
  },
};
