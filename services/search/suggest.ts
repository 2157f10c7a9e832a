/** What is suggested while somebody types: queries, shelves, brands and products. From memory. */
import { ask } from './ask.ts';
import type { Book } from './book.ts';
import { famousOf } from './famous.ts';
import { matcherOf, type FindTools, wordsIn } from './find.ts';
import { corrected, endsOf, openGroups, wholeGroups, type Words } from './groups.ts';
import { fact, factWords, type SearchIndex } from './index.ts';
import { most } from './match.ts';
import type { Typed } from './model.ts';

const max = { queries: 6, categories: 4, brands: 3, products: 6 } as const;
const brandsSeen_max = 20_000;

interface Scene {
  tools: FindTools;
  index: SearchIndex;
  book: Book;
}

/**
 * From so many products on that may be what is typed, only the best known are looked through: a
 * letter finds most of a million, and reading their facts takes 50 ms.
 */
const broad_from = 60_000;
/** Of the best known, so many that are what is typed. */
const enough = 60;

/** Documents for words of which the last is still being typed. */
async function open({ tools, index, book }: Scene, words: Words, ends: readonly string[]) {
  const lexeme = await tools.lexicon.lexemes([...ends, words.words.at(-1) ?? '']);
  const groups = openGroups(index, { book, words, lexeme, ends }, 'last');
  const matcher = matcherOf(index);
  if (groups.length > 0 && most(groups) >= broad_from) {
    const docs = famousOf(index, tools.clock.monotonic());
    const found = matcher.among(groups, { docs, enough });
    if (found.docs.length === enough) return found;
  }
  return matcher.match(index, groups);
}

/** The query with its last word completed, as far as that finds anything. */
async function completed(scene: Scene, words: Words, ends: readonly string[]): Promise<string[]> {
  const { tools, index, book } = scene;
  const before = words.words.slice(0, -1);
  const first = ends.slice(0, max.queries);
  if (before.length === 0) return first;
  const found: string[] = [];
  for (const end of first) {
    const whole = await wordsIn(tools, [...before, end]);
    const groups = wholeGroups(index, book, whole);
    if (matcherOf(index).some(index, groups)) found.push(whole.words.join(' '));
  }
  return found;
}

/** Products on each shelf and those below it, by path. */
function countsByPath({ index, book }: Scene): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { categoryId, path } of book.categories) {
    const n = index.byCategory.find(categoryId)?.n ?? 0;
    for (let end = path.length; end > 0 && n > 0; end = path.lastIndexOf('/', end - 1)) {
      const above = path.slice(0, end);
      counts.set(above, (counts.get(above) ?? 0) + n);
    }
  }
  return counts;
}

/** Shelves whose names have a word for each word; the last may be a beginning. */
function shelves(scene: Scene, { words, lexemes }: Words) {
  const last = words.at(-1) ?? '';
  const before = lexemes.slice(0, -1).filter((one) => one !== '');
  const named = scene.book.categories.filter(
    (shelf) =>
      shelf.words.some((word) => word.startsWith(last)) &&
      before.every((lexeme) => shelf.lexemes.has(lexeme)),
  );
  if (named.length === 0) return [];
  const counts = countsByPath(scene);
  return named
    .map(({ categoryId, name, path }) => {
      return { categoryId, name, path, count: counts.get(path) ?? 0 };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, max.categories);
}

const lowered = new WeakMap<SearchIndex['brands'], string[]>();

/** Names of brands in small letters, by number; each is made once. */
function brandTexts(brands: SearchIndex['brands']): readonly string[] {
  const texts = lowered.get(brands) ?? [''];
  lowered.set(brands, texts);
  for (let at = texts.length; at < Math.min(brands.size, brandsSeen_max); at += 1) {
    texts.push(brands.text(at).toLowerCase());
  }
  return texts;
}

function brandsOf({ index }: Scene, { words }: Words): { name: string }[] {
  const text = words.join(' ');
  const found: { name: string }[] = [];
  for (const [at, brand] of brandTexts(index.brands).entries()) {
    if (at === 0 || !brand.startsWith(text)) continue;
    found.push({ name: index.brands.text(at) });
    if (found.length === max.brands) break;
  }
  return found;
}

/** Suggestions; products by row. No statement while the words are known. */
export async function suggest(tools: FindTools, typed: Typed, currency: string) {
  const [index, book] = await Promise.all([tools.follower.index(), tools.books.get()]);
  const scene: Scene = { tools, index, book };
  let words = await wordsIn(tools, typed.words);
  const endsFor = (of: Words) => endsOf(index, book, of.words.at(-1) ?? '');
  let ends = endsFor(words);
  let docs = await open(scene, words, ends);
  let meant: string | null = null;
  if (docs.docs.length === 0) {
    const guess = corrected(scene, words, (other) => {
      return matcherOf(index).some(index, wholeGroups(index, book, other));
    });
    if (guess !== null) {
      const others = endsFor(guess);
      const found = await open(scene, guess, others);
      if (found.docs.length > 0) {
        [words, ends, docs, meant] = [guess, others, found, guess.words.join(' ')];
      }
    }
  }
  const reply = ask(index, { ...plain, docs, filter: { ...noFilter, currency } });
  const rows = reply.page.map(({ doc }) => index.facts[doc * factWords + fact.rowNo] ?? 0);
  const queries = await completed(scene, words, ends);
  return {
    query: typed.text,
    correctedQuery: meant,
    queries: queries.map((text) => ({ text })),
    categories: shelves(scene, words),
    brands: brandsOf(scene, words),
    rows,
  };
}

const noFilter = {
  categories: null,
  brands: null,
  sellers: null,
  min_minor: null,
  max_minor: null,
  rating_x100: null,
  inStock: null,
  attributes: [],
} as const;
const plain = {
  sort: 'relevance',
  after: null,
  offset: 0,
  limit: max.products,
  edges: [],
  boosts: null,
  // No facet is shown beside suggestions.
  lean: true,
} as const;
