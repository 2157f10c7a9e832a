// What hundreds of rules and promotions cost a cart and a checkout, over HTTP: CPU of the shop and
// of PostgreSQL for one addition and one opened checkout, with 500 promotions and 200 rules against
// none, in turns, so that other work on the machine meets both. Time that passes says nothing here.
// The loops are closed: as many requests are under way with as without, so statements are shared by
// as many. At a rate of its own a stall of the machine makes the next batches large and cheap, and
// the same turn without any rule cost 0.6 to 3.0 ms a step.
// Expected: promotions are compiled and in memory, 20 to 40 µs a cart; rules make the statement
// that reads prices a wider one. The bar is 10 % more.
import type { Bench, Context, Measured } from './harness.ts';
import type { BenchDatabase } from './harness-postgres.ts';
import type { BenchServer } from './harness-server.ts';
import * as shop from './harness-shop.ts';
import { Wire } from './harness-wire.ts';
import { anyOffers } from '#services/pricing/test-kit.ts';
import type { Scope } from '#services/pricing/model-rule.ts';

const products = 1_000;
const guests = 40_000;
const turns = 6;
const world = { products, brands: 100, categories: 60, sellers: 40 };
/** A process knows of a change within a second; then lists and copies are told of new prices. */
const known_ms = 2_000;
const told_max_ms = 60_000;

interface Place {
  database: BenchDatabase;
  server: BenchServer;
  wares: shop.Ware[];
  shoppers: shop.Shopper[];
  /** The next guest who has no cart yet. */
  next: number;
}

/** Scopes of made-up offers over what the bench sells; other brands and sellers fit nothing. */
async function saveOffers({ database, wares }: Place, sellerId: string): Promise<void> {
  const [category] = await database.query<{ categoryId: string }>(
    `select category_id as "categoryId" from catalog.category limit 1`,
  );
  const scopeOf = (scope: Scope): Scope => ({
    productIds: scope.productIds.map(
      (id) => wares[Number(id.slice(5)) % products]?.productId ?? id,
    ),
    brands: scope.brands.map((one) => (one === 'brand_1' ? 'Bench' : one)),
    categoryIds: scope.categoryIds.map((one) =>
      one === 'cat_1' ? (category?.categoryId ?? '') : one,
    ),
    sellerIds: scope.sellerIds.map((one) => (one === 'slr_1' ? sellerId : one)),
  });
  const offers = anyOffers('bench-rules', { world, rules: 200, promotions: 500 });
  const always = { enabled: true, startsAt_ms: null, endsAt_ms: null };
  const of = (one: { scope: Scope }) => ({ ...one, ...always, scope: scopeOf(one.scope) });
  const promotions = offers.promotions.map((one) => {
    return { ...of(one), stage: 'PROMOTION', firstOrder: false };
  });
  for (const [table, key, rows] of [
    ['promotion', 'promotionId', promotions],
    ['price_rule', 'ruleId', offers.rules.map(of)],
  ] as const) {
    await database.query(
      `insert into pricing.${table} (${table === 'promotion' ? 'promotion_id' : 'rule_id'},
         definition, enabled, created_by)
       select d->>$2, d, false, 'bench' from jsonb_array_elements($1::jsonb) d`,
      [JSON.stringify(rows), key],
    );
  }
}

async function turn({ database }: Place, enabled: boolean): Promise<void> {
  for (const table of ['promotion', 'price_rule']) {
    await database.query(
      `update pricing.${table} set enabled = $1, version = version + 1,
         definition = jsonb_set(definition, '{enabled}', to_jsonb($1::boolean))`,
      [enabled],
    );
  }
  await rest(known_ms);
  // That costs each change something, and no cart: it is not measured.
  let before = '';
  for (const end = performance.now() + told_max_ms; performance.now() < end; await rest(known_ms)) {
    const [row] = await database.query<{ now: string }>(
      `select concat((select max(position) from pricing.outbox), ' ',
         (select count(*) from search.inbox), ' ', (select count(*) from catalog.inbox)) as now`,
    );
    if (row?.now === before) return;
    before = row?.now ?? '';
  }
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Load = Pick<Measured<Wire>, 'server' | 'open' | 'close' | 'step'>;

function loadOf(place: Place, what: 'add' | 'buy'): Load {
  const { server, shoppers, wares } = place;
  return {
    server,
    open: () => new Wire(server.port),
    close: (wire) => wire.close(),
    step: async (worker) => {
      const nth = what === 'buy' ? place.next++ : worker.nth * 7;
      const shopper = shoppers[nth % shoppers.length];
      const ware = wares[(nth * 31) % products];
      if (shopper === undefined || ware === undefined) return;
      const added = await worker.own.send(shop.addRequest(shopper, ware));
      if (added.status !== 200 && added.status !== 201) {
        return worker.fail(shop.faultOf('add', added));
      }
      if (what === 'add') return;
      const request = shop.initiateRequest(shopper, shop.fieldOf(added, 'cartId'));
      const opened = await worker.own.send(request);
      // A rule that asks for stock or demand may move a price in between: that is an answer.
      if (opened.status !== 201 && opened.status !== 409) {
        worker.fail(shop.faultOf('initiate', opened));
      }
    },
  };
}

/** CPU of one step in microseconds: the shop's and PostgreSQL's. */
async function cost(ctx: Context, of: { name: string; load: Load }): Promise<number> {
  const { clients = 16, rate } = ctx.options;
  const { name, load } = of;
  const { each } = await ctx.measure({
    figure: { name },
    clients,
    ...(rate === undefined ? {} : { rate }),
    warmup_s: 1,
    ...load,
  });
  return (each?.server_us ?? 0) + (each?.postgres_us ?? 0);
}

const names = { add: 'cart-add', buy: 'cart-add and initiate' } as const;

export const bench: Bench = {
  name: 'rules',
  question: 'How much more CPU do 500 promotions and 200 rules cost a cart and a checkout?',
  seconds: 3,
  async run(ctx) {
    const database = await ctx.database();
    const server = await ctx.server(database);
    const { wares, sellerId } = await shop.stockShop(server, { products, units: 1_000_000 });
    const shoppers = await shop.makeShoppers(database, { count: guests });
    const place: Place = { database, server, wares, shoppers, next: 0 };
    await saveOffers(place, sellerId);
    const us = { add: { none: [], full: [] }, buy: { none: [], full: [] } } as Record<
      'add' | 'buy',
      Record<'none' | 'full', number[]>
    >;
    await turn(place, true);
    await cost(ctx, { name: 'warming up, not counted', load: loadOf(place, 'buy') });
    for (let round = 1; round <= turns; round += 1) {
      const order = round % 2 === 1 ? (['none', 'full'] as const) : (['full', 'none'] as const);
      for (const mode of order) {
        await turn(place, mode === 'full');
        for (const what of ['add', 'buy'] as const) {
          const rules = mode === 'full' ? 'with all' : 'with none';
          const name = `${names[what]}, ${rules}, turn ${round}`;
          us[what][mode].push(await cost(ctx, { name, load: loadOf(place, what) }));
        }
      }
    }
    await turn(place, false);
    for (const what of ['add', 'buy'] as const) {
      const [none, full] = [middle(us[what].none), middle(us[what].full)];
      const value = (full / none - 1) * 100;
      const pairs = us[what].none.map((one, nth) => ((us[what].full[nth] ?? 0) / one - 1) * 100);
      const each = pairs.map((one) => one.toFixed(0)).join(', ');
      const middles = `${Math.round(full)} µs against ${Math.round(none)} µs`;
      const note = `${middles}, the middle of ${turns}; each: ${each}`;
      const name = `${names[what]}: more CPU`;
      ctx.keep({ name, value, unit: '%', bar: 10, better: 'lower', note });
    }
    await ctx.invariants({ url: database.url });
  },
};

/** The mean of what is left without the dearest and the cheapest. */
function middle(values: readonly number[]): number {
  const kept = [...values].sort((a, b) => a - b).slice(1, -1);
  return kept.reduce((sum, one) => sum + one, 0) / Math.max(1, kept.length);
}
