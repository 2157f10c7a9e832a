// A rush without a line: many buyers want few units of one variant, all at once, each through cart,
// checkout and payment. Expected: exactly min(units, buyers) orders whatever the timing, the others
// told stock-too-low within milliseconds, nobody without an answer, and not one unit held in the
// end. Fails unless all of that is so and every invariant holds.
import type { Bench, Context } from './harness.ts';
import { purchase } from './orders.ts';
import * as shop from './harness-shop.ts';
import { Wire } from './harness-wire.ts';

const connections_max = 1_000;
const sale_s_max = 120;

export const bench: Bench = {
  name: 'rush',
  question:
    'Does a thing that everybody wants at once, without a line, sell exactly what there is?',
  async run(ctx) {
    const units = ctx.options.units ?? 100;
    const buyers = ctx.options.buyers ?? 1_000;
    const database = await ctx.database();
    const server = await ctx.server(database);
    const { wares } = await shop.stockShop(server, { products: 1, units, warehouses: 1 });
    const [ware] = wares;
    if (ware === undefined) throw new Error('there is nothing to buy');
    ctx.say(`preparing ${buyers} buyers for ${units} units`);
    const shoppers = await shop.makeShoppers(database, { count: buyers });
    const flow = { shoppers, journal: [], next: 0 };
    const refused = new Map<string, number>();
    const sale = await ctx.measure({
      figure: { name: 'orders', unit: '/s' },
      clients: Math.min(buyers, connections_max),
      seconds: sale_s_max,
      warmup_s: 0,
      steps_max: buyers,
      server,
      open: () => new Wire(server.port),
      close: (wire) => wire.close(),
      step: async (worker) => {
        const lap = (part: string, since_ms: number) => worker.lap(part, since_ms);
        const fault = await purchase({ wire: worker.own, flow, ware, lap });
        if (fault === undefined) return;
        refused.set(fault, (refused.get(fault) ?? 0) + 1);
        worker.fail(fault);
      },
    });
    await ctx.invariants({ url: database.url, journal: flow.journal });
    judge(ctx, { units, buyers, sold: sale.done ?? 0, refused });
  },
};

interface Sale {
  units: number;
  buyers: number;
  sold: number;
  refused: Map<string, number>;
}

function judge(ctx: Context, { units, buyers, sold, refused }: Sale): void {
  const wanted = Math.min(units, buyers);
  const short = [...refused].filter(([reason]) => reason.endsWith('stock-too-low'));
  const told = short.reduce((sum, [, count]) => sum + count, 0);
  const errors = buyers - sold - told;
  ctx.keep({ name: 'units sold', value: sold, unit: '', bar: wanted, goal: wanted });
  ctx.keep({ name: 'told that stock is too low', value: told, unit: '' });
  ctx.keep({ name: 'other outcomes', value: errors, unit: '', better: 'lower', bar: 0, goal: 0 });
  if (sold !== wanted) ctx.broken.push(`${sold} units were sold, not ${wanted}`);
  if (errors > 0) ctx.broken.push(`${errors} buyers got neither an order nor a refusal`);
  if (ctx.check.state !== 'green') ctx.broken.push('the invariant check is not green');
}
