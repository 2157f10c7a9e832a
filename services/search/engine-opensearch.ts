/**
 * The engine OpenSearch. Words, shelves, synonyms and corrections come from the same book as those
 * of the engine in memory; OpenSearch finds, counts and orders. Cards are read from this room's
 * tables, so that nothing is shown that must not be, however late the index is.
 */
import type { Books } from './book.ts';
import type { Engine, EngineFacets, EngineQuery, EngineReply } from './engine.ts';
import { wordsIn, type FindTools } from './find.ts';
import type { Words } from './groups.ts';
import type { Lexicon } from './lexicon.ts';
import { plainWords } from './contract.ts';
import { priceEdges, type Typed } from './model.ts';
import { alias, createdAt } from './opensearch-index.ts';
import * as ask from './opensearch-query.ts';
import type { OpenSearch } from './opensearch.ts';
import { rowsOfProducts } from './store.ts';

/** Longer, and the engine in memory answers. */
const answer_ms_max = 800;
const suggested = { queries: 6, categories: 4, brands: 3, products: 6 } as const;
const guesses_max = 4;

interface Buckets {
  buckets: { key: string | number; doc_count: number; from?: number }[];
}
interface Aggregation {
  doc_count: number;
  of?: unknown;
}
interface Answer {
  hits: {
    total: { value: number };
    hits: { _id: string; sort: number[]; fields?: Record<string, unknown[]> }[];
  };
  aggregations?: Record<string, Aggregation>;
  suggest?: Record<string, { options: { text: string }[] }[]>;
}

/** Of all codes, or of one that was asked for. */
interface Codes {
  codes: { buckets?: (Buckets['buckets'][number] & { values: Buckets })[]; values?: Buckets };
}

export interface EngineTools {
  search: OpenSearch;
  tools: FindTools;
  books: Books;
  lexicon: Lexicon;
  /** How long an answer may take. */
  answer_ms?: number;
}

interface Scene extends EngineTools {
  book: Awaited<ReturnType<Books['get']>>;
}

const countsOf = ({ buckets }: Buckets) =>
  buckets.map(({ key, doc_count }) => [String(key), doc_count] as const);

async function send({ search, answer_ms }: EngineTools, body: ask.Clause): Promise<Answer> {
  const path = `/${alias}/_search?allow_partial_search_results=false`;
  const sent = { method: 'POST', path, body, timeout_ms: answer_ms ?? answer_ms_max } as const;
  return (await search.ask(sent)) as unknown as Answer;
}

/** How many live documents each of these finds. */
async function totals(
  { search, answer_ms }: Scene,
  queries: readonly ask.Clause[],
): Promise<number[]> {
  if (queries.length === 0) return [];
  const lines = queries.flatMap((query) => [{}, { size: 0, track_total_hits: true, query }]);
  const path = `/${alias}/_msearch`;
  const body = await search.ask({
    method: 'POST',
    path,
    lines,
    timeout_ms: answer_ms ?? answer_ms_max,
  });
  const answers = body['responses'] as (Partial<Answer> | undefined)[];
  return queries.map((_, at) => answers[at]?.hits?.total.value ?? 0);
}

const live = (must: readonly ask.Clause[]): ask.Clause => ({
  bool: { must, filter: [{ term: { live: true } }] },
});

interface Meant {
  must: ask.Clause[];
  words: Words;
  corrected: string | null;
  dropped: string[];
}

/** The words with those that nothing has replaced by what was probably meant. */
async function corrected(scene: Scene, words: Words): Promise<Words | null> {
  const { book } = scene;
  const alone = words.words.map((word, at) => {
    return { words: [word], lexemes: [words.lexemes[at] ?? ''] };
  });
  const known = await totals(
    scene,
    alone.map((one) => live(ask.wholeClauses(book, one))),
  );
  let meant: Words | null = null;
  for (const [at, word] of words.words.entries()) {
    const counts = words.lexemes[at] !== '';
    if (!counts || (known[at] ?? 0) > 0 || /^\d+$/.test(word)) continue;
    const before: Words = meant ?? words;
    const guesses = book.vocabulary
      .nearest(word, guesses_max, () => 1)
      .map((guess) => ({
        words: before.words.with(at, guess),
        lexemes: before.lexemes.with(at, book.vocabulary.lexeme(guess)),
      }));
    const found = await totals(
      scene,
      guesses.map((guess) => live(ask.wholeClauses(book, guess))),
    );
    meant = guesses.find((_, nth) => (found[nth] ?? 0) > 0) ?? guesses[0] ?? meant;
  }
  return meant;
}

/** Some of the words: without the one that leaves most. */
async function withoutOne(scene: Scene, words: Words): Promise<Meant | null> {
  if (words.words.length < 2) return null;
  const ways = words.words.map((_, at) => ({
    words: words.words.filter((__, other) => other !== at),
    lexemes: words.lexemes.filter((__, other) => other !== at),
  }));
  const clauses = ways.map((way) => ask.wholeClauses(scene.book, way));
  const found = await totals(scene, clauses.map(live));
  const most = Math.max(...found);
  const at = found.indexOf(most);
  const [way, must] = [ways[at], clauses[at]];
  if (most === 0 || way === undefined || must === undefined) return null;
  return { must, words: way, corrected: null, dropped: [words.words[at] ?? ''] };
}

async function lookFor(scene: Scene, typed: Typed, exact: boolean): Promise<Meant> {
  const { book, tools, lexicon } = scene;
  const words = await wordsIn(tools, typed.words);
  const phrased = await lexicon.lexemes(typed.phrases.flat());
  const phrases = ask.phraseClauses(typed, phrased);
  const whole = [...ask.wholeClauses(book, words), ...phrases];
  const plain = { words, corrected: null, dropped: [] };
  const [there] = await totals(scene, [live(whole)]);
  if ((there ?? 0) > 0 || phrases.length > 0) return { ...plain, must: whole };
  const ends = words.words.flatMap((word) => book.vocabulary.completions(word, 24, () => 1));
  const lexeme = await lexicon.lexemes([...ends, ...words.words]);
  const open = ask.openClauses(book, { words, lexeme }, 'all');
  const [begun] = await totals(scene, [live(open)]);
  if ((begun ?? 0) > 0 || exact) return { ...plain, must: open };
  const other = await corrected(scene, words);
  if (other !== null) {
    const must = ask.wholeClauses(book, other);
    const [found] = await totals(scene, [live(must)]);
    const text = other.words.join(' ');
    if ((found ?? 0) > 0) return { must, words: other, corrected: text, dropped: [] };
  }
  const some = await withoutOne(scene, other ?? words);
  if (some === null) return { ...plain, must: whole };
  return { ...some, corrected: other === null ? null : some.words.words.join(' ') };
}

function attributesOf(query: EngineQuery, aggs: Record<string, Aggregation>) {
  const all = (aggs['attributes']?.of as Codes | undefined)?.codes.buckets ?? [];
  const found = new Map(all.map((one) => [String(one.key), countsOf(one.values)]));
  for (const { code } of query.filter.attributes) {
    const values = (aggs[`attr ${code}`]?.of as Codes | undefined)?.codes.values;
    if (values !== undefined && values.buckets.length > 0) found.set(code, countsOf(values));
  }
  return [...found].map(([code, values]) => ({ code, values }));
}

function facetsOf(query: EngineQuery, aggs: Record<string, Aggregation>): EngineFacets {
  const buckets = (name: string) => (aggs[name]?.of as Buckets | undefined) ?? { buckets: [] };
  const ratings = [0, 0, 0, 0, 0, 0];
  for (const { key, doc_count } of buckets('ratings').buckets) {
    const at = Math.min(5, Math.floor(Number(key) / 100));
    ratings[at] = (ratings[at] ?? 0) + doc_count;
  }
  const edges = [0, ...priceEdges(query.filter.currency)];
  const ranges = new Map(buckets('prices').buckets.map((one) => [one.from ?? 0, one.doc_count]));
  return {
    brands: countsOf(buckets('brands')),
    sellers: countsOf(buckets('sellers')),
    categories: countsOf(buckets('categories')),
    attributes: attributesOf(query, aggs),
    prices: edges.map((from) => ranges.get(from) ?? 0),
    ratings,
    inStock: (aggs['stock']?.of as Aggregation | undefined)?.doc_count ?? 0,
    anyStock: aggs['stock']?.doc_count ?? 0,
  };
}

async function page(scene: Scene, query: EngineQuery, meant: Meant | null): Promise<Answer> {
  const { typed, limit } = query;
  const sku = typed !== null && /\d/.test(typed.text) ? typed.text.toLowerCase() : null;
  const must = [...(meant?.must ?? []), { exists: { field: `minor.${query.filter.currency}` } }];
  const filters = ask.filtersOf(query);
  return send(scene, {
    query: ask.scored(scene.book, must, sku),
    post_filter: { bool: { filter: [...filters.values()] } },
    aggs: {
      total: { filter: { bool: { filter: [...filters.values()] } } },
      ...ask.aggregations(query, filters),
    },
    size: limit + 1,
    _source: false,
    docvalue_fields: ['row_no'],
    track_total_hits: true,
    ...ask.orderOf(query),
  });
}

async function pinnedRows({ tools, book }: Scene, query: EngineQuery): Promise<number[]> {
  if (query.sort !== 'relevance' || query.typed === null) return [];
  if (query.after !== null || query.offset > 0) return [];
  const ids = book.pins.get(query.typed.words.join(' ')) ?? [];
  const rows = await rowsOfProducts(tools.db, ids);
  return ids.flatMap((id) => rows.get(id) ?? []);
}

const rowOf = (hit: Answer['hits']['hits'][number]) => Number(hit.fields?.['row_no']?.[0] ?? 0);

async function find(scene: Scene, query: EngineQuery): Promise<EngineReply> {
  const { typed, limit } = query;
  const meant = typed === null ? null : await lookFor(scene, typed, query.exact);
  const answer = await page(scene, query, meant);
  const aggs = answer.aggregations ?? {};
  const hits = answer.hits.hits.slice(0, limit);
  const end = hits.at(-1);
  const more = answer.hits.hits.length > limit && end !== undefined;
  const first = await pinnedRows(scene, query);
  const value = query.sort === 'newest' ? createdAt(end?._id ?? '') : Number(end?.sort[0] ?? 0);
  return {
    rows: [...new Set([...first, ...hits.map(rowOf)])].slice(0, Math.max(limit, first.length)),
    last: more ? { key: ask.keyOf(query.sort, value), rowNo: rowOf(end) } : null,
    total: aggs['total']?.doc_count ?? 0,
    exact: true,
    without: [...ask.filtersOf(query).keys()].map(
      (name) => [name, aggs[`without ${name}`]?.doc_count ?? 0] as const,
    ),
    facets: facetsOf(query, aggs),
    searchedFor: meant?.corrected ?? typed?.text ?? '',
    corrected: meant?.corrected ?? null,
    dropped: meant?.dropped ?? [],
    lexemes: new Set(meant?.words.lexemes.filter((one) => one !== '') ?? []),
  };
}

/** Words that complete what is typed, and the products, shelves and brands with them. */
async function suggest(scene: Scene, typed: Typed, currency: string) {
  const { book, tools, lexicon } = scene;
  const of = async (words: Words) => {
    const ends = book.vocabulary.completions(words.words.at(-1) ?? '', 24, () => 1);
    const lexeme = await lexicon.lexemes([...ends, ...words.words]);
    const must = ask.openClauses(book, { words, lexeme }, 'last');
    const priced = [...must, { exists: { field: `minor.${currency}` } }];
    const last = words.words.at(-1) ?? '';
    const text = words.words.join(' ');
    const shelves = book.categories.filter((one) =>
      one.words.some((word) => word.startsWith(last)),
    );
    const paths = Object.fromEntries(
      shelves.slice(0, 50).map((one) => [one.categoryId, { term: { category_path: one.path } }]),
    );
    const answer = await send(scene, {
      query: ask.scored(book, priced, null),
      size: suggested.products,
      _source: false,
      docvalue_fields: ['row_no'],
      aggs: {
        brands: { terms: { field: 'brand', size: 50 } },
        ...(shelves.length === 0 ? {} : { shelves: { filters: { filters: paths } } }),
      },
      suggest: {
        names: {
          prefix: text,
          completion: {
            field: 'name.completion',
            size: suggested.queries,
            skip_duplicates: true,
            fuzzy: { fuzziness: 'AUTO', prefix_length: 2 },
          },
        },
      },
    });
    return { answer, ends, text };
  };
  let words = await wordsIn(tools, typed.words);
  let found = await of(words);
  let meant: string | null = null;
  if (found.answer.hits.hits.length === 0) {
    const other = await corrected(scene, words);
    const again = other === null ? null : await of(other);
    if (other !== null && again !== null && again.answer.hits.hits.length > 0) {
      [words, found, meant] = [other, again, other.words.join(' ')];
    }
  }
  return { words, found, meant };
}

export function openSearchEngine(tools: EngineTools): Engine {
  const scene = async (): Promise<Scene> => ({ ...tools, book: await tools.books.get() });
  return {
    find: async (query) => find(await scene(), query),
    async suggest(typed, currency) {
      const { words, found, meant } = await suggest(await scene(), typed, currency);
      const { answer, ends, text } = found;
      const before = words.words.slice(0, -1).join(' ');
      const typing = words.words.at(-1) ?? '';
      const whole = ends.slice(0, suggested.queries).map((end) => `${before} ${end}`.trim());
      const names = (answer.suggest?.['names']?.[0]?.options ?? []).map((one) => one.text);
      const known = answer.aggregations ?? {};
      const shelves = (known['shelves'] as unknown as { buckets?: Record<string, Aggregation> })
        ?.buckets;
      const brands = (known['brands'] as unknown as Buckets | undefined)?.buckets ?? [];
      return {
        corrected: meant,
        queries:
          before === '' && typing !== '' ? whole : names.map((one) => plainWords(one).join(' ')),
        categories: Object.entries(shelves ?? {})
          .map(([categoryId, { doc_count }]) => ({ categoryId, count: doc_count }))
          .filter(({ count }) => count > 0)
          .sort((a, b) => b.count - a.count)
          .slice(0, suggested.categories),
        brands: brands
          .map((one) => String(one.key))
          .filter((name) => name.toLowerCase().startsWith(text))
          .slice(0, suggested.brands),
        rows: answer.hits.hits.map(rowOf),
      };
    },
    // It is refreshed twice a second; what is asked again meanwhile has the same answer.
    stamp: async () => `os ${Math.floor(tools.tools.clock.monotonic() / 1_000)}`,
  };
}
