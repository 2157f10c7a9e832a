/**
 * The text search and what is suggested while somebody types. What matches is asked of PostgreSQL
 * (`candidates.ts`); filters, facets, orders and pages over it are those of the lists.
 */
import type { CandidateFinder, Candidates } from './candidates.ts';
import { sheet } from './cards.ts';
import { nameIn } from './languages.ts';
import { record_words, word, type ListingIndex, type Place } from './listing-index.ts';
import { ask, type IndexSort } from './listing-query.ts';
import type { Category } from './model-category.ts';
import type { Cursor, ListFilter } from './model-list.ts';
import * as terms from './model-search.ts';
import { lagOf, PageStore, sizeOf, type Kept } from './page-store.ts';
import type { Answer } from './queries.ts';
import { countsOf, indexFilter, namedFacets, numbersOf, pageSheet } from './queries-list.ts';
import type { ListTools } from './queries-list.ts';
import type { Shelf } from './shelf.ts';
import { meant, type NamedThing, type WordBook, type WordBooks } from './word-book.ts';

export type SearchSort = IndexSort | 'relevance';

export interface SearchQuery {
  text: string;
  filter: ListFilter;
  sort: SearchSort;
  cursor: Cursor<SearchSort> | null;
  page: number;
  size: number;
  /** Look for what was typed, even if nothing is found. */
  exact: boolean;
}

export interface Searches {
  search(query: SearchQuery): Promise<Answer>;
  suggest(text: string, asked: { currency: string; locale: string }): Promise<Answer>;
}

export interface SearchTools extends ListTools {
  finder: CandidateFinder;
  books: WordBooks;
}

/** Words that so many products have are not checked for standing together. */
const common_products = 2_000;
const nearestCategories_max = 5;
const nearestProducts_max = 6;
const suggestions = { queries: 6, categories: 4, brands: 3, products: 6 } as const;

/** What an answer is made with: one state of the tree, the words and the index. */
interface Scene {
  tools: SearchTools;
  locale: string;
  index: ListingIndex;
  shelf: Shelf;
  book: WordBook;
}

async function sceneOf(tools: SearchTools, index: ListingIndex, locale: string): Promise<Scene> {
  const shelf = await tools.shelf.get();
  const book = await tools.books.get({ version: index.version, products: index.size, shelf });
  return { tools, index, shelf, book, locale };
}

const namedCategories = new WeakMap<Shelf, Map<string, NamedThing<Category>[]>>();

/** Categories with the words of their names: those in the language, and those without one. */
function categoriesOf(shelf: Shelf, locale: string): NamedThing<Category>[] {
  const known = namedCategories.get(shelf) ?? new Map<string, NamedThing<Category>[]>();
  namedCategories.set(shelf, known);
  const there = known.get(locale);
  if (there !== undefined) return there;
  const made = [...shelf.tree.byId.values()].map((thing) => {
    const names = new Set([thing.name, nameIn(thing, locale)]);
    return { thing, words: [...names].flatMap(terms.wordsOf) };
  });
  known.set(locale, made);
  return made;
}

interface Outcome extends Candidates {
  /** The words that these products were found by, when other ones than typed. */
  corrected: string | null;
}

/** Looks for the words, then for their beginnings, then for what was probably meant. */
async function lookFor(scene: Scene, query: SearchQuery, words: string[]): Promise<Outcome> {
  const { index, tools, book } = scene;
  const { vocabulary } = book;
  const sort: IndexSort = query.sort === 'relevance' ? 'popular' : query.sort;
  const filter = indexFilter(index, query.filter);
  const categories = numbersOf(index, scene.shelf.branch(query.filter.categoryId));
  const find = (list: terms.Term[]) =>
    tools.finder.find({ index, terms: list, vocabulary, categories, filter, sort });
  const [sku, first] = await Promise.all([
    tools.finder.ofSku(index, query.text),
    find(terms.wholeTerms(words, vocabulary)),
  ]);
  const together = (found: Candidates): Outcome => {
    const rest = found.places.filter((one) => !sku.some((first) => same(first, one)));
    return { ...found, places: [...sku, ...rest], corrected: null };
  };
  const whole = together(first);
  if (whole.places.length > 0 || !whole.exact) return whole;
  const open = await find(terms.openTerms(words));
  if (open.places.length > 0) return together(open);
  const meantWords = query.exact ? null : terms.corrected(words, vocabulary);
  if (meantWords === null) return whole;
  const other = await find(terms.wholeTerms(meantWords, vocabulary));
  if (other.places.length === 0) return whole;
  return { ...other, corrected: meantWords.join(' ') };
}

function same(a: Place, b: Place): boolean {
  return a.leaf === b.leaf && a.at === b.at;
}

function rowOf({ leaf, at }: Place): number {
  return leaf.facts[at * record_words + word.rowNo] ?? 0;
}

/** Categories by how many of these products are in them. */
function placesOf({ index, shelf, locale }: Scene, places: readonly Place[]) {
  const counts = new Map<string, number>();
  for (const { leaf } of places) {
    const id = index.categories.text(leaf.category);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .flatMap(([id, count]) => {
      const category = shelf.tree.byId.get(id);
      return category === undefined ? [] : [{ ...placeOf(category, locale), count }];
    })
    .slice(0, nearestCategories_max);
}

function placeOf(category: Category, locale: string) {
  const { categoryId, path } = category;
  return { categoryId, name: nameIn(category, locale), path };
}

/** What comes nearest when nothing was found: other categories, some of the words, anything. */
async function nearestTo(scene: Scene, outcome: Outcome, words: string[]) {
  const { index, shelf, tools, book, locale } = scene;
  let places = outcome.places;
  if (places.length === 0) {
    const guess = terms.corrected(words, book.vocabulary) ?? words;
    places = await tools.finder.findAny(index, terms.openTerms(guess));
  }
  const rows = places.slice(0, nearestProducts_max).map(rowOf);
  if (rows.length > 0) return { categories: placesOf(scene, places), rows };
  const counts = countsOf(index, shelf);
  const top = (shelf.tree.children.get('') ?? [])
    .map((category) => {
      return { ...placeOf(category, locale), count: counts.get(category.categoryId) ?? 0 };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return { categories: top.slice(0, nearestCategories_max), rows };
}

async function makeSearch(scene: Scene, query: SearchQuery, words: string[]): Promise<Kept> {
  const { tools, index, shelf } = scene;
  const at_ms = tools.clock.monotonic();
  const outcome = await lookFor(scene, query, words);
  const { filter, sort, cursor, page, size } = query;
  const found = ask(index, {
    filter: indexFilter(index, filter),
    categories: numbersOf(index, shelf.branch(filter.categoryId)),
    candidates: outcome.places,
    sort: sort === 'relevance' ? null : sort,
    after: cursor,
    offset: cursor === null ? page * size : 0,
    limit: size,
  });
  const { currency, categoryId, locale } = filter;
  const scope = { index, currency, categoryId, locale, shelf };
  const facets = await namedFacets(tools, found.tally, scope);
  const echo = {
    query: query.text,
    searchedFor: outcome.corrected ?? query.text,
    correctedQuery: outcome.corrected,
  };
  const more: (string | readonly number[])[] = [`,${JSON.stringify(echo).slice(1, -1)}`];
  if (found.without.get('all') === 0) {
    const { categories, rows } = await nearestTo(scene, outcome, words);
    more.push(`,"nearest":{"categories":${JSON.stringify(categories)},"products":[`, rows, ']}');
  } else more.push(',"nearest":null');
  const { exact, version } = outcome;
  const made = pageSheet(found, facets, {
    filter,
    sort,
    page,
    size,
    exact,
    total: found.total,
    more,
  });
  return { sheet: made, at_ms, version, lag_ms: lagOf(index.size), chars: sizeOf(made) };
}

async function makeSuggestions(scene: Scene, text: string, currency: string): Promise<Kept> {
  const { tools, index, shelf, book, locale } = scene;
  const { vocabulary } = book;
  const at_ms = tools.clock.monotonic();
  const typed = terms.wordsOf(text);
  const first = await tiles(scene, typed);
  const guess = first.places.length === 0 ? terms.corrected(typed, vocabulary) : null;
  const second = guess === null ? null : await tiles(scene, guess);
  const isCorrected = guess !== null && second !== null && second.places.length > 0;
  const words = isCorrected ? guess : typed;
  const { places, version } = isCorrected ? second : first;
  const counts = countsOf(index, shelf);
  const forms = (one: string) => vocabulary.forms(one);
  const categories = meant(categoriesOf(shelf, locale), words, forms)
    .map((category) => {
      return { ...placeOf(category, locale), count: counts.get(category.categoryId) ?? 0 };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, suggestions.categories);
  const head = {
    query: text,
    correctedQuery: isCorrected ? words.join(' ') : null,
    queries: (await completed(scene, words)).map((one) => ({ text: one })),
    categories,
    brands: meant(book.brands, words, forms).slice(0, suggestions.brands),
  };
  const rows = places.slice(0, suggestions.products).map(rowOf);
  const parts = [`${JSON.stringify(head).slice(0, -1)},"products":[`, rows, ']}'];
  const made = sheet(currency, parts);
  return { sheet: made, at_ms, version, lag_ms: lagOf(index.size), chars: sizeOf(made) };
}

/** Products for words of which the last is still being typed. */
async function tiles({ tools, index, shelf, book }: Scene, words: string[]): Promise<Candidates> {
  const { vocabulary } = book;
  const list = terms.typedTerms(words, vocabulary);
  const none = list.every(({ any, beginning }) => any.length === 0 && beginning === null);
  if (none) return { places: [], exact: true, version: index.version };
  return tools.finder.find({
    index,
    terms: list,
    vocabulary,
    categories: numbersOf(index, shelf.branch(null)),
    filter: indexFilter(index, noFilter),
    sort: 'popular',
  });
}

const noFilter: ListFilter = {
  currency: '',
  locale: '',
  categoryId: null,
  brandIds: null,
  sellerIds: null,
  min_minor: null,
  max_minor: null,
  rating_x100: null,
  inStock: null,
  attributes: [],
};

/** The query with its last word completed, as far as that finds anything. */
async function completed({ tools, book }: Scene, words: readonly string[]): Promise<string[]> {
  const { vocabulary } = book;
  const before = words.slice(0, -1);
  const ends = vocabulary.offered(words.at(-1) ?? '', suggestions.queries);
  if (before.length === 0) return ends;
  const wholes = ends.map((end) => terms.wholeTerms([...before, end], vocabulary));
  // Common words surely stand together somewhere, and asking would take longest for them.
  const rare = wholes.filter((whole) => terms.estimate(whole, vocabulary) < common_products);
  const found = rare.length === 0 ? [] : await tools.finder.which(rare);
  const none = new Set(rare.filter((_, at) => found[at] !== true));
  return ends
    .filter((_, at) => !none.has(wholes[at] ?? []))
    .map((end) => [...before, end].join(' '));
}

/** The searches, for all readers of this process. */
export function productSearches(tools: SearchTools): Searches {
  const { follower, cards, clock } = tools;
  const store = new PageStore();
  const answer = async (
    key: string,
    { currency, locale }: { currency: string; locale: string },
    make: (scene: Scene) => Promise<Kept>,
  ): Promise<Answer> => {
    const index = await follower.index(currency);
    let kept = store.get(key);
    const age_ms = clock.monotonic() - (kept?.at_ms ?? -Infinity);
    if (kept === undefined || (age_ms >= kept.lag_ms && kept.version !== index.version)) {
      kept = await store.make(key, async () => make(await sceneOf(tools, index, locale)));
    }
    return cards.answer(kept.sheet);
  };
  return {
    search(query) {
      const { text, filter, sort, cursor, page, size, exact } = query;
      const key = JSON.stringify([text, filter, sort, cursor, page, size, exact]);
      const words = terms.wordsOf(text);
      return answer(key, filter, (scene) => makeSearch(scene, query, words));
    },
    suggest: (text, asked) => {
      const { currency, locale } = asked;
      return answer(JSON.stringify(['suggest', currency, locale, text]), asked, (scene) =>
        makeSuggestions(scene, text, currency),
      );
    },
  };
}
