// Checkouts opened on one hot variant over HTTP, each with a cart of its own that was put into the
// database before. Expected: about six statements per flush (claim, cart, addresses, quote, hold,
// open, journal) shared by all who wait, so that Node is the limit: JSON, schema checks and the
// saga's journal, 100 to 250 µs a request. The yardstick is the cheapest route of the same server.
import type { Bench } from './harness.ts';
import * as shop from './harness-shop.ts';
import { Wire } from './harness-wire.ts';
import { liveRoute } from './harness-yardstick.ts';

const units = 1_000_000;
const carts_per_s_max = 6_000;
const counts = [64, 512];
/** Compiled code and prepared statements: a server that was just started is slower for seconds. */
const warmup_s = 4;

/** The bar is for the peak; with few clients batches are small, and dear for each of them. */
function peak(clients: number, runs: readonly number[]): { bar?: number; goal?: number } {
  return clients === Math.max(...runs) ? { bar: 3_000, goal: 8_000 } : {};
}

export const bench: Bench = {
  name: 'hold-http',
  question: 'How many checkouts a second can be opened on one variant, over HTTP?',
  seconds: 8,
  async run(ctx) {
    const database = await ctx.database();
    const server = await ctx.server(database);
    const { wares } = await shop.stockShop(server, { products: 1, units });
    const [ware] = wares;
    if (ware === undefined) throw new Error('there is nothing to buy');
    const yardstick = await liveRoute(ctx, server);
    const runs = ctx.options.clients === undefined ? counts : [ctx.options.clients];
    const count = (ctx.options.seconds + warmup_s) * runs.length * carts_per_s_max;
    ctx.say(`preparing ${count} shoppers with carts`);
    const shoppers = await shop.makeShoppers(database, { count });
    await shop.makeCarts(database, { count, ware });
    let next = 0;
    for (const clients of runs) {
      await ctx.measure({
        figure: { name: `initiate, ${clients} clients`, yardstick, ...peak(clients, runs) },
        clients,
        server,
        warmup_s,
        open: () => new Wire(server.port),
        close: (wire) => wire.close(),
        step: async (worker) => {
          const shopper = shoppers[next];
          next += 1;
          if (shopper === undefined) return worker.fail('no cart is left');
          const cartId = shop.numberedId('cart', next);
          const reply = await worker.own.send(shop.initiateRequest(shopper, cartId));
          if (reply.status !== 201) worker.fail(shop.faultOf('initiate', reply));
        },
      });
    }
    await ctx.invariants({ url: database.url });
  },
};
