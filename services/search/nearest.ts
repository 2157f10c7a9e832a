/**
 * What comes nearest when nothing was found: products that have some of the words, the categories
 * they are in; without any, the largest categories. From memory.
 */
import { nameIn } from '#services/catalog/contract.ts';
import type { Nearest } from './answer.ts';
import { matcherOf, wordsIn, type FindTools } from './find.ts';
import { corrected, openGroups, wholeGroups, type Words } from './groups.ts';
import { fact, factWords, type SearchIndex } from './index.ts';
import type { Labels } from './labels.ts';
import type { Typed } from './model.ts';

const categories_max = 5;
const products_max = 6;

interface Asked {
  currency: string;
  locale: string;
  labels: Labels;
}

/** Documents by how many of the words they have. */
async function withAny(tools: FindTools, index: SearchIndex, words: Words) {
  const book = await tools.books.get();
  const ends = words.words.flatMap((word) => book.vocabulary.completions(word, 24, () => 1));
  const lexeme = await tools.lexicon.lexemes([...ends, ...words.words]);
  const counts = new Map<number, number>();
  words.words.forEach((word, at) => {
    const one = { words: [word], lexemes: [words.lexemes[at] ?? ''] };
    const groups = openGroups(index, { book, words: one, lexeme }, 'all');
    if (groups.length === 0) return;
    for (const doc of matcherOf(index).match(index, groups).docs) {
      counts.set(doc, (counts.get(doc) ?? 0) + 1);
    }
  });
  return counts;
}

function placed(counts: ReadonlyMap<string, number>, { labels, locale }: Asked) {
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .flatMap(([categoryId, count]) => {
      const category = labels.byId.get(categoryId);
      if (category === undefined) return [];
      return [{ categoryId, name: nameIn(category, locale), path: category.path, count }];
    })
    .slice(0, categories_max);
}

/** Products of each top category. */
function topCounts(index: SearchIndex, labels: Labels): Map<string, number> {
  const counts = new Map<string, number>();
  for (let number = 0; number < index.byCategory.size; number += 1) {
    const top = labels.onTheWay(index.byCategory.text(number), 0);
    const { n } = index.byCategory.list(number);
    if (top === undefined || n === 0) continue;
    counts.set(top.categoryId, (counts.get(top.categoryId) ?? 0) + n);
  }
  return counts;
}

export async function nearestTo(tools: FindTools, typed: Typed, asked: Asked): Promise<Nearest> {
  const [index, book] = await Promise.all([tools.follower.index(), tools.books.get()]);
  const words = await wordsIn(tools, typed.words);
  const meant = corrected({ index, book }, words, (guess) => {
    return matcherOf(index).some(index, wholeGroups(index, book, guess));
  });
  const found = await withAny(tools, index, meant ?? words);
  const prices = index.pricesIn(asked.currency);
  const { facts } = index;
  const word = (doc: number, of: keyof typeof fact) => facts[doc * factWords + fact[of]] ?? 0;
  const docs = [...found].filter(([doc]) => word(doc, 'live') === 1 && (prices[doc] ?? -1) >= 0);
  if (docs.length === 0)
    return { categories: placed(topCounts(index, asked.labels), asked), rows: [] };
  const counts = new Map<string, number>();
  for (const [doc] of docs) {
    const id = index.byCategory.text(word(doc, 'category'));
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  docs.sort(
    ([a, n], [b, m]) =>
      m - n ||
      word(b, 'inStock') - word(a, 'inStock') ||
      word(b, 'fame') - word(a, 'fame') ||
      a - b,
  );
  const rows = docs.slice(0, products_max).map(([doc]) => word(doc, 'rowNo'));
  return { categories: placed(counts, asked), rows };
}
