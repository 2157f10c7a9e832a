// Adding to the cart over HTTP by guests who each have their own. Expected: price look-up and one
// add statement per flush, then the answer with the whole cart; Node is the limit at about 100 µs
// a request. The latency under a steady 500/s is a commit or two: a few milliseconds.
import type { Bench, Context, Measured } from './harness.ts';
import * as shop from './harness-shop.ts';
import { Wire } from './harness-wire.ts';
import { liveRoute } from './harness-yardstick.ts';

const products = 1_000;
const guests = 20_000;

export const bench: Bench = {
  name: 'cart-add',
  question: 'How fast is a unit put into a cart, at a steady rate and at the peak?',
  seconds: 8,
  async run(ctx) {
    const database = await ctx.database();
    const server = await ctx.server(database);
    const { wares } = await shop.stockShop(server, { products, units: 100_000 });
    const yardstick = await liveRoute(ctx, server);
    ctx.say(`preparing ${guests} guests`);
    const shoppers = await shop.makeShoppers(database, { count: guests });
    const add: Pick<Measured<Wire>, 'server' | 'open' | 'close' | 'step'> = {
      server,
      open: () => new Wire(server.port),
      close: (wire) => wire.close(),
      step: async (worker) => {
        const shopper = shoppers[(worker.nth * 7) % guests];
        const ware = wares[(worker.nth * 31) % products];
        if (shopper === undefined || ware === undefined) return;
        const reply = await worker.own.send(shop.addRequest(shopper, ware));
        if (reply.status !== 200 && reply.status !== 201) worker.fail(shop.faultOf('add', reply));
      },
    };
    await steady(ctx, add);
    const clients = ctx.options.clients ?? 64;
    await ctx.measure({
      figure: { name: `add, ${clients} clients`, goal: 5_000, yardstick },
      clients,
      ...add,
    });
    await ctx.invariants({ url: database.url });
  },
};

/** The first bar is a latency: p99 below 100 ms while 500 additions arrive every second. */
async function steady(
  ctx: Context,
  add: Pick<Measured<Wire>, 'server' | 'open' | 'close' | 'step'>,
): Promise<void> {
  const rate = ctx.options.rate ?? 500;
  const name = `add, ${rate}/s arriving`;
  const { latency, ...figure } = await ctx.measure({
    figure: { name },
    clients: 256,
    rate,
    ...add,
  });
  if (latency === undefined || figure.unit !== '/s') return;
  ctx.keep({ name: `p99 at ${rate}/s`, value: latency.p99_ms, unit: 'ms', bar: 100, latency });
}
