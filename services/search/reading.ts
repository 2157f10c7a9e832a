/**
 * What is answered while the index is still being read, some ten seconds after the start of a
 * process with a million products: PostgreSQL gives a thousand products that have the words or
 * stand on the shelf, and these are searched as all of them will be. Filters, orders and facets are
 * true of these thousand only, so the answer says that it is limited.
 */
import { wordsIn, type FindTools } from './find.ts';
import { foundRow, type Follower } from './follow.ts';
import { SearchIndex } from './index.ts';
import { lexemeQuery, type Typed } from './model.ts';
import * as store from './store.ts';

const candidates_max = 1_000;

function indexOf(rows: readonly store.FollowedRow[], now_ms: number): SearchIndex {
  const index = new SearchIndex();
  for (const row of rows) index.put(foundRow(row, now_ms));
  for (const _ of index.loaded()) continue;
  return index;
}

function fixed(follower: Follower, index: SearchIndex): Follower {
  return {
    index: async () => index,
    indexWithin: async () => index,
    begin: () => follower.begin(),
    peek: () => follower.peek(),
    follow: () => follower.follow(),
    onChange: (listener) => follower.onChange(listener),
  };
}

async function queryOf(tools: FindTools, typed: Typed, isTyping: boolean): Promise<string> {
  const { words, lexemes } = await wordsIn(tools, typed.words);
  const last = words.at(-1) ?? '';
  const whole = isTyping ? lexemes.slice(0, -1) : lexemes;
  const counted = whole.filter((one) => one !== '');
  const parts = counted.length === 0 ? [] : [lexemeQuery(counted, '&')];
  if (isTyping && last !== '') parts.push(`${lexemeQuery([last], '&')}:*`);
  return parts.join(' & ');
}

/** Tools that find what a thousand products have. One or two statements. */
export async function toolsWhileReading(
  tools: FindTools,
  of: { typed: Typed | null; categoryIds: readonly string[] | null; isTyping: boolean },
): Promise<FindTools> {
  const { typed, categoryIds, isTyping } = of;
  const text = typed === null ? '' : await queryOf(tools, typed, isTyping);
  const rows = await store.candidates(tools.db, { text, categoryIds, limit: candidates_max });
  const index = indexOf(rows, tools.clock.now());
  return { ...tools, follower: fixed(tools.follower, index) };
}
