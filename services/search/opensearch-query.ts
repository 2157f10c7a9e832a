/**
 * From a question to what OpenSearch is asked. Points are those of the engine in memory: a word in
 * the name counts more than in the brand, on the shelf or in attributes; then what is in stock;
 * then what is known. Pure.
 */
import type { Book } from './book.ts';
import type { EngineQuery } from './engine.ts';
import { shelfEnds, type Words } from './groups.ts';
import { priceEdges, type Typed } from './model.ts';

export type Clause = Record<string, unknown>;

const points = { name: 3_000, brand: 2_000, shelf: 2_000, attribute: 1_000, text: 400 } as const;
const worth = { word: 1, synonym: 0.9, beginning: 0.7 } as const;
const stock_points = 500;
const boost_points = 100;
const exact_points = 10_000;
const completions_max = 24;
const facetBrands_max = 30;
const facetSellers_max = 20;
const facetCategories_max = 2_000;
const facetCodes_max = 40;
const facetValues_max = 20;

const constant = (filter: Clause, boost: number): Clause => ({ constant_score: { filter, boost } });

/** Documents that have one of these lexemes, by the best part they are in. */
function having(lexemes: readonly string[], share: number, withText: boolean): Clause[] {
  const parts: [string, number][] = [
    ['in_name', points.name],
    ['in_brand', points.brand],
    ['in_attributes', points.attribute],
  ];
  const found = parts.map(([field, most]) =>
    constant({ terms: { [field]: lexemes } }, most * share),
  );
  if (!withText) return found;
  return [...found, constant({ match: { text: lexemes.join(' ') } }, points.text * share)];
}

function onShelves(book: Book, lexemes: readonly string[], share: number): Clause[] {
  const ids = lexemes.flatMap((one) => (book.shelvesOf.get(one) ?? []).map((s) => s.categoryId));
  if (ids.length === 0) return [];
  return [constant({ terms: { category_id: [...new Set(ids)] } }, points.shelf * share)];
}

const any = (choices: readonly Clause[]): Clause => ({ dis_max: { queries: choices } });

function startsAt(lexemes: readonly string[], at: number, sequence: readonly string[]): boolean {
  return sequence.every((one, step) => lexemes[at + step] === one);
}

/** One word, or several that an operator's synonym knows together. */
function wordClause(book: Book, lexemes: readonly string[], at: number) {
  const share = 1 / lexemes.length;
  const sets = book.synonyms.flatMap((set) => {
    const own = set.find((sequence) => startsAt(lexemes, at, sequence));
    return own === undefined ? [] : [{ own, others: set.filter((one) => one !== own) }];
  });
  const length = Math.max(1, ...sets.map(({ own }) => own.length));
  const own = lexemes.slice(at, at + length);
  const others = sets.filter((one) => one.own.length === length).flatMap((one) => one.others);
  const alike = length === 1 ? (book.alike.get(own[0] ?? '') ?? []) : [];
  const together = (sequence: readonly string[], part: number): Clause => ({
    bool: { must: sequence.map((one) => any(having([one], part, true))) },
  });
  const first = own[0] ?? '';
  const clauses = [
    ...(length === 1 ? having([first], share, true) : [together(own, share / length)]),
    ...(length === 1 ? onShelves(book, [first], share) : []),
    ...alike.flatMap((one) => [
      ...having([one], share * worth.synonym, false),
      ...onShelves(book, [one], share * worth.synonym),
    ]),
    ...others.map((one) => together(one, (share * worth.synonym) / Math.max(1, one.length))),
    ...others.flatMap((one) => (one.length === 1 ? onShelves(book, one, share) : [])),
  ];
  return { clause: any(clauses), length };
}

/** Whole words, all of them; the share of each is its part of the points. */
export function wholeClauses(book: Book, { lexemes }: Words): Clause[] {
  const counted = lexemes.filter((one) => one !== '');
  const clauses: Clause[] = [];
  for (let at = 0; at < counted.length;) {
    const { clause, length } = wordClause(book, counted, at);
    clauses.push(clause);
    at += length;
  }
  return clauses;
}

/** Words that may be beginnings of others, all of them or only the last. */
export function openClauses(
  book: Book,
  { words, lexeme }: { words: Words; lexeme(word: string): string },
  only: 'all' | 'last',
): Clause[] {
  const last = words.words.length - 1;
  const share = 1 / words.words.length;
  return words.words.flatMap((word, at) => {
    const own = words.lexemes[at] ?? '';
    const isOpen = (only === 'all' || at === last) && (word.length > 1 || last > 0);
    const ends = isOpen ? book.vocabulary.completions(word, completions_max, () => 1) : [];
    const isForeign = isOpen && ends.length === 0;
    const begun = isForeign ? shelfEnds(book, word, lexeme) : ends.map(lexeme);
    const meant = begun.filter((one) => book.otherWords.has(one));
    const all = [...begun, ...meant.flatMap((one) => book.alike.get(one) ?? [])];
    const others = [...new Set(all)].filter((one) => one !== own && one !== '');
    if (own === '' && !isOpen) return [];
    const choices = [
      ...(own === '' ? [] : [...having([own], share, false), ...onShelves(book, [own], share)]),
      ...(others.length === 0 ? [] : having(others, share * worth.beginning, false)),
      ...onShelves(book, others, share * worth.beginning),
    ];
    return choices.length === 0 ? [{ match_none: {} }] : [any(choices)];
  });
}

export function phraseClauses(typed: Typed, lexeme: (word: string) => string): Clause[] {
  return typed.phrases
    .map((phrase) => phrase.map(lexeme).filter((one) => one !== ''))
    .filter((phrase) => phrase.length > 1)
    .map((phrase) => ({ match_phrase: { text: phrase.join(' ') } }));
}

function boostClauses(book: Book): Clause[] {
  return book.boosts.map(({ kind, key, points: more }) => {
    const path = book.byId.get(key)?.path ?? '';
    const filter =
      kind === 'brand'
        ? { term: { brand: key } }
        : kind === 'product'
          ? { ids: { values: [key] } }
          : { term: { category_path: path } };
    return { filter, weight: more * boost_points };
  });
}

/** What is found with its points. `must` empty: everything. */
export function scored(book: Book, must: readonly Clause[], sku: string | null): Clause {
  const words: Clause = { bool: { must, filter: [{ term: { live: true } }] } };
  const exact = constant(
    { bool: { filter: [{ term: { skus: sku } }, { term: { live: true } }] } },
    exact_points,
  );
  const base = sku === null ? words : { bool: { should: [words, exact], minimum_should_match: 1 } };
  // Points below nothing are refused there, so that everything has some to begin with.
  const floor = boost_points * 20;
  return {
    function_score: {
      query: base,
      score_mode: 'sum',
      boost_mode: 'sum',
      functions: [
        { filter: { match_all: {} }, weight: floor },
        { filter: { term: { in_stock: true } }, weight: stock_points },
        { field_value_factor: { field: 'fame', missing: 0 } },
        ...boostClauses(book).map((one) => one),
      ],
    },
  };
}

/** Filters by the names that queries have for them. */
export function filtersOf({ filter, path }: EngineQuery): Map<string, Clause> {
  const { currency, brands, sellerIds, min_minor, max_minor, rating_x100, inStock } = filter;
  const found = new Map<string, Clause>();
  if (path !== null) found.set('category', { term: { category_path: path } });
  if (brands !== null) found.set('brand', { terms: { brand: brands } });
  if (sellerIds !== null) found.set('seller', { terms: { seller_id: sellerIds } });
  if (min_minor !== null || max_minor !== null) {
    const gte = min_minor === null ? {} : { gte: min_minor };
    const lte = max_minor === null ? {} : { lte: max_minor };
    found.set('price', { range: { [`minor.${currency}`]: { ...gte, ...lte } } });
  }
  if (rating_x100 !== null) found.set('rating', { range: { rating_x100: { gte: rating_x100 } } });
  if (inStock !== null) found.set('inStock', { term: { in_stock: inStock } });
  for (const { code, values } of filter.attributes) {
    found.set(`attr.${code}`, { terms: { pairs: values.map((value) => `${code}=${value}`) } });
  }
  return found;
}

const all = (filters: readonly Clause[]): Clause => ({ bool: { filter: filters } });

function attributesAgg(code: string | null): Clause {
  const values = { terms: { field: 'attributes.value', size: facetValues_max } };
  const codes =
    code === null
      ? { terms: { field: 'attributes.code', size: facetCodes_max } }
      : { filter: { term: { 'attributes.code': code } } };
  return { nested: { path: 'attributes' }, aggs: { codes: { ...codes, aggs: { values } } } };
}

/** Facets; one that is filtered by counts what there would be without its own filter. */
export function aggregations(query: EngineQuery, filters: ReadonlyMap<string, Clause>): Clause {
  const without = (name: string) =>
    all([...filters].filter(([own]) => own !== name).map(([, clause]) => clause));
  const edges = priceEdges(query.filter.currency);
  const ranges = [0, ...edges].map((from, at) => ({
    from,
    ...(at < edges.length ? { to: edges[at] } : {}),
  }));
  const price = `minor.${query.filter.currency}`;
  const of = (name: string, aggs: Clause) => ({ filter: without(name), aggs });
  const terms = (field: string, size: number) => ({ of: { terms: { field, size } } });
  const chosen = query.filter.attributes.map(
    ({ code }) => [`attr ${code}`, of(`attr.${code}`, { of: attributesAgg(code) })] as const,
  );
  const lone = [...filters.keys()].map(
    (name) => [`without ${name}`, { filter: without(name) }] as const,
  );
  if (!query.facets) return Object.fromEntries(lone);
  return {
    brands: of('brand', terms('brand', facetBrands_max)),
    sellers: of('seller', terms('seller_id', facetSellers_max)),
    categories: of('category', terms('category_id', facetCategories_max)),
    prices: of('price', { of: { range: { field: price, ranges } } }),
    ratings: of('rating', {
      of: { histogram: { field: 'rating_x100', interval: 100, min_doc_count: 1 } },
    }),
    stock: of('inStock', { of: { filter: { term: { in_stock: true } } } }),
    attributes: of('', { of: attributesAgg(null) }),
    ...Object.fromEntries(chosen),
    ...Object.fromEntries(lone),
  };
}

const orders = {
  relevance: ['_score', 'desc'],
  newest: ['created_at', 'desc'],
  'price-asc': ['', 'asc'],
  'price-desc': ['', 'desc'],
  rating: ['rating_x100', 'desc'],
  popular: ['popularity', 'desc'],
} as const;

/** The order and where to go on; keys of falling orders are negative, as in memory. */
export function orderOf({ sort, filter, after, offset }: EngineQuery): Clause {
  const [field, direction] = orders[sort];
  const by = field === '' ? `minor.${filter.currency}` : field;
  const from =
    after === null
      ? { from: offset }
      : { search_after: [direction === 'desc' ? -after.key : after.key, after.rowNo] };
  return { sort: [{ [by]: direction }, { row_no: 'desc' }], ...from };
}

export function keyOf(sort: EngineQuery['sort'], value: number): number {
  return orders[sort][1] === 'desc' ? -value : value;
}
