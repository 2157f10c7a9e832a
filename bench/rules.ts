// What hundreds of rules and promotions cost a cart and a checkout, over HTTP: CPU of the shop and
// of PostgreSQL for one addition and one opened checkout, with 500 promotions and 200 rules against
// none. Two shops with the same goods and guests take turns, one with the offers and one without;
// a turn is the same requests in both, so their carts stay alike, and the verdict is the middle of
// the ratios of neighbouring turns. In the second half they change roles: that one process has the
// luckier machine code, or one database the warmer pages, counts once for and once against.
// Time that passes says nothing here, and the loops are closed: as many requests are under way with
// as without, so statements are shared by as many.
// Expected: promotions are compiled and in memory, 10 to 20 µs a cart; rules make the statement
// that reads prices a wider one. The bar is 10 % more.
import type { Bench, Context } from './harness.ts';
import type { BenchDatabase } from './harness-postgres.ts';
import type { BenchServer } from './harness-server.ts';
import * as shop from './harness-shop.ts';
import { Wire } from './harness-wire.ts';
import { anyOffers } from '#services/pricing/test-kit.ts';
import type { Scope } from '#services/pricing/model-rule.ts';

const products = 1_000;
/** Guests who only add: each puts the same thing into their cart again and again. */
const adders = 8_000;
/** Steps of one turn, pairs of turns in each half, and steps before the first of them. */
const plan = {
  add: { steps: 2_500, pairs: 15, warm: [16_000, 8_000] },
  buy: { steps: 400, pairs: 6, warm: [1_500, 1_000] },
} as const;
type Kind = keyof typeof plan;
const buyers = 2 * (plan.buy.warm[0] + plan.buy.pairs * plan.buy.steps);
/** Guests whose answers are compared, in each half. */
const compared = 500;
const world = { products, brands: 100, categories: 60, sellers: 40 };
/** A process knows of a change within a second; then lists and copies are told of new prices. */
const known_ms = 2_000;
const told_max_ms = 60_000;
const idle_s = 3;

interface Shop {
  database: BenchDatabase;
  server: BenchServer;
  wares: shop.Ware[];
  shoppers: shop.Shopper[];
  /** The next step of each kind; the same in both shops. */
  next: Record<Kind | 'compare', number>;
}

async function openShop(ctx: Context): Promise<Shop> {
  const database = await ctx.database();
  const server = await ctx.server(database);
  const { wares, sellerId } = await shop.stockShop(server, { products, units: 1_000_000 });
  const shoppers = await shop.makeShoppers(database, { count: adders + buyers + 2 * compared });
  const next = { add: 0, buy: adders, compare: adders + buyers };
  await saveOffers({ database, wares }, sellerId);
  return { database, server, wares, shoppers, next };
}

/** Scopes of made-up offers over what the bench sells; other brands and sellers fit nothing. */
async function saveOffers(
  { database, wares }: Pick<Shop, 'database' | 'wares'>,
  sellerId: string,
): Promise<void> {
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

async function turn({ database }: Shop, enabled: boolean): Promise<void> {
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
    if (row?.now === before) break;
    before = row?.now ?? '';
  }
  // What the change left behind is cleaned up now, and not in the middle of some turn.
  await database.query(
    'vacuum (analyze) pricing.price, pricing.price_fact, pricing.outbox, pricing.rule_input',
  );
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function nthAdd({ shoppers, wares }: Shop, nth: number) {
  const shopper = shoppers[nth];
  const ware = wares[(nth * 31) % products];
  if (shopper === undefined || ware === undefined) throw new Error(`there is no guest ${nth}`);
  return { shopper, request: shop.addRequest(shopper, ware) };
}

interface Cost {
  server_us: number;
  postgres_us: number;
  whole_us: number;
}

/** The next steps of a kind, and the CPU that each took. */
async function cost(
  ctx: Context,
  of: { place: Shop; what: Kind; steps: number; name: string },
): Promise<Cost> {
  const { place, what, steps, name } = of;
  const { clients = 16 } = ctx.options;
  const first = place.next[what];
  place.next[what] += steps;
  const { each, done = 0 } = await ctx.measure<Wire>({
    figure: { name },
    clients,
    server: place.server,
    seconds: 60,
    warmup_s: 0,
    steps_max: steps,
    open: () => new Wire(place.server.port),
    close: (wire) => wire.close(),
    step: async (worker) => {
      const nth = first + worker.nth;
      const { shopper, request } = nthAdd(place, what === 'add' ? nth % adders : nth);
      const added = await worker.own.send(request);
      if (added.status !== 200 && added.status !== 201) {
        return worker.fail(shop.faultOf('add', added));
      }
      if (what === 'add') return;
      const opening = shop.initiateRequest(shopper, shop.fieldOf(added, 'cartId'));
      const opened = await worker.own.send(opening);
      // A rule that asks for stock or demand may move a price in between: that is an answer.
      if (opened.status !== 201 && opened.status !== 409) {
        worker.fail(shop.faultOf('initiate', opened));
      }
    },
  });
  if (done !== steps) ctx.broken.push(`${name}: ${done} of ${steps} steps`);
  const { server_us = 0, postgres_us = 0 } = each ?? {};
  return { server_us, postgres_us, whole_us: server_us + postgres_us };
}

interface Sides {
  none: Shop;
  full: Shop;
}

interface Pair {
  half: number;
  none: Cost;
  full: Cost;
}

/** Both shops at once, so that each meets what the other's warm-up does to the machine. */
async function warm(ctx: Context, nth: 0 | 1, { none, full }: Sides): Promise<void> {
  for (const what of ['buy', 'add'] as const) {
    for (const [place, side] of [
      [full, 'all'],
      [none, 'none'],
    ] as const) {
      const name = `warming up ${names[what]} with ${side}, not counted`;
      await cost(ctx, { place, what, steps: plan[what].warm[nth], name });
    }
  }
}

/** Turns in the order none, all, all, none. */
async function half(
  ctx: Context,
  { sides, nth, what }: { sides: Sides; nth: number; what: Kind },
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const { steps } = plan[what];
  for (let pair = 1; pair <= plan[what].pairs; pair += 1) {
    const order = pair % 2 === 1 ? (['none', 'full'] as const) : (['full', 'none'] as const);
    const found: Partial<Record<keyof Sides, Cost>> = {};
    for (const side of order) {
      const name = `${names[what]}, with ${side === 'full' ? 'all' : 'none'}, ${nth}.${pair}`;
      found[side] = await cost(ctx, { place: sides[side], what, steps, name });
    }
    const { none, full } = found;
    if (none && full) pairs.push({ half: nth, none, full });
  }
  return pairs;
}

/** Answers to the same requests of guests who have no cart yet: alike but for prices. */
async function compare(ctx: Context, { none, full }: Sides): Promise<void> {
  const bytes = { none: 0, full: 0 };
  const wires = { none: new Wire(none.server.port), full: new Wire(full.server.port) };
  let discounted = 0;
  let moved = 0;
  for (let n = 0; n < compared; n += 1) {
    const [plain, offered] = await Promise.all(
      (['none', 'full'] as const).map(async (side) => {
        const place = side === 'none' ? none : full;
        const answer = await wires[side].send(nthAdd(place, place.next.compare++).request);
        bytes[side] += answer.body.length;
        return { status: answer.status, cart: JSON.parse(answer.body.toString()) as CartAnswer };
      }),
    );
    const shapeOf = (of: typeof plain) =>
      JSON.stringify([of?.status, of?.cart.unconfirmed, of?.cart.changes, linesOf(of?.cart)]);
    if (shapeOf(plain) !== shapeOf(offered)) ctx.broken.push('the shops answer otherwise');
    if ((offered?.cart.discount ?? 0) > 0) discounted += 1;
    if (offered?.cart.subtotal !== plain?.cart.subtotal) moved += 1;
  }
  wires.none.close();
  wires.full.close();
  const each = (of: number) => Math.round(of / compared);
  const share = (of: number) => `${Math.round((of / compared) * 100)} %`;
  const more = each(bytes.full - bytes.none);
  const note = `${each(bytes.full)} against ${each(bytes.none)} bytes (${more} more); something off
    ${share(discounted)} of the carts, another unit price in ${share(moved)}`;
  const value = (bytes.full / bytes.none - 1) * 100;
  ctx.keep({ name: 'answer: more bytes', value, unit: '%', note: note.replaceAll(/\s+/g, ' ') });
}

interface CartAnswer {
  items: { quantity: number; available: number; inStock: boolean; notices: string[] }[];
  subtotal: number;
  discount: number;
  changes: unknown[];
  unconfirmed: string[];
}

const linesOf = (cart: CartAnswer | undefined) =>
  cart?.items.map(({ quantity, available, inStock, notices }) => {
    return [quantity, available > 0, inStock, notices];
  });

/** What PostgreSQL takes for two shops that nobody asks, of one core: it is in every turn. */
async function idle(ctx: Context, { server }: Shop): Promise<void> {
  const { cpu } = await ctx.measure<null>({
    figure: { name: 'both shops idle' },
    clients: 1,
    server,
    seconds: idle_s,
    warmup_s: 0,
    open: () => null,
    step: () => rest(100).then(() => undefined),
  });
  const value = (cpu?.postgres ?? 0) * 100;
  ctx.keep({ name: 'PostgreSQL for two idle shops, of a core', value, unit: '%' });
}

const names = { add: 'cart-add', buy: 'cart-add and initiate' } as const;

export const bench: Bench = {
  name: 'rules',
  question: 'How much more CPU do 500 promotions and 200 rules cost a cart and a checkout?',
  async run(ctx) {
    const shops = [await openShop(ctx), await openShop(ctx)] as const;
    const pairs: Record<Kind, Pair[]> = { add: [], buy: [] };
    for (const nth of [1, 2]) {
      // The shop that was opened last has the offers first: it is the one that `--profile` shows.
      const [none, full] = nth === 1 ? shops : [shops[1], shops[0]];
      await turn(none, false);
      await turn(full, true);
      const sides = { none, full };
      if (nth === 1) await idle(ctx, none);
      await warm(ctx, nth === 1 ? 0 : 1, sides);
      await compare(ctx, sides);
      for (const what of ['add', 'buy'] as const) {
        pairs[what].push(...(await half(ctx, { sides, nth, what })));
      }
    }
    for (const what of ['add', 'buy'] as const) tell(ctx, { what, pairs: pairs[what] });
    for (const place of shops) {
      await turn(place, false);
      if (ctx.check.state !== 'red') await ctx.invariants({ url: place.database.url });
    }
  },
};

/** The verdict: of each half the middle ratio, and of both their geometric mean. */
function tell(ctx: Context, { what, pairs }: { what: Kind; pairs: readonly Pair[] }): void {
  const percent = (ratio: number) => (ratio - 1) * 100;
  const ratios = (of: readonly Pair[], part: keyof Cost) =>
    of.map(({ none, full }) => full[part] / Math.max(1, none[part]));
  const halves = (part: keyof Cost) =>
    [1, 2].map((nth) => {
      return middle(
        ratios(
          pairs.filter((one) => one.half === nth),
          part,
        ),
      );
    });
  const both = (part: keyof Cost) => Math.sqrt(halves(part).reduce((a, b) => a * b, 1));
  const us = (side: 'none' | 'full', part: keyof Cost) =>
    Math.round(middle(pairs.map((one) => one[side][part])));
  const all = ratios(pairs, 'whole_us').sort((a, b) => a - b);
  const at = (share: number) => percent(quantile(all, share)).toFixed(0);
  const note = [
    `${us('full', 'whole_us')} µs against ${us('none', 'whole_us')} µs`,
    `middle half of ${all.length} pairs ${at(0.25)} to ${at(0.75)} %`,
    `halves ${halves('whole_us')
      .map((one) => percent(one).toFixed(1))
      .join(' and ')} %`,
  ].join('; ');
  const name = `${names[what]}: more CPU`;
  const value = percent(both('whole_us'));
  ctx.keep({ name, value, unit: '%', bar: 10, better: 'lower', note });
  for (const [part, title] of [
    ['server_us', 'shop'],
    ['postgres_us', 'PostgreSQL'],
  ] as const) {
    ctx.keep({
      name: `${names[what]}: more CPU, ${title}`,
      value: percent(both(part)),
      unit: '%',
      better: 'lower',
      note: `${us('full', part)} µs against ${us('none', part)} µs`,
    });
  }
}

const middle = (values: readonly number[]) =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

/** Of sorted values, between neighbours in proportion. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}
