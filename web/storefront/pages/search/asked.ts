/** What a search was asked and what was found, as its parts on the page share it. */
import type { ReplyOf } from '../../../client/request.ts';
import { sorts, type Filters, type Place } from '../../listing/filters.ts';
import type { List } from '../../listing/list.ts';

type Reply = ReplyOf<'GET /search'>;

export type Hit = Reply['products'][number];

export interface Found {
  list: List;
  searchedFor: string;
  correctedQuery: string | null;
  /** Words that nothing has together with the others. */
  droppedWords: string[];
  /** The search engine is away. */
  limited: boolean;
  nearest: Reply['nearest'];
  /** How long the answer took; left out in production. */
  took_ms?: number;
}

export interface SearchData {
  words: string;
  /** Not to be corrected: somebody said that they mean it. */
  exact: boolean;
  /** Departments from the top to the one that is searched; empty: everywhere. */
  scope: { name: string; path: string }[];
  filters: Filters;
  /** Null: there were no words to search for. */
  found: Found | null;
}

export function placeOf(asked: Pick<SearchData, 'words' | 'exact' | 'scope'>): Place {
  const { words, exact, scope } = asked;
  const keep: [string, string][] = [['q', words]];
  const department = scope.at(-1);
  if (department !== undefined) keep.push(['category', department.path]);
  if (exact) keep.push(['exact', 'true']);
  return { path: '/search', keep, sorts, usual: 'relevance' };
}
