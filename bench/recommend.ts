// Whether recommendations find what somebody was about to buy: of baskets that nobody has learned
// from, one thing is hidden, and counts as found when it is among the ten that are called for by
// the rest. Held against the ten best sellers. Baskets are made: each begins with a thing that is
// liked (Zipf), and what follows belongs to it or is anything that is liked. The tail of a fifth
// is held out. Once from memory as orders come, once through a file as `import baskets` reads it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prng, type Prng } from '#kernel/core/prng.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { basketsIn } from '#services/import-baskets.ts';
import { learnFile } from '#services/recommendations/learn.ts';
import { filled, merged, scored } from '#services/recommendations/model.ts';
import { partnersOf, readTo } from '#services/recommendations/store.ts';
import type { Bench, Context } from './harness.ts';

const looked = 10;
const baskets_count = 30_000;
const products_default = 2_000;
const companions = 6;
/** How often the next thing belongs to the first one. */
const belongs = 0.55;
const per_call = 500;
const tested_max = 3_000;
const partners_max = 100;

/** Things by rank: the nth is liked 1 / (n + 8) as much. */
function liking(products: number): (chance: Prng) => number {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 0; rank < products; rank += 1) sums.push((sum += 1 / (rank + 8)));
  return (chance) => {
    const wanted = chance.next() * sum;
    let [low, high] = [0, products - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const idOf = (nth: number) => `prod_${String(nth).padStart(6, '0')}`;

function makeBaskets(seed: string, products: number): string[][] {
  const chance = prng(`bench-recommend:${seed}`);
  const like = liking(products);
  const own = prng('bench-recommend:companions');
  const mates = Array.from({ length: products }, () =>
    Array.from({ length: companions }, () => own.int(0, products - 1)),
  );
  return Array.from({ length: baskets_count }, () => {
    const first = like(chance);
    const basket = new Set([first]);
    for (let more = chance.int(0, 4); more > 0; more -= 1) {
      const isMate = chance.next() < belongs;
      basket.add(isMate ? chance.pick(mates[first] ?? [first]) : like(chance));
    }
    return chance.shuffle([...basket]).map(idOf);
  });
}

async function learn(db: Db, ref: string, baskets: readonly string[][]): Promise<void> {
  for (let from = 0; from < baskets.length; from += per_call) {
    const part = baskets.slice(from, from + per_call);
    const given = part.map((products) => ({ products, earlier: [] }));
    await learnFile(db, { ref, total: baskets.length, from, baskets: given });
  }
}

interface Found {
  room: number;
  popular: number;
  of: number;
  ask_ms: number;
}

/** Hides one thing of each basket and looks for it; `best` are the best sellers of the rest. */
async function test(db: Db, baskets: readonly string[][], best: readonly string[]) {
  const chance = prng('bench-recommend:hidden');
  const { baskets: total } = await readTo(db);
  const found: Found = { room: 0, popular: 0, of: 0, ask_ms: 0 };
  for (const basket of baskets.filter((one) => one.length > 1).slice(0, tested_max)) {
    const hidden = chance.pick(basket);
    const seeds = basket.filter((id) => id !== hidden);
    const started_ms = performance.now();
    const rows = Map.groupBy(await partnersOf(db, seeds), (row) => row.productId);
    const lists = [...rows.values()].map((list) =>
      scored(list, { kind: 'also', total, limit: partners_max }),
    );
    found.ask_ms += performance.now() - started_ms;
    const without = new Set(seeds);
    const popular = best.filter((id) => !without.has(id));
    found.of += 1;
    if (filled([merged(lists, without), popular], looked).includes(hidden)) found.room += 1;
    if (popular.slice(0, looked).includes(hidden)) found.popular += 1;
  }
  return found;
}

function bestOf(baskets: readonly string[][]): string[] {
  const sold = new Map<string, number>();
  for (const id of baskets.flat()) sold.set(id, (sold.get(id) ?? 0) + 1);
  return [...sold]
    .sort(([, a], [, b]) => b - a)
    .map(([id]) => id)
    .slice(0, 2 * looked);
}

/** The same baskets as the rows of a file, read back. */
async function throughFile(baskets: readonly string[][]): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'trueshelf-baskets-'));
  try {
    const file = join(folder, 'baskets.csv');
    const rows = baskets.flatMap((basket, at) => basket.map((id) => `${at},${id}`));
    writeFileSync(file, `basket,product\n${rows.join('\n')}\n`);
    const read: string[][] = [];
    for await (const basket of basketsIn(file, { broken: 0 })) read.push(basket);
    return read;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(ctx: Context, name: string, baskets: readonly string[][]): Promise<void> {
  const { url } = await ctx.database({ rooms: ['recommendations'] });
  const db = openDb({ url, room: 'recommendations' });
  try {
    const cut = Math.floor(baskets.length * 0.8);
    const [known, tail] = [baskets.slice(0, cut), baskets.slice(cut)];
    const started_ms = performance.now();
    await learn(db, name, known);
    const learned_s = (performance.now() - started_ms) / 1_000;
    const found = await test(db, tail, bestOf(known));
    const share = (n: number) => Math.round((1_000 * n) / found.of) / 10;
    const popular = share(found.popular);
    const value = share(found.room);
    ctx.keep({
      name: `hit rate at 10, ${name}`,
      value,
      unit: '%',
      done: found.of,
      yardstick: { name: 'ten best sellers', value: popular },
      note: `of ${found.of} baskets held out; best sellers find ${popular} %`,
    });
    ctx.keep({ name: `baskets counted, ${name}`, value: Math.round(cut / learned_s), unit: '/s' });
    const each_ms = Math.round((100 * found.ask_ms) / found.of) / 100;
    ctx.keep({ name: `time of a question, ${name}`, value: each_ms, unit: 'ms' });
    if (value <= popular) ctx.broken.push(`${name}: best sellers find as much`);
  } finally {
    await db.close();
  }
}

export const bench: Bench = {
  name: 'recommend',
  question: 'Is the thing that is missing from a basket among the ten that are recommended?',
  async run(ctx) {
    const products = ctx.options.products ?? products_default;
    await measure(ctx, 'generated', makeBaskets('generated', products));
    await measure(ctx, 'imported', await throughFile(makeBaskets('imported', products)));
  },
};
