/** What is suggested while somebody types: queries, shelves, brands and products. From memory. */
import { ask } from './ask.ts';
import type { Book } from './book.ts';
import type { Cards } from './answer.ts';
import { matcherOf, type FindTools, wordsIn } from './find.ts';
import { corrected, documentsOf, openGroups, wholeGroups, type Words } from './groups.ts';
import type { SearchIndex } from './index.ts';
import { fact, factWords } from './index.ts';
import type { Matches } from './match.ts';
import type { Typed } from './model.ts';

const max = { queries: 6, categories: 4, brands: 3, products: 6 } as const;
const brandsSeen_max = 20_000;

interface Scene {
  tools: FindTools & { cards: Cards };
  index: SearchIndex;
  book: Book;
}

/** Documents for words of which the last is still being typed. */
async function open({ tools, index, book }: Scene, words: Words): Promise<Matches> {
  const last = words.words.at(-1) ?? '';
  const count = (lexeme: string) => documentsOf(index, book, lexeme);
  const ends = book.vocabulary.completions(last, 24, count);
  const lexeme = await tools.lexicon.lexemes([...ends, last]);
  const groups = openGroups(index, { book, words, lexeme }, 'last');
  return matcherOf(index).match(index, groups);
}

/** The query with its last word completed, as far as that finds anything. */
async function completed(scene: Scene, words: Words): Promise<string[]> {
  const { tools, index, book } = scene;
  const before = words.words.slice(0, -1);
  const count = (lexeme: string) => documentsOf(index, book, lexeme);
  const ends = book.vocabulary.completions(words.words.at(-1) ?? '', max.queries, count);
  if (before.length === 0) return ends;
  const found: string[] = [];
  for (const end of ends) {
    const whole = await wordsIn(tools, [...before, end]);
    const { docs } = matcherOf(index).match(index, wholeGroups(index, book, whole));
    if (docs.length > 0) found.push(whole.words.join(' '));
  }
  return found;
}

/** Shelves whose names have a word for each word; the last may be a beginning. */
function shelves({ index, book }: Scene, { words, lexemes }: Words) {
  const last = words.at(-1) ?? '';
  const before = lexemes.slice(0, -1).filter((one) => one !== '');
  return book.categories
    .filter(
      (shelf) =>
        shelf.words.some((word) => word.startsWith(last)) &&
        before.every((lexeme) => shelf.lexemes.has(lexeme)),
    )
    .map(({ categoryId, name, path }) => {
      const below = book.categories.filter(
        (other) => other.path === path || other.path.startsWith(`${path}/`),
      );
      const count = below.reduce(
        (sum, other) => sum + (index.byCategory.find(other.categoryId)?.n ?? 0),
        0,
      );
      return { categoryId, name, path, count };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, max.categories);
}

function brandsOf({ index }: Scene, { words }: Words): { name: string }[] {
  const text = words.join(' ');
  const found: string[] = [];
  for (let at = 1; at < Math.min(index.brands.size, brandsSeen_max); at += 1) {
    const name = index.brands.text(at);
    if (name.toLowerCase().startsWith(text)) found.push(name);
    if (found.length === max.brands) break;
  }
  return found.map((name) => ({ name }));
}

/** Suggestions. One statement for the tiles that are not kept. */
export async function suggest(tools: FindTools & { cards: Cards }, typed: Typed, currency: string) {
  const [index, book] = await Promise.all([tools.follower.index(), tools.books.get()]);
  const scene: Scene = { tools, index, book };
  let words = await wordsIn(tools, typed.words);
  let docs = await open(scene, words);
  let meant: string | null = null;
  if (docs.docs.length === 0) {
    const guess = corrected(scene, words, (other) => {
      return matcherOf(index).match(index, wholeGroups(index, book, other)).docs.length;
    });
    if (guess !== null) {
      const found = await open(scene, guess);
      if (found.docs.length > 0) [words, docs, meant] = [guess, found, guess.words.join(' ')];
    }
  }
  const reply = ask(index, { ...plain, docs, filter: { ...noFilter, currency } });
  const rows = reply.page.map(({ doc }) => index.facts[doc * factWords + fact.rowNo] ?? 0);
  const [products, queries] = await Promise.all([
    tools.cards.of(rows, currency),
    completed(scene, words),
  ]);
  return {
    query: typed.text,
    correctedQuery: meant,
    queries: queries.map((text) => ({ text })),
    categories: shelves(scene, words),
    brands: brandsOf(scene, words),
    products,
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
} as const;
