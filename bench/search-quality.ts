// How good searches are, over the demo marketplace: 200 judged queries (whole names, beginnings,
// slips, synonyms, attributes, broad words), and a slip in every third word of the catalogue.
// A product that is what was asked for is worth 3: the very product, the kind, the kind in the
// colour. Where a kind was asked for, others on its shelf are worth 1. nDCG@10 is what was found
// against the best order there could be. The judgements are `judged.json`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prng } from '#kernel/core/prng.ts';
import { demoWorld } from '#services/demo/catalogue.ts';
import type { DemoProduct } from '#services/demo/model.ts';
import type { Bench, Context } from './harness.ts';
import { command } from './harness-command.ts';
import { importOthers, otherProducts, otherQueries } from './harness-others.ts';
import { pause } from './harness-load.ts';
import { root } from './harness-postgres.ts';
import type { BenchServer } from './harness-server.ts';
import { slip } from './harness-typing.ts';

const looked = 10;
const load_ms_max = 10 * 60_000;
const heard_ms_max = 120_000;
const slips_max = 400;

interface Judged {
  kind: string;
  query: string;
  slug?: string;
  shelf?: string;
  noun?: string;
  code?: string;
  value?: string;
}

interface Goods extends DemoProduct {
  path: string;
}

/** What a product is worth as an answer. */
function grade(of: Judged, product: Goods): number {
  if (of.slug !== undefined) return product.slug === of.slug ? 3 : 0;
  const shelf = of.shelf ?? '';
  if (product.path !== shelf && !product.path.startsWith(`${shelf}/`)) return 0;
  const isKind = of.noun === undefined || product.name.includes(of.noun);
  if (of.code === undefined) return isKind ? 3 : 1;
  const lists = [product.attributes, ...product.variants.map((one) => one.attributes)];
  return isKind && lists.some((list) => list[of.code ?? ''] === of.value) ? 3 : 0;
}

function gain(grades: readonly number[]): number {
  return grades.reduce((sum, one, at) => sum + (2 ** one - 1) / Math.log2(at + 2), 0);
}

async function demoShop(ctx: Context, url: string): Promise<void> {
  await command(url, { args: ['demo', '--load'], ms_max: load_ms_max });
  ctx.say('the demo marketplace is loaded');
}

interface Answer {
  products: { slug: string; name: string }[];
  pagination: { total: number };
  correctedQuery: string | null;
}

async function ask(server: BenchServer, query: string, more = ''): Promise<Answer> {
  const size = more.includes('size=') ? '' : `&size=${looked}`;
  const path = `/api/v1/search?q=${encodeURIComponent(query)}${size}${more}`;
  const reply = await fetch(`${server.url}${path}`);
  if (reply.status !== 200) throw new Error(`${query}: ${reply.status}`);
  return (await reply.json()) as Answer;
}

async function judge(ctx: Context, server: BenchServer, world: Goods[]): Promise<void> {
  const { queries } = judgements();
  const bySlug = new Map(world.map((one) => [one.slug, one]));
  const scores = new Map<string, number[]>();
  const poor: { text: string; score: number }[] = [];
  let empty = 0;
  for (const of of queries) {
    const answer = await ask(server, of.query);
    if (answer.products.length === 0) empty += 1;
    const found = answer.products.map((one) => {
      const product = bySlug.get(one.slug);
      return product === undefined ? 0 : grade(of, product);
    });
    const best = world.map((one) => grade(of, one)).sort((a, b) => b - a);
    const score = gain(found) / Math.max(1e-9, gain(best.slice(0, looked)));
    scores.set(of.kind, [...(scores.get(of.kind) ?? []), score]);
    if (score < 0.5) poor.push({ text: `${of.kind} "${of.query}" ${score.toFixed(2)}`, score });
  }
  const mean = (list: readonly number[]) => list.reduce((sum, n) => sum + n, 0) / list.length;
  const all = [...scores.values()].flat();
  const value = Math.round(mean(all) * 1000) / 1000;
  ctx.keep({ name: 'nDCG@10 of all', value, unit: '', bar: 0.85, done: all.length });
  for (const [kind, list] of scores) {
    const of = Math.round(mean(list) * 1000) / 1000;
    ctx.keep({ name: `nDCG@10, ${kind}`, value: of, unit: '', done: list.length });
  }
  ctx.keep({ name: 'queries without any answer', value: (100 * empty) / all.length, unit: '%' });
  for (const { text } of poor.slice(0, 20)) ctx.say(`poor: ${text}`);
}

/** Waits until the search knows them, two minutes at most in all; gives those it does not. */
async function unheard(
  server: BenchServer,
  products: readonly { title: string }[],
  seller: string,
): Promise<string[]> {
  const deadline_ms = performance.now() + heard_ms_max;
  const missing: string[] = [];
  for (const { title } of products) {
    for (;;) {
      const answer = await ask(server, title, `&exact=true&facets=false&seller=${seller}`);
      if (answer.pagination.total > 0) break;
      if (performance.now() > deadline_ms) {
        missing.push(title);
        break;
      }
      await pause(500);
    }
  }
  return missing;
}

/** The same for products of others, where they are; gives nothing where not. */
async function judgeOthers(ctx: Context, server: BenchServer, url: string): Promise<void> {
  const products = otherProducts();
  if (products === null) {
    ctx.say('OPEN_DATA names no products of others');
    return;
  }
  const seller = demoWorld().sellers[0]?.slug ?? '';
  await importOthers(url, seller);
  const byName = new Map(products.map((one) => [one.title, one]));
  ctx.say(`waiting for ${products.length} products of others`);
  const missing = await unheard(server, products, seller);
  ctx.keep({ name: 'their products that are not found', value: missing.length, unit: '' });
  for (const title of missing.slice(0, 10)) ctx.say(`never found: ${title}`);
  const scores = new Map<string, number[]>();
  let empty = 0;
  for (const { kind, query, among, grade } of otherQueries(products)) {
    const answer = await ask(server, query, among ? `&seller=${seller}&size=100` : '');
    if (answer.products.length === 0) empty += 1;
    const found = answer.products
      // The seller has goods of the demo, too; nobody judged those.
      .filter(({ name }) => !among || byName.has(name))
      .slice(0, looked)
      .map(({ name }) => {
        const product = byName.get(name);
        return product === undefined ? 0 : grade(product);
      });
    const best = products.map(grade).sort((a, b) => b - a);
    const score = gain(found) / Math.max(1e-9, gain(best.slice(0, looked)));
    scores.set(kind, [...(scores.get(kind) ?? []), score]);
    if (score < 0.3) ctx.say(`poor: ${kind} "${query}" ${score.toFixed(2)}`);
  }
  const mean = (list: readonly number[]) =>
    Math.round((list.reduce((sum, n) => sum + n, 0) / list.length) * 1000) / 1000;
  const all = [...scores.values()].flat();
  const name = 'nDCG@10 of products of others';
  ctx.keep({ name, value: mean(all), unit: '', bar: 0.85, done: all.length });
  for (const [kind, list] of scores) {
    ctx.keep({ name: `${name}, ${kind}`, value: mean(list), unit: '', done: list.length });
  }
  const share = (100 * empty) / all.length;
  ctx.keep({ name: 'their queries without any answer', value: share, unit: '%' });
}

async function spell(ctx: Context, server: BenchServer, world: Goods[]): Promise<void> {
  const words = new Set(
    world.flatMap((one) => one.name.toLowerCase().match(/[a-z]{5,}/g) ?? []).sort(),
  );
  const chance = prng('bench-search-quality');
  const [wrong, right] = [[] as string[], { n: 0, of: 0 }];
  for (const word of [...words].slice(0, slips_max)) {
    const typed = slip(word, chance);
    // A slip may be a word too, or none.
    if (words.has(typed) || typed === word) continue;
    const answer = await ask(server, typed);
    right.of += 1;
    const meant = answer.correctedQuery ?? '';
    const same = meant === word || meant.startsWith(word) || word.startsWith(meant);
    if (meant !== '' && same) right.n += 1;
    else if (answer.products.some((one) => one.name.toLowerCase().includes(word))) right.n += 1;
    else wrong.push(`${word} ← ${typed}: ${answer.correctedQuery}`);
  }
  const value = Math.round((1_000 * right.n) / right.of) / 10;
  ctx.keep({ name: 'slips put right', value, unit: '%', bar: 90, done: right.of });
  for (const text of wrong.slice(0, 10)) ctx.say(`not put right: ${text}`);
}

function judgements(): { queries: Judged[]; synonyms: string[][] } {
  const file = join(root, 'bench', 'judged.json');
  return JSON.parse(readFileSync(file, 'utf8')) as { queries: Judged[]; synonyms: string[][] };
}

export const bench: Bench = {
  name: 'search-quality',
  question: 'Do searches find what was asked for, first, and forgive slips?',
  async run(ctx) {
    const database = await ctx.world('demo-shop', (url) => demoShop(ctx, url));
    for (const [at, words] of judgements().synonyms.entries()) {
      await database.query(
        'insert into search.synonym (synonym_id, words) values ($1, $2::text[])',
        [`syn_${String(at).padStart(32, '0')}`, words],
      );
    }
    const demo = demoWorld();
    const server = await ctx.server(database);
    const paths = new Map(demo.categories.map((one) => [one.categoryId, one.path]));
    const world = demo.products.map((one) => ({ ...one, path: paths.get(one.categoryId) ?? '' }));
    const { pagination } = await ask(server, 'hammer');
    ctx.say(`${pagination.total} hammers`);
    await judge(ctx, server, world);
    await spell(ctx, server, world);
    // Afterwards: products of others would stand among those that are judged.
    await judgeOthers(ctx, server, database.url);
    await server.stop();
  },
};
