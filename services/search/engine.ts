/**
 * What a search engine is asked and what it answers. There are two: one in the memory of each
 * process (`engine-memory.ts`) and OpenSearch (`engine-opensearch.ts`); `conformance.test.ts`
 * holds both against the same suite.
 */
import type { FindQuery } from './find.ts';
import type { Typed } from './model.ts';

export interface EngineQuery extends FindQuery {
  /** Path of the category that is shown; null for all. */
  path: string | null;
  /** False: only the products are wanted. */
  facets: boolean;
  /** Products before the cursor. */
  seen?: number;
}

export type Counts = readonly (readonly [text: string, n: number])[];

/** Counted as documents carry it: names of brands, ids of sellers and categories. */
export interface EngineFacets {
  brands: Counts;
  sellers: Counts;
  categories: Counts;
  attributes: readonly { code: string; values: Counts }[];
  /** By price range, see `priceEdges`; the last has no end. */
  prices: readonly number[];
  /** By whole stars, from 0 to 5. */
  ratings: readonly number[];
  inStock: number;
  anyStock: number;
}

export interface EngineReply {
  /** Rows of the page, in order. */
  rows: readonly number[];
  /** The key and row of the last one when more follow, for the cursor. */
  last: { key: number; rowNo: number } | null;
  total: number;
  /** False when more than a limit allows would have been looked at. */
  exact: boolean;
  /** What there would be without each filter that is set, by its name in the query. */
  without: Counts;
  facets: EngineFacets;
  searchedFor: string;
  corrected: string | null;
  dropped: readonly string[];
  /** Lexemes that were found by, for marking. */
  lexemes: ReadonlySet<string>;
  /** A plainer engine answered in place of the one that is away. */
  limited?: boolean;
}

export interface EngineSuggestions {
  corrected: string | null;
  queries: readonly string[];
  categories: readonly { categoryId: string; count: number }[];
  /** By name. */
  brands: readonly string[];
  /** Products, by row. */
  rows: readonly number[];
  limited?: boolean;
}

export interface Engine {
  find(query: EngineQuery): Promise<EngineReply>;
  suggest(typed: Typed, currency: string): Promise<EngineSuggestions>;
  /** Different when something that is searched is; an answer may be kept while it is the same. */
  stamp(): Promise<string>;
}
