// Products of others for `search-quality`: the open DummyJSON catalogue, where OPEN_DATA says.
// They are never part of the repository, so their queries are made from them when they are there:
// whole titles, their last words, titles with a slip, shelves, and brands on shelves.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prng, type Prng } from '#kernel/core/prng.ts';
import { command } from './harness-command.ts';

const import_ms_max = 10 * 60_000;
const mapping = [
  'name=title,description=description,brand=brand,category=category,sku=sku,price=price',
  'discountPercent=discountPercentage,stock=stock,barcode=meta.barcode,weight_oz=weight',
  'images=images',
].join(',');

export interface OtherProduct {
  title: string;
  category: string;
  brand?: string;
}

export interface OtherQuery {
  kind: string;
  query: string;
  /** Other goods would be right, too: asked for among these alone. */
  among: boolean;
  grade(product: OtherProduct): number;
}

function file(): string | null {
  const path = join(process.env['OPEN_DATA'] ?? '', 'dummyjson-products.json');
  return process.env['OPEN_DATA'] !== undefined && existsSync(path) ? path : null;
}

/** The products, or null where they are not. */
export function otherProducts(): OtherProduct[] | null {
  const path = file();
  if (path === null) return null;
  return JSON.parse(readFileSync(path, 'utf8')) as OtherProduct[];
}

/** Imports them for a seller, as a person would. */
export async function importOthers(databaseUrl: string, seller: string): Promise<void> {
  const args = ['import', file() ?? '', '--seller', seller, '--create-categories'];
  const ms_max = import_ms_max;
  await command(databaseUrl, { args: [...args, '--map', mapping], ms_max });
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
const shelfOf = (category: string) => category.replaceAll('-', ' ');

function mistyped(title: string, chance: Prng): string {
  const words = title.split(' ');
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
  const at = chance.int(1, Math.max(1, longest.length - 2));
  const slip = longest.slice(0, at) + (longest[at + 1] ?? '') + (longest[at] ?? '');
  return words.map((word) => (word === longest ? slip + longest.slice(at + 2) : word)).join(' ');
}

/** About 200 queries, the same each time. */
export function otherQueries(products: readonly OtherProduct[]): OtherQuery[] {
  const chance = prng('bench-search-others');
  const exact = (one: OtherProduct) => (of: OtherProduct) => (of.title === one.title ? 3 : 0);
  const titles = products.filter((_, at) => at % 3 === 0);
  const whole = titles.map((one) => {
    return { kind: 'exact', query: one.title, among: false, grade: exact(one) };
  });
  const slips = titles
    .filter((one) => /[A-Za-z]{6,}/.test(one.title))
    .map((one) => {
      const query = mistyped(one.title, chance);
      return { kind: 'typo', query, among: false, grade: exact(one) };
    });
  const parts = products
    .filter((one, at) => at % 3 === 1 && wordsOf(one.title).length > 2)
    .map((one) => {
      const last = wordsOf(one.title).slice(-2);
      const grade = (of: OtherProduct) =>
        last.every((word) => wordsOf(of.title).includes(word)) ? 3 : 0;
      return { kind: 'partial', query: last.join(' '), among: true, grade };
    });
  const shelves = [...new Set(products.map((one) => one.category))].map((category) => {
    const grade = (of: OtherProduct) => (of.category === category ? 3 : 0);
    return { kind: 'broad', query: shelfOf(category), among: true, grade };
  });
  const pairs = Map.groupBy(
    products.filter((one) => one.brand !== undefined),
    ({ brand, category }) => `${brand ?? ''} ${shelfOf(category)}`,
  );
  const brands = [...pairs].flatMap(([query, [one]]) => {
    if (one === undefined) return [];
    const grade = (of: OtherProduct) =>
      of.category !== one.category ? 0 : of.brand === one.brand ? 3 : 1;
    return [{ kind: 'brand', query, among: true, grade }];
  });
  return [...whole, ...slips, ...parts, ...shelves, ...brands];
}
